"""形式审查: rule by rule, starting from what the pre-check found; then the conclusion, or a 补正 first."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from applications.models import Application, ApplicationState
from applications.services.versions import application_reopen
from calls.models.rule import Strength
from calls.rule_kinds.base import Result
from portal.accounts.actor import Actor
from portal.audit.services.record import audit_record
from portal.workflow import NotAllowed, StateConflict, advance, lock
from reviews import messages, rules
from reviews.models import Correction, EligibilityCheck
from reviews.models.eligibility import CheckState


def starting_results(application: Application) -> list[dict[str, Any]]:
    """One row per rule of the submitted version's pre-check: what the portal found, and the officer's result,
    which starts as the same."""
    checked = application.submitted_version.submission.precheck
    return [
        {
            "key": row["key"],
            "title": row["title"],
            "clause_ref": row["clause_ref"],
            "clause_text": row["clause_text"],
            "strength": row["strength"],
            "found": row["result"],
            "explanation": row["explanation"],
            "reason": row["reason"],
            "result": row["result"],
            "note": "",
        }
        for row in checked
    ]


def current_results(check: EligibilityCheck) -> list[dict[str, Any]]:
    """The check's rows; those of the newest pre-check when a 补正 brought a newer version than was checked."""
    if check.state == CheckState.OPEN and check.version_id != check.application.submitted_version_id:
        return starting_results(check.application)
    return check.results


@transaction.atomic
def check_open(*, application: Application, actor: Actor) -> EligibilityCheck:
    """The check of the application, made when it is received."""
    allowed, reason = rules.is_call_officer(actor, application.call)
    if not allowed:
        raise NotAllowed(reason)
    check, _made = EligibilityCheck._base_manager.get_or_create(
        application=application,
        defaults={"version": application.submitted_version, "results": starting_results(application)},
    )
    return check


def _merged(results: list[dict[str, Any]], given: Mapping[str, tuple[str, str]]) -> list[dict[str, Any]]:
    """``results`` with the officer's (result, note) per rule put in; rules not given stay as they were."""
    merged = []
    for row in results:
        result, note = given.get(row["key"], (row["result"], row["note"]))
        if result not in Result.values:
            raise StateConflict(_("审查结果只能是符合、不符合或无法判断。"))
        merged.append(row | {"result": result, "note": note.strip()})
    return merged


def unmet_musts(results: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Rows of rules that must be met and are not, or cannot be told to be."""
    return [row for row in results if row["strength"] == Strength.MUST and row["result"] != Result.MET]


@transaction.atomic
def check_conclude(
    *,
    check: EligibilityCheck,
    version_id: int,
    passed: bool,
    results: Mapping[str, tuple[str, str]],
    reason: str,
    actor: Actor,
) -> EligibilityCheck:
    """Conclude with ``results`` ({rule's key: (result, note)}) and ``reason``, and move the application with it.

    ``version_id`` is the version that the officer looked at; when a newer one was handed in, nothing is concluded.

    A reason is asked for when it fails, and when it passes although a rule that must be met is not (a waiver).
    """
    application = lock(check.application)
    row = lock(check)
    if application.state != ApplicationState.RECEIVED:
        raise StateConflict(_("该申报现在不在形式审查中。"))
    if version_id != application.submitted_version_id:
        raise StateConflict(_("申报单位提交了新的版本，请重新打开审查页面。"))
    merged = _merged(current_results(row), results)
    if not passed and not reason.strip():
        raise StateConflict(_("请写明不通过的理由。"))
    waived = unmet_musts(merged) if passed else []
    if waived and not reason.strip():
        raise StateConflict(_("有必须满足的条件没有满足；仍予通过的，请写明理由。"))
    advance(
        check,
        "pass" if passed else "fail",
        actor=actor,
        comment=reason,
        changes={
            "version": application.submitted_version,
            "results": merged,
            "reason": reason.strip(),
            "checked_by": actor.membership,
            "checked_at": timezone.now(),
        },
    )
    advance(application, "accept" if passed else "reject", actor=actor, comment=reason)
    check.application = application
    audit_record(
        actor=actor,
        action="check_conclude",
        obj=application,
        issuer_id=application.call.issuer_id,
        comment=reason.strip(),
        data={"passed": passed, "waived": [row["key"] for row in waived]},
    )
    if not passed:
        messages.tell_ineligible(check)
    return check


@transaction.atomic
def correction_ask(
    *, application: Application, comment: str, until: datetime, arrived_at: datetime, actor: Actor
) -> Correction:
    """要求补正: open the next version for the applicant until ``until``."""
    if until <= arrived_at:
        raise StateConflict(_("补正截止应晚于现在。"))
    advance(application, "ask_correction", actor=actor, comment=comment)
    correction = Correction.objects.create(
        application=application, comment=comment.strip(), until=until, asked_by=actor.membership
    )
    application_reopen(application=application)
    messages.tell_correction(correction)
    return correction
