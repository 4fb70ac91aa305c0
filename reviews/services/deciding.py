"""拟定结果 and 储备. Private to the issuer: nothing here touches the application or tells anybody."""

from collections.abc import Iterable

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from applications.models import Application
from portal.accounts.actor import Actor
from portal.audit.services.record import audit_record
from portal.workflow import NotAllowed, StateConflict, lock
from reviews import rules
from reviews.models import Decision, Reserve
from reviews.models.decision import DecisionState, Outcome


def _locked(application: Application, actor: Actor) -> Application:
    allowed, reason = rules.is_call_officer(actor, application.call)
    if not allowed:
        raise NotAllowed(reason)
    return lock(application)


@transaction.atomic
def decision_propose(*, application: Application, outcome: str, actor: Actor, reason: str = "") -> Decision:
    """拟入围 or 拟未入围 for a reviewed application; proposing again replaces what was proposed."""
    row = _locked(application, actor)
    allowed, why = rules.can_decide(actor, row)
    if not allowed:
        raise StateConflict(why)
    if outcome not in Outcome.values:
        raise StateConflict(_("结果只能是入围或未入围。"))
    decision = Decision._base_manager.filter(application=row, state=DecisionState.PROPOSED).first() or Decision(
        application=row, number=1
    )
    decision.outcome, decision.reason = outcome, reason.strip()
    decision.decided_by, decision.decided_at = actor.membership, timezone.now()
    decision.save()
    audit_record(
        actor=actor,
        action="decision_propose",
        obj=row,
        issuer_id=row.call.issuer_id,
        comment=decision.reason,
        data={"outcome": outcome, "number": decision.number},
    )
    return decision


@transaction.atomic
def decisions_propose(
    *, applications: Iterable[Application], outcome: str, actor: Actor, reason: str = ""
) -> list[Decision]:
    """The same for several, all or none, in the order of their ids."""
    return [
        decision_propose(application=application, outcome=outcome, reason=reason, actor=actor)
        for application in sorted(applications, key=lambda one: one.pk)
    ]


@transaction.atomic
def reserve_add(*, applications: Iterable[Application], actor: Actor) -> list[Reserve]:
    """列入储备; winners may stand on it as well. Those who stand there already stay as they are."""
    added = []
    for application in sorted(applications, key=lambda one: one.pk):
        row = _locked(application, actor)
        allowed, why = rules.can_decide(actor, row)
        if not allowed:
            raise StateConflict(why)
        entry, made = Reserve._base_manager.get_or_create(
            application=row, defaults={"call": row.call, "added_by": actor.membership}
        )
        if made:
            audit_record(actor=actor, action="reserve_add", obj=row, issuer_id=row.call.issuer_id)
        added.append(entry)
    return added


@transaction.atomic
def reserve_remove(*, applications: Iterable[Application], actor: Actor) -> None:
    """移出储备, as long as the list was not announced."""
    for application in sorted(applications, key=lambda one: one.pk):
        row = _locked(application, actor)
        entry = Reserve._base_manager.filter(application=row).first()
        if entry is None:
            continue
        if entry.announced_at is not None:
            raise StateConflict(_("储备名单已经公示，不能再移出。"))
        entry.delete()
        audit_record(actor=actor, action="reserve_remove", obj=row, issuer_id=row.call.issuer_id)
