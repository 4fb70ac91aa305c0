"""读取疑点: written when a call is made of a document, settled one by one by its officers."""

from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy

from calls.models import Call, Deadline, Direction, Doubt, Indicator, Rule, Track
from calls.models.doubt import Outcome
from calls.rules import draft_for_writing
from portal.accounts.actor import Actor
from portal.audit.services.record import audit_record, register_actions
from portal.workflow import lock

register_actions(doubt_settle=gettext_lazy("核对读取疑点"))

#: A direction of which no indicator was read: settled by writing one, or by saying that it has none.
NO_INDICATORS = "no_indicators"
#: Columns of a call → the facts of a reading that they hold.
FACTS = {
    "title": ("title",),
    "doc_no": ("doc_no",),
    "year": ("year",),
    "region": ("region",),
    "recipients": ("recipients",),
    "signed_on": ("signed_on", "printed_on"),
    "contact_name": ("contact",),
    "contact_phone": ("contact",),
    "contact_email": ("contact",),
    "external_system_name": ("external_system",),
    "external_system_url": ("external_system",),
}


def doubts_write(*, call: Call, read: Iterable[dict[str, Any]], targets: dict[str, Any]) -> None:
    """The doubts about a reading, in their order. ``targets``: the row made of each address (“indicator:3:5”)."""
    rows = []
    for order, doubt in enumerate(read, start=1):
        row = Doubt(
            call=call,
            order=order,
            code=doubt.get("code", "")[:40],
            where=doubt["where"],
            reason=doubt["reason"],
            note=doubt.get("note", False),
            source_start=doubt["start"] if doubt.get("end") else None,
            source_end=doubt.get("end") or None,
        )
        address = doubt.get("target", "")
        target = targets.get(address)
        if target is not None:
            setattr(row, target._meta.model_name, target)
        elif ":" not in address:
            row.fact = address[:40]
        if isinstance(target, Indicator):
            row.direction = target.direction
        rows.append(row)
    Doubt.objects.bulk_create(rows)


@transaction.atomic
def doubt_accept(*, doubt: Doubt, actor: Actor) -> Doubt:
    """What was read stands. A doubt that is settled already stays as it is. Raises as `draft_for_writing` does."""
    draft_for_writing(call=doubt.call, actor=actor)
    row = lock(doubt)
    if row.settled_at is None and not row.note:
        _settle(row, Outcome.ACCEPTED, actor)
    return row


def doubts_settle(
    *,
    actor: Actor,
    outcome: Outcome,
    row: Track | Direction | Indicator | Deadline | Rule,
    only: str = "",
    besides: str = "",
) -> None:
    """Settle what is open about a row that was just changed, or is about to go: part of the service that does it.

    ``only`` and ``besides`` narrow by code. A direction that goes takes the doubts about its indicators with it.
    """
    found = Doubt.objects.filter(**{row._meta.model_name: row}, settled_at__isnull=True, note=False)
    if isinstance(row, Direction) and outcome != Outcome.REMOVED:
        found = found.filter(indicator__isnull=True)
    if only:
        found = found.filter(code=only)
    if besides:
        found = found.exclude(code=besides)
    for doubt in found.select_related("call"):
        _settle(doubt, outcome, actor)


def fact_doubts_settle(*, call: Call, columns: Iterable[str], actor: Actor) -> None:
    """As `doubts_settle`, for columns of the call that got another value."""
    facts = {fact for column in columns for fact in FACTS.get(column, ())}
    found = call.doubts.filter(fact__in=facts, settled_at__isnull=True, note=False)
    for doubt in found.select_related("call"):
        _settle(doubt, Outcome.CHANGED, actor)


def _settle(doubt: Doubt, outcome: Outcome, actor: Actor) -> None:
    doubt.outcome, doubt.settled_at, doubt.settled_by = outcome, timezone.now(), actor.membership
    doubt.save(update_fields=["outcome", "settled_at", "settled_by"])
    audit_record(
        actor=actor,
        action="doubt_settle",
        obj=doubt.call,
        issuer_id=doubt.call.issuer_id,
        data={"where": doubt.where, "reason": doubt.reason, "outcome": str(outcome.label)},
    )
