"""问答 of the office's calls: what waits for an answer, and answering it."""

from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from calls.forms.questions import AnswerForm, FurtherAnswerForm, QuestionFilter
from calls.models import Question
from calls.models.question import Outcome
from calls.rules import can_write
from calls.selectors.questions import office_questions
from calls.services.questions import question_answer
from calls.views.office.common import OFFICE, posted
from portal.accounts.access import audience
from portal.workflow import NotAllowed, StateConflict

PAGE_SIZE = 20


@require_safe
@audience(*OFFICE)
def question_list(request: HttpRequest) -> HttpResponse:
    filters = QuestionFilter(request.GET)
    filters.is_valid()
    chosen = {name: str(value) for name, value in filters.cleaned_data.items() if value}
    page = Paginator(office_questions(actor=request.actor, **chosen), PAGE_SIZE).get_page(request.GET.get("page"))
    return render(request, "calls/office/questions.html", {"page": page, "filters": filters, "chosen": chosen})


@require_http_methods(["GET", "HEAD", "POST"])
@audience(*OFFICE)
def question(request: HttpRequest, public_id: UUID) -> HttpResponse:
    row = get_object_or_404(office_questions(actor=request.actor), public_id=public_id)
    if request.method == "POST":
        allowed, reason = can_write(request.actor, row.call)
        if not allowed:
            raise NotAllowed(reason)
        if row.outcome == Outcome.PRIVATE:
            raise StateConflict(_("这个提问已经单独答复。"))
    form = _form(request, row)
    if form.is_valid():
        question_answer(question=row, actor=request.actor, **form.cleaned_data)
        messages.success(request, _("答复已发出，提问人会收到通知。"))
        return redirect("calls:office_questions")
    context = {
        "question": row,
        "form": form,
        "may_answer": can_write(request.actor, row.call)[0] and row.outcome != Outcome.PRIVATE,
        "crumbs": [(_("问答"), reverse("calls:office_questions")), (_("提问"), "")],
    }
    return render(request, "calls/office/question.html", context, status=422 if form.is_bound else 200)


def _form(request: HttpRequest, row: Question) -> AnswerForm:
    if row.closed_at:
        return FurtherAnswerForm(posted(request))
    return AnswerForm(posted(request), initial={"shown_text": row.text})
