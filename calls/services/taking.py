"""A new draft call out of an earlier one (复制), or under a parent's (承接上级通知). Never dates, never answers."""

from collections.abc import Collection, Iterable

from django.db import models, transaction
from django.utils.translation import gettext_lazy

from calls import hooks
from calls.models import (
    Call,
    Category,
    Direction,
    DirectionPart,
    DirectionVersion,
    FormerWinner,
    FundingTerm,
    Indicator,
    IndicatorVersion,
    Rule,
    RuleVersion,
    Track,
)
from calls.rules import may_be_taken
from calls.selectors.rules import rules_in_words
from calls.selectors.taking import latest_versions
from calls.services.renumbering import call_renumber
from portal.accounts.actor import Actor
from portal.accounts.models import Region
from portal.workflow import NotAllowed


class Takes(models.TextChoices):
    """Parts of a call that may be taken over, besides its directions."""

    TEXTS = "texts", gettext_lazy("通知正文、依据文件、主送机关、填报系统、推荐限额")
    FORM = "form", gettext_lazy("申报表单")
    RULES = "rules", gettext_lazy("报送条件（含前期优胜项目名单）")


#: Where a parent's applications are filed too (seed 002), its derived calls' are as well.
_SYSTEM = ("external_system_name", "external_system_url")
_TEXTS = ("body", "recipients", "recommendation_quota", *_SYSTEM)
_VERSION = ("printed_number", "title", "supported_count", "duration_months", "duration_comparator")
_INDICATOR = ("order", "number", "subject", "qualitative", "comparator", "value", "value_max", "unit", "condition")
_RULE = ("kind", "parameters", "strength", "clause_text", "clause_ref")


@transaction.atomic
def call_take(
    *,
    source: Call,
    title: str,
    year: int,
    region: Region,
    directions: Iterable[Direction],
    parts: Collection[str],
    actor: Actor,
    derived: bool = False,
) -> Call:
    """A draft of the actor's office with ``directions`` of ``source`` and the chosen ``parts`` (`Takes`).

    ``derived``: ``source`` becomes its parent, stands among its 依据文件, and its filing system is taken over.
    Deadlines, 文号, 成文日期 and contact are the new call's own. Raises `NotAllowed` for who may not write calls and
    for another office's draft.
    """
    allowed, reason = may_be_taken(actor, source, derived=derived)
    if not allowed:
        raise NotAllowed(reason)
    names = (*(_TEXTS if Takes.TEXTS in parts else ()), *(_SYSTEM if derived else ()))
    call = Call.objects.create(
        issuer=actor.organisation,
        region=region,
        title=title,
        year=year,
        parent=source if derived else None,
        created_by=actor.membership,
        basis=_basis(source, texts=Takes.TEXTS in parts, derived=derived),
        **{name: getattr(source, name) for name in names},
    )
    chosen = list(directions)
    tracks, copies = _directions(source, call, chosen)
    if Takes.RULES in parts:
        _rules(source, call, tracks, copies, own=source.issuer_id == call.issuer_id)
    if Takes.FORM in parts:
        for take in hooks.takers:
            take(source, call, tracks, actor)
    return call


def _basis(source: Call, *, texts: bool, derived: bool) -> list:
    kept = list(source.basis) if texts else []
    above = {"title": source.title, "doc_no": source.doc_no}
    return [above, *(entry for entry in kept if entry != above)] if derived else kept


def _directions(source: Call, call: Call, chosen: list[Direction]) -> tuple[dict[int, Track], dict[int, Direction]]:
    """New tracks and directions by the ids of the old ones. Tracks of which nothing was chosen stay behind."""
    wanted = {direction.track_id for direction in chosen}
    tracks: dict[int, Track] = {}
    categories: dict[int, Category] = {}
    for old in source.tracks.prefetch_related("categories"):
        if old.pk not in wanted:
            continue
        tracks[old.pk] = Track.objects.create(call=call, order=len(tracks) + 1, title=old.title)
        for category in old.categories.all():
            if any(direction.category_id == category.pk for direction in chosen):
                categories[category.pk] = Category.objects.create(
                    track=tracks[old.pk], order=category.order, title=category.title
                )
    if not tracks:
        Track.objects.create(call=call, order=1, title="")
    versions = latest_versions(chosen)
    copies: dict[int, Direction] = {}
    for order, old in enumerate(chosen, start=1):
        copies[old.pk] = Direction.objects.create(
            call=call,
            track=tracks[old.track_id],
            category=categories.get(old.category_id),
            order=order,
            place=order,
            taken_from=old,
        )
        _version(versions[old.pk], copies[old.pk])
    call_renumber(call)
    return tracks, copies


def _version(old: DirectionVersion, direction: Direction) -> None:
    """The words of ``old`` as the first version; where they stood in a document is not the new call's."""
    version = DirectionVersion.objects.create(
        direction=direction,
        number=1,
        without_indicators=old.without_indicators,
        **{name: getattr(old, name) for name in _VERSION},
    )
    DirectionPart.objects.bulk_create(
        DirectionPart(version=version, order=part.order, kind=part.kind, heading=part.heading, text=part.text)
        for part in old.parts.all()
    )
    FundingTerm.objects.bulk_create(
        FundingTerm(version=version, source=term.source, comparator=term.comparator, amount=term.amount)
        for term in old.funding_terms.all()
    )
    rows = list(old.indicators.all())
    keys = Indicator.objects.bulk_create(Indicator(direction=direction) for _row in rows)
    IndicatorVersion.objects.bulk_create(
        IndicatorVersion(
            indicator=key,
            direction_version=version,
            group=row.group,
            text=row.text,
            **{name: getattr(row, name) for name in _INDICATOR},
        )
        for key, row in zip(keys, rows, strict=True)
    )


def _rules(source: Call, call: Call, tracks: dict[int, Track], copies: dict[int, Direction], *, own: bool) -> None:
    """Rules for what was left behind stay behind; the list of former winners goes only within one office."""
    for old in rules_in_words(call=source):
        gone = (old.track_id and old.track_id not in tracks) or (old.direction_id and old.direction_id not in copies)
        if gone:
            continue
        RuleVersion.objects.create(
            rule=Rule.objects.create(call=call),
            number=1,
            track=tracks.get(old.track_id),
            direction=copies.get(old.direction_id),
            **{name: getattr(old, name) for name in _RULE},
        )
    if own:
        FormerWinner.objects.bulk_create(
            FormerWinner(call=call, organisation_name=w.organisation_name, product_name=w.product_name, year=w.year)
            for w in source.former_winners.order_by("pk")
        )


def offered(*, source: Call, derived: bool) -> list[str]:
    """What is ticked to begin with: a derived call has conditions and receivers of its own."""
    return [Takes.FORM] if derived else [*Takes]


def title_of(*, source: Call, year: int) -> str:
    """The earlier title with the new year in it."""
    return source.title.replace(str(source.year), str(year))
