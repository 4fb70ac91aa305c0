"""Submitting: one transaction, decided by the time of arrival, once per key."""

import uuid
from datetime import datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from applications.models import Application, ApplicationState, ApplicationVersion, SectionState, Submission
from applications.rules import can_submit, is_open, organisation_is_active, recommender_takes
from applications.selectors.content import version_content
from applications.selectors.deadlines import submit_until
from applications.selectors.facts import others_of_the_call
from applications.services.following import commitments_settle
from applications.services.locks import lock_open_version
from applications.services.numbering import application_number, submission_number
from applications.services.precheck import CheckedRule, Prepared, precheck_prepare
from applications.services.telling import tell_submitted, tell_withdrawn
from portal.accounts.actor import Actor
from portal.documents.digests import canonical_json, text_digest
from portal.documents.services.orders import document_order
from portal.locks import name_lock
from portal.workflow import NotAllowed, StateConflict, advance, lock

SHANGHAI = ZoneInfo("Asia/Shanghai")
ACTIONS = {
    ApplicationState.DRAFT: "submit",
    ApplicationState.RETURNED: "resubmit",
    ApplicationState.CORRECTION: "supply",
}
_KEYS = uuid.UUID("6f3a2a0e-5f0c-4f8e-9d8e-0c6f7a0b6a11")
PAPERS = ("application_form", "pledge")


class PrecheckFailed(StateConflict):
    """必须 rules are not met; ``lines`` are those that block."""

    def __init__(self, lines: list[CheckedRule]) -> None:
        self.lines = lines
        super().__init__(
            _("提交前检查有 %(count)d 项不符合：%(some)s")
            % {"count": len(lines), "some": "；".join(line.title for line in lines[:3])}
        )


def submission_key(version: ApplicationVersion) -> UUID:
    """The key of submitting this version as it stands: two tabs of the check page carry the same one, and a page
    that was opened before somebody saved something else carries another."""
    saved = SectionState.objects.filter(version=version).order_by("section_key").values_list("section_key", "revision")
    content = ",".join(f"{key}={revision}" for key, revision in saved)
    return uuid.uuid5(
        _KEYS, f"{version.pk}:{version.direction_version_id}:{version.application.recommender_id}:{content}"
    )


@transaction.atomic
def application_submit(*, application: Application, key: UUID, arrived_at: datetime, actor: Actor) -> Submission:
    """Freeze the current version and hand it to the recommender (a 补正: to the issuer).

    ``key`` is `submission_key` as the page showed it: sending it again gives the same receipt and changes nothing.
    Raises `NotAllowed`; `StateConflict` when it came too late, the content changed since it was checked, or the
    state is another; `PrecheckFailed` with the rules that are not met.
    """
    application, version = lock_open_version(application)
    there = Submission.objects.filter(idempotency_key=key).first()
    if there and there.application_id == application.pk:
        return there
    _check(application, version, key, arrived_at, actor)
    commitments_settle(version)
    prepared = precheck_prepare(version=version, today=arrived_at.astimezone(SHANGHAI).date())
    _passed(prepared)
    # The list is sent under the same name: it finds this one handed in, or this one finds the list sent.
    name_lock("recommendation list", application.call_id, application.recommender_id)
    takes, reason = recommender_takes(actor, application)
    if not takes:
        raise StateConflict(reason)
    # Rules over all applications of one applicant are decided again, one submission after the other.
    name_lock("applicant in call", application.organisation_id, application.call_id)
    lines = _passed(prepared.with_others(others_of_the_call(application)))
    submission = _receipt(application, prepared.version, key, arrived_at, actor, lines)
    version.frozen_at = timezone.now()
    version.save(update_fields=["frozen_at"])
    advance(
        application,
        ACTIONS[application.state],
        actor=actor,
        changes={
            "number": application.number,
            "submitted_version": version,
            "submitted_at": arrived_at,
        },
    )
    for paper in PAPERS:
        document_order(kind=paper, subject=submission, requested_by=actor.membership)
    tell_submitted(submission)
    return submission


def _passed(prepared: Prepared) -> list[CheckedRule]:
    """All lines; raises `PrecheckFailed` when one blocks."""
    lines = prepared.lines()
    blocking = [line for line in lines if line.blocks]
    if blocking:
        raise PrecheckFailed(blocking)
    return lines


def _check(
    application: Application, version: ApplicationVersion, key: UUID, arrived_at: datetime, actor: Actor
) -> None:
    allowed, reason = can_submit(actor, application)
    if not allowed:
        raise NotAllowed(reason)
    possible, reason = is_open(actor, application)
    if not possible or version.is_frozen:
        raise StateConflict(reason or _("这一版已经提交，不能再修改。"))
    active, reason = organisation_is_active(actor, application)
    if not active:
        raise StateConflict(reason)
    if application.recommender_id is None:
        raise StateConflict(_("请先选择推荐单位。"))
    until = submit_until(application)
    if until.at is not None and arrived_at >= until.at:
        raise StateConflict(_("已过%(what)s时间，不能提交；草稿仍然保留。") % {"what": until.label})
    if key != submission_key(version):
        raise StateConflict(_("您打开检查页以后，内容又有改动。请重新检查后再提交。"))


def _receipt(
    application: Application,
    version: ApplicationVersion,
    key: UUID,
    arrived_at: datetime,
    actor: Actor,
    lines: list[CheckedRule],
) -> Submission:
    """The row that proves what was handed in and when; gives the application its number the first time."""
    application.number = application.number or application_number(application)
    number = submission_number(application.number, version)
    precheck = [line.as_json() for line in lines]
    content = version_content(version)
    canonical = canonical_json(content | {"number": number, "arrived_at": arrived_at, "precheck": precheck})
    return Submission.objects.create(
        version=version,
        application=application,
        number=number,
        idempotency_key=key,
        arrived_at=arrived_at,
        submitted_by=actor.membership,
        canonical=canonical,
        sha256=text_digest(canonical),
        precheck=precheck,
    )


@transaction.atomic
def application_withdraw(*, application: Application, reason: str, actor: Actor) -> Application:
    """Take the application back for good. Raises `NotAllowed`, `StateConflict` (from 评审中 on, or no reason)."""
    row = lock(application)
    advance(row, "withdraw", actor=actor, comment=reason)
    if row.submitted_at is not None:
        tell_withdrawn(row, reason)
    application.state = row.state
    return application
