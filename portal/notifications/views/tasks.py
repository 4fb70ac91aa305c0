"""后台任务: what waits in the outbox and what was given up, for administrators."""

from django.contrib import messages as flash
from django.core.paginator import Paginator
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from portal.accounts.access import audience
from portal.accounts.roles import Role
from portal.audit.services.record import audit_record
from portal.notifications.forms import TaskFilter
from portal.notifications.models import OutboxRow
from portal.notifications.selectors.tasks import LABELS, oldest_due_at, outbox_figures, outbox_rows
from portal.notifications.services.attempts import outbox_retry
from portal.workflow import StateConflict

PAGE = 30


@audience(Role.ADMINISTRATOR)
@require_safe
def task_list(request: HttpRequest) -> HttpResponse:
    form = TaskFilter(request.GET)
    state = form.cleaned_data["state"] if form.is_valid() else ""
    page = Paginator(outbox_rows(state=state), PAGE).get_page(request.GET.get("page"))
    for row in page:
        row.label, row.tone = LABELS[row.state]
    figures = [(state, LABELS[state][0], number) for state, number in outbox_figures().items()]
    context = {"form": form, "page": page, "figures": figures, "oldest": oldest_due_at()}
    return render(request, "notifications/task_list.html", context)


@audience(Role.ADMINISTRATOR)
@require_POST
def task_retry(request: HttpRequest, pk: int) -> HttpResponse:
    row = get_object_or_404(OutboxRow, pk=pk)
    with transaction.atomic():
        if not outbox_retry(outbox_id=row.pk):
            raise StateConflict(_("这项任务没有停止，不需要重试。"))
        audit_record(actor=request.actor, action="outbox_retry", obj=row, data={"task": row.task})
    flash.success(request, _("已重新排队。"))
    return redirect("notifications:task_list")
