"""A call out of what the reader found in a document. Everything is a draft that an officer checks and changes."""

from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from calls.fitting import fitted, region_named
from calls.models import (
    Call,
    CallImport,
    Category,
    Deadline,
    Direction,
    DirectionPart,
    DirectionVersion,
    FundingTerm,
    Indicator,
    IndicatorVersion,
    Rule,
    Track,
)
from calls.models.call import DeadlineKind, ImportState
from calls.notice import notice_html
from calls.printed_deadlines import deadline_instant
from calls.selectors.imports import doubts_read
from calls.services.doubts import doubts_write
from calls.services.proposed_rules import rules_propose
from portal.accounts.actor import Actor
from portal.workflow import NotAllowed, StateConflict, lock

#: Largest magnitude of the column: 24 digits, 8 of them behind the point.
MAX_VALUE = Decimal(10) ** 16
_PLACES = Decimal("0.00000001")


@dataclass
class Made:
    """The call in the making: rows by the indices that the reader uses; ``deadlines`` and ``rules``, of which not all
    become rows, by the identity of what was read."""

    call: Call
    tracks: list[Track] = field(default_factory=list)
    directions: list[Direction] = field(default_factory=list)
    indicators: list[list[Indicator]] = field(default_factory=list)
    deadlines: dict[int, Deadline] = field(default_factory=dict)
    rules: dict[int, Rule] = field(default_factory=dict)

    def targets(self, read: dict[str, Any]) -> dict[str, Any]:
        """The row made of each item of ``read``, by the addresses that its doubts use."""
        found: dict[str, Any] = {f"track:{i}": track for i, track in enumerate(self.tracks)}
        found |= {f"direction:{i}": direction for i, direction in enumerate(self.directions)}
        found |= {f"indicator:{i}:{j}": one for i, keys in enumerate(self.indicators) for j, one in enumerate(keys)}
        found |= {f"deadline:{i}": self.deadlines.get(id(one)) for i, one in enumerate(read["deadlines"])}
        return found | {f"rule:{i}": self.rules.get(id(one)) for i, one in enumerate(read["rules"])}


@transaction.atomic
def call_create_from_import(*, call_import: CallImport, actor: Actor) -> Call:
    """Map the reader's result to a draft call. Asked again for the same import, it gives the same call back.

    Raises `StateConflict` when the document is not read yet, `NotAllowed` for another office's.
    """
    row = lock(call_import)
    if not (actor.is_issuing and actor.organisation_id == row.issuer_id):
        raise NotAllowed(_("只有上传文件的发榜单位可以创建榜单。"))
    if row.call_id:
        return row.call
    if row.state != ImportState.DONE:
        raise StateConflict(_("文件还没有读完，不能创建榜单。"))
    read = row.result
    doubts = doubts_read(row)
    made = Made(_call(read, actor))
    fit = fitted(read=read, issuer=actor.organisation, call=made.call)
    _deadlines(made, fit.deadlines)
    _tracks(made, read["tracks"])
    _directions(made, read["directions"])
    rules_propose(made=made, rules=fit.rules)
    doubts_write(call=made.call, read=doubts, targets=made.targets(read))
    row.call = made.call
    row.save(update_fields=["call"])
    call_import.refresh_from_db()
    return made.call


def _call(read: dict[str, Any], actor: Actor) -> Call:
    contact = read["contact"] or {}
    system = read["external_system"] or {}
    signed = date.fromisoformat(read["signed_on"]) if read["signed_on"] else None
    lines = [paragraph["text"] for paragraph in read["body"]]
    return Call.objects.create(
        issuer=actor.organisation,
        region=region_named(read["region"]) or actor.organisation.region,
        title=read["title"][:200],
        doc_no=read["doc_no"][:60],
        year=read["year"] or timezone.localdate().year,
        recipients=read["recipients"][:300],
        basis=read["basis"],
        body=notice_html(lines),
        signed_on=signed,
        contact_name=contact.get("name", "")[:60],
        contact_phone=contact.get("phone", "")[:60],
        contact_email=contact.get("email", "")[:254],
        external_system_name=system.get("name", "")[:120],
        external_system_url=system.get("url", "")[:200],
        created_by=actor.membership,
    )


