"""异议 against an announced decision, and its answer. An upheld one makes a numbered new decision, private until
it is announced like any other."""

from datetime import datetime

from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from applications.models import Application
from portal.accounts.actor import Actor
from portal.audit.services.record import audit_record
from portal.workflow import NotAllowed, StateConflict, advance, lock
from reviews import messages, rules
from reviews.models import Decision, Objection
from reviews.models.decision import Outcome


@transaction.atomic
def objection_raise(*, decision: Decision, grounds: str, arrived_at: datetime, actor: Actor) -> Objection:
    """Raise an objection in the name of an applicant of the call, within the notice's term."""
    call_id = decision.application.call_id
    if not (
        actor.is_applicant
        and Application._base_manager.filter(
            call=call_id, organisation=actor.organisation_id, submitted_at__isnull=False
        ).exists()
    ):
        raise NotAllowed(_("只有本榜单的申报单位可以提出异议。"))
    row = lock(decision)
    possible, reason = rules.can_object(decision=row, arrived_at=arrived_at)
    if not possible:
        raise StateConflict(reason)
    if not grounds.strip():
        raise StateConflict(_("请写明异议理由。"))
    objection = Objection._base_manager.create(decision=row, raised_by=actor.membership, grounds=grounds.strip())
    audit_record(
        actor=actor,
        action="objection_raise",
        obj=objection,
        issuer_id=row.application.call.issuer_id,
        comment=objection.grounds,
    )
    messages.tell_objection(objection)
    return objection


def opposite(outcome: str) -> str:
    return Outcome.NOT_SHORTLISTED if outcome == Outcome.SHORTLISTED else Outcome.SHORTLISTED


@transaction.atomic
def objection_answer(*, objection: Objection, upheld: bool, answer: str, actor: Actor) -> Decision | None:
    """Answer it. Upheld: propose the opposite outcome as the next decision, which supersedes this one once it is
    announced; the objector is told then. Dismissed: the objector is told now."""
    decision = lock(objection.decision)
    advance(
        objection,
        "uphold" if upheld else "dismiss",
        actor=actor,
        comment=answer,
        changes={"answer": answer.strip(), "answered_by": actor.membership, "answered_at": timezone.now()},
    )
    if not upheld:
        messages.tell_answered(objection)
        return None
    existing = Decision._base_manager.filter(supersedes=decision).first()
    if existing:
        return existing
    lock(decision.application)
    last = Decision._base_manager.filter(application=decision.application_id).aggregate(last=Max("number"))["last"]
    return Decision._base_manager.create(
        application=decision.application,
        number=last + 1,
        outcome=opposite(decision.outcome),
        reason=objection.answer,
        supersedes=decision,
        decided_by=actor.membership,
    )
