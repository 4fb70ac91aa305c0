"""What a 更正公告 changes: new versions of directions with their indicators, of rules, and words of deadlines."""

from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from calls.models import (
    CallCorrection,
    Deadline,
    DeadlineChange,
    Direction,
    DirectionPart,
    DirectionVersion,
    FundingTerm,
    Indicator,
    IndicatorVersion,
    Rule,
    RuleVersion,
)
from calls.rule_kinds.base import kind_of
from calls.rules import correction_for_writing
from calls.services.directions import Money, PartText
from portal.accounts.actor import Actor
from portal.workflow import StateConflict, lock

RULE_FIELDS = ("parameters", "strength", "clause_text", "clause_ref", "track", "direction")
_SKIPPED = {"id", "version", "direction_version"}
_NOT_COPIED = {"id", "number", "correction", "published_at"}


def _copies(rows: Iterable[Any], **parent: Any) -> list[Any]:
    return [
        type(row)(
            **parent,
            **{f.attname: getattr(row, f.attname) for f in row._meta.concrete_fields if f.name not in _SKIPPED},
        )
        for row in rows
    ]


def _version(correction: CallCorrection, direction: Direction) -> DirectionVersion:
    """The version that the correction writes, a copy of the one in force when it is first touched."""
    row = lock(direction)
    if row.call_id != correction.call_id or row.published is None:
        raise StateConflict(_("这个方向不在这份榜单中，或尚未发布。"))
    there = correction.direction_versions.filter(direction=row).first()
    if there:
        return lock(there)
    before = row.published
    fields = [f.attname for f in DirectionVersion._meta.concrete_fields if f.name not in _NOT_COPIED]
    version = DirectionVersion.objects.create(
        number=row.versions.aggregate(last=Max("number"))["last"] + 1,
        correction=correction,
        **{name: getattr(before, name) for name in fields},
    )
    DirectionPart.objects.bulk_create(_copies(before.parts.all(), version=version))
    FundingTerm.objects.bulk_create(_copies(before.funding_terms.all(), version=version))
    IndicatorVersion.objects.bulk_create(_copies(before.indicators.all(), direction_version=version))
    return version


@transaction.atomic
def direction_correct(
    *,
    correction: CallCorrection,
    direction: Direction,
    actor: Actor,
    parts: Iterable[PartText],
    funding: Iterable[Money],
    **values: Any,
) -> DirectionVersion:
    """Write the direction as it shall stand; ``values`` are columns of its version (title, duration, …). The category
    and the place in the call are not corrected: others point to them."""
    row = correction_for_writing(correction=correction, actor=actor)
    version = _version(row, direction)
    for name, value in values.items():
        setattr(version, name, value)
    version.save(update_fields=[*values] or None)
    version.parts.all().delete()
    DirectionPart.objects.bulk_create(
        DirectionPart(version=version, order=order, **part._asdict()) for order, part in enumerate(parts, start=1)
    )
    version.funding_terms.all().delete()
    FundingTerm.objects.bulk_create(FundingTerm(version=version, **money._asdict()) for money in funding)
    return version


@transaction.atomic
def direction_leave(*, correction: CallCorrection, direction: Direction, actor: Actor) -> None:
    """Take the direction out of the correction: it stays as it is published."""
    row = correction_for_writing(correction=correction, actor=actor)
    version = row.direction_versions.filter(direction=direction).first()
    if version is None:
        return
    keys = [one.indicator for one in version.indicators.select_related("indicator")]
    version.delete()
    for key in keys:
        if not key.versions.exists():
            key.delete()


@transaction.atomic
def indicator_correct(
    *, correction: CallCorrection, direction: Direction, actor: Actor, indicator: Indicator | None = None, **values: Any
) -> IndicatorVersion:
    """Write an indicator as it shall stand, or add one (without ``indicator``), last and with a key of its own."""
    row = correction_for_writing(correction=correction, actor=actor)
    version = _version(row, direction)
    values |= {"text": values.get("text") or values.get("subject", "")}
    if indicator is None:
        last = version.indicators.aggregate(last=Max("order"))["last"] or 0
        return IndicatorVersion.objects.create(
            indicator=Indicator.objects.create(direction=direction),
            direction_version=version,
            order=last + 1,
            **values,
        )
    found = version.indicators.filter(indicator=indicator).first()
    if found is None:
        raise StateConflict(_("这项指标已从更正后的方向中去掉。"))
    for name, value in values.items():
        setattr(found, name, value)
    found.save()
    return found


@transaction.atomic
def indicator_strike(*, correction: CallCorrection, direction: Direction, indicator: Indicator, actor: Actor) -> None:
    """The corrected direction no longer asks for it. Its key stays: earlier versions and commitments answer to it."""
    row = correction_for_writing(correction=correction, actor=actor)
    _version(row, direction).indicators.filter(indicator=indicator).delete()
    if not indicator.versions.exists():
        indicator.delete()


@transaction.atomic
def rule_correct(
    *, correction: CallCorrection, actor: Actor, rule: Rule | None = None, kind: str = "", **values: Any
) -> RuleVersion:
    """A new version of ``rule``, or with ``kind`` a new rule; ``values`` are `RULE_FIELDS`, parameters as the kind's
    form gives them. ``withdrawn=True`` with nothing else withdraws the rule."""
    row = correction_for_writing(correction=correction, actor=actor)
    if rule is None:
        return RuleVersion.objects.create(
            rule=Rule.objects.create(call=row.call), number=1, kind=kind_of(kind).code, correction=row, **values
        )
    if rule.call_id != row.call_id:
        raise StateConflict(_("这条条件不在这份榜单中。"))
    there = row.rule_versions.filter(rule=rule).first()
    before = there or rule.published
    if before is None:
        raise StateConflict(_("这条条件已经取消。"))
    kept = {name: getattr(before, name) for name in ("kind", *RULE_FIELDS)}
    kept |= {"withdrawn": False} | values
    if there:
        if values.get("withdrawn") and rule.published is None:
            # It came with this correction: nobody was bound by it yet.
            there.delete()
            rule.delete()
            return there
        RuleVersion.objects.filter(pk=there.pk).update(**kept)
        there.refresh_from_db()
        return there
    number = rule.versions.aggregate(last=Max("number"))["last"] + 1
    return RuleVersion.objects.create(rule=rule, number=number, correction=row, **kept)


@transaction.atomic
def rule_leave(*, correction: CallCorrection, rule: Rule, actor: Actor) -> None:
    """Take the rule out of the correction."""
    row = correction_for_writing(correction=correction, actor=actor)
    row.rule_versions.filter(rule=rule).delete()
    if not rule.versions.exists():
        rule.delete()


@transaction.atomic
def deadline_words_correct(
    *, correction: CallCorrection, deadline: Deadline, printed: str, receiver: str, copies: int | None, actor: Actor
) -> None:
    """The words of a deadline as they shall stand; the same words as now take it out of the correction."""
    row = correction_for_writing(correction=correction, actor=actor)
    if deadline.call_id != row.call_id:
        raise StateConflict(_("这项截止时间不在这份榜单中。"))
    now = {"printed": deadline.printed, "receiver": deadline.receiver, "copies": deadline.copies}
    wanted = {"printed": printed, "receiver": receiver, "copies": copies}
    if wanted == now:
        row.deadline_changes.filter(deadline=deadline).delete()
        return
    DeadlineChange.objects.update_or_create(
        correction=row, deadline=deadline, defaults=wanted | {f"was_{name}": value for name, value in now.items()}
    )