def _deadlines(made: Made, found: dict[DeadlineKind, dict[str, Any]]) -> None:
    for kind, read in found.items():
        day, clock = _day_and_clock(read)
        at, precision = deadline_instant(day=day, clock=clock)
        made.deadlines[id(read)] = Deadline.objects.create(
            call=made.call, kind=kind, at=at, precision=precision, printed=read["printed"][:200], copies=read["copies"]
        )


def _day_and_clock(read: dict[str, Any]) -> tuple[date, str]:
    if read["precision"] == "day":
        return date.fromisoformat(read["at"][:10]), ""
    at = datetime.fromisoformat(read["at"])
    return at.date(), f"{at.hour}点" if read["precision"] == "hour" else f"{at:%H:%M}"


def _tracks(made: Made, found: list[dict[str, Any]]) -> None:
    """A notice with one list of directions needs no title for it."""
    for order, read in enumerate(found or [{"title": ""}], start=1):
        title = read["title"][:120] if len(found) > 1 else ""
        made.tracks.append(Track.objects.create(call=made.call, order=order, title=title))


def _directions(made: Made, found: list[dict[str, Any]]) -> None:
    categories: dict[tuple[int, str], Category] = {}
    for order, read in enumerate(found, start=1):
        track = made.tracks[read["track"]]
        category = None
        if title := read["category"][:120]:
            key = (track.pk, title)
            if key not in categories:
                place = sum(1 for pk, _title in categories if pk == track.pk) + 1
                categories[key] = Category.objects.create(track=track, order=place, title=title)
            category = categories[key]
        place = sum(1 for other in made.directions if other.track_id == track.pk) + 1
        direction = Direction.objects.create(call=made.call, track=track, category=category, order=order, place=place)
        made.directions.append(direction)
        made.indicators.append(_version(direction, read))


def _version(direction: Direction, read: dict[str, Any]) -> list[Indicator]:
    version = DirectionVersion.objects.create(
        direction=direction,
        number=1,
        printed_number=read["number"][:20],
        title=read["title"][:200],
        supported_count=read["supported_count"],
        duration_months=read["duration_months"],
        duration_comparator=read["duration_comparator"],
        without_indicators=not read["indicators"],
        source_start=read["start"],
        source_end=read["end"],
    )
    DirectionPart.objects.bulk_create(
        DirectionPart(
            version=version, order=order, kind=part["kind"], heading=part["heading"][:60], text=part["text"].strip()
        )
        for order, part in enumerate(read["parts"], start=1)
    )
    FundingTerm.objects.bulk_create(
        FundingTerm(
            version=version, source=term["source"], comparator=term["comparator"], amount=Decimal(term["amount_wan"])
        )
        for term in read["funding"]
    )
    keys = Indicator.objects.bulk_create(Indicator(direction=direction) for _read in read["indicators"])
    IndicatorVersion.objects.bulk_create(
        IndicatorVersion(indicator=key, direction_version=version, order=order, **indicator_columns(one))
        for order, (key, one) in enumerate(zip(keys, read["indicators"], strict=True), start=1)
    )
    return keys


def indicator_columns(read: dict[str, Any]) -> dict[str, Any]:
    """Columns of one indicator; a number that does not fit its column leaves the words alone."""
    value, upper = _number(read["value"]), _number(read["value_max"])
    is_range = read["comparator"] == "range"
    plain = read["qualitative"] or value is None or not read["comparator"] or (is_range and upper is None)
    return {
        "number": read["number"][:20],
        "subject": (read["subject"] or read["text"])[:200],
        "qualitative": plain,
        "comparator": "" if plain else read["comparator"],
        "value": None if plain else value,
        "value_max": upper if is_range and not plain else None,
        "unit": "" if plain else read["unit"][:40],
        "condition": read["condition"][:300],
        "group": read["group"][:60],
        "text": read["text"],
        "source_start": read["start"],
        "source_end": read["end"],
    }


def _number(printed: str | None) -> Decimal | None:
    try:
        value = Decimal(printed)
    except (InvalidOperation, TypeError):
        return None
    if not value.is_finite() or abs(value) >= MAX_VALUE or round(value, 8) != value:
        return None  # 10⁻¹⁵ has no place in the column: the words stay, and no wrong number
    return value.quantize(_PLACES)
