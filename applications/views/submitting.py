"""Check your answers, submit, the receipt, withdraw."""

import json
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from applications.forms.choosing import SubmitForm, WithdrawForm
from applications.models import Application, Submission
from applications.models.application import OPEN_STATES
from applications.rules import can_file, can_submit, is_open, organisation_is_active, recommender_takes
from applications.selectors.forms import schema_of
from applications.selectors.reading import sections_shown
from applications.selectors.status import label_shown
from applications.selectors.tasks import summary_of
from applications.services.precheck import RECOMMENDER, precheck_run
from applications.services.saving import reason_save
from applications.services.submitting import (
    PrecheckFailed,
    application_submit,
    application_withdraw,
    submission_key,
)
from applications.views.lookup import READERS, current_version, frame, own_application
from portal.accounts.access import audience
from portal.documents.digests import digest_short
from portal.documents.selectors.papers import papers_of
from portal.workflow import StateConflict, refuse_unless_possible


@require_GET
@audience(*READERS)
def check(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Every rule with its clause, then every answer, then the one button."""
    application = own_application(request, public_id)
    if application.state not in OPEN_STATES:
        return redirect("applications:detail", application.public_id)
    return _check_page(request, application)


def _check_page(request: HttpRequest, application: Application, *, status: int = 200) -> HttpResponse:
    version = current_version(application)
    schema = schema_of(version.form_version)
    lines = precheck_run(version=version, today=timezone.localdate())
    active, inactive_reason = organisation_is_active(request.actor, application)
    allowed, submit_reason = can_submit(request.actor, application)
    takes, too_late = recommender_takes(request.actor, application)
    context = frame(application) | {
        "version": version,
        "schema": schema,
        "sections": sections_shown(version, schema, own=True),
        "lines": [(line, _mend_url(application, schema, line.section_key)) for line in lines],
        "summary": summary_of(lines),
        "form": SubmitForm(initial={"key": submission_key(version)}),
        "hindrance": submit_reason or inactive_reason or too_late,
        "may_submit": allowed and active and takes,
        "inactive": not active,
        "may_file": can_file(request.actor, application)[0],
        "refused": status != 200,
    }
    return render(request, "applications/check.html", context, status=status)


def _mend_url(application: Application, schema, section_key: str) -> str:
    if section_key == RECOMMENDER:
        return reverse("applications:recommender", args=[application.public_id])
    if not schema.has(section_key):
        return ""
    return reverse("applications:section", args=[application.public_id, section_key])


@require_POST
@audience(*READERS)
def reason(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """The reason for passing a 原则上 rule; ``key`` comes from the pre-check's line."""
    application = own_application(request, public_id)
    version = current_version(application)
    keys = {line.reason_key for line in precheck_run(version=version, today=timezone.localdate())}
    key = request.POST.get("key", "")
    if key and key in keys:
        reason_save(application=application, key=key, reason=request.POST.get("reason", ""), actor=request.actor)
        messages.success(request, _("原因已保存。"))
    return redirect("applications:check", application.public_id)


@require_POST
@audience(*READERS)
def submit(request: HttpRequest, public_id: UUID) -> HttpResponse:
    application = own_application(request, public_id)
    form = SubmitForm(request.POST)
    if not form.is_valid():
        possible, why = is_open(request.actor, application)
        if not possible:
            raise StateConflict(why)
        return _check_page(request, application, status=422)
    try:
        submission = application_submit(
            application=application,
            key=form.cleaned_data["key"],
            arrived_at=request.arrived_at,
            actor=request.actor,
        )
    except PrecheckFailed:
        return _check_page(request, own_application(request, public_id), status=409)
    return redirect("applications:receipt", application.public_id, submission.version.number)


@require_GET
@audience(*READERS)
def receipt(request: HttpRequest, public_id: UUID, number: int) -> HttpResponse:
    application = own_application(request, public_id)
    submission = get_object_or_404(
        Submission.objects.select_related("version", "submitted_by__user"),
        application=application,
        version__number=number,
    )
    context = frame(application) | {
        "submission": submission,
        "version": submission.version,
        "digest": digest_short(submission.sha256, groups=16),
        "files": json.loads(submission.canonical)["evidence"],
        "papers": papers_of(subject=submission, actor=request.actor),
        "label": label_shown(application, actor=request.actor),
    }
    return render(request, "applications/receipt.html", context)


@require_http_methods(["GET", "POST"])
@audience(*READERS)
def withdraw(request: HttpRequest, public_id: UUID) -> HttpResponse:
    application = own_application(request, public_id)
    refuse_unless_possible(application, "withdraw", actor=request.actor)
    form = WithdrawForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        application_withdraw(application=application, reason=form.cleaned_data["reason"], actor=request.actor)
        messages.success(request, _("申报已撤回。"))
        return redirect("applications:detail", application.public_id)
    context = frame(application) | {"form": form}
    return render(request, "applications/withdraw.html", context, status=422 if form.is_bound else 200)
