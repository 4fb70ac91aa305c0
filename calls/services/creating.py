"""A call out of what the reader found in a document. Everything is a draft that an officer checks and changes."""

from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

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
    Track,
)
from calls.models.call import DeadlineKind, ImportState
from calls.notice import notice_html
from calls.printed_deadlines import deadline_instant
from calls.services.proposed_rules import rules_propose
from portal.accounts.actor import Actor
from portal.accounts.models import Region
from portal.workflow import NotAllowed, StateConflict, lock

#: Largest magnitude of the column: 24 digits, 8 of them behind the point.
MAX_VALUE = Decimal(10) ** 16
_PLACES = Decimal("0.00000001")


@dataclass
class Made:
    """The call in the making: rows by the indices that the reader uses, and what a person must look at."""

    call: Call
    actor: Actor
    tracks: list[Track] = field(default_factory=list)
    directions: list[Direction] = field(default_factory=list)
    doubts: list[dict[str, str]] = field(default_factory=list)

    def doubt(self, where: str, reason: str) -> None:
        self.doubts.append({"where": where, "reason": reason})


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
    made = Made(_call(read, actor), actor)
    row.call = made.call
    row.save(update_fields=["call"])
    _check_issuer(made, read)
    _deadlines(made, read["deadlines"])
    _tracks(made, read["tracks"])
    _directions(made, read["directions"])
    rules_propose(made=made, proposals=read["rules"])
    row.result = read | {"doubts": [*read["doubts"], *made.doubts]}
    row.save(update_fields=["result"])
    call_import.refresh_from_db()
    return made.call


def _call(read: dict[str, Any], actor: Actor) -> Call:
    contact = read["contact"] or {}
    system = read["external_system"] or {}
    signed = date.fromisoformat(read["signed_on"]) if read["signed_on"] else None
    lines = [paragraph["text"] for paragraph in read["body"]]
    return Call.objects.create(
        issuer=actor.organisation,
        region=_region(read["region"]) or actor.organisation.region,
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


def _region(name: str) -> Region | None:
    return Region.objects.filter(name=name).order_by("path").first() if name else None


def _check_issuer(made: Made, read: dict[str, Any]) -> None:
    ours, printed = made.call.issuer.name, read["issuer"]
    if printed and printed != ours:
        made.doubt(
            _("发榜单位"),
            _("原文发文单位是“%(printed)s”，榜单以“%(ours)s”的名义创建。") % {"printed": printed, "ours": ours},
        )
    if read["region"] and made.call.region.name != read["region"]:
        made.doubt(_("适用地区"), _("平台没有地区“%(name)s”，已按本单位所在地区填写。") % {"name": read["region"]})


_KINDS = {
    ("applicant", "online"): DeadlineKind.APPLICANT,
    ("applicant", "paper"): DeadlineKind.APPLICANT_PAPER,
    ("recommender", "online"): DeadlineKind.RECOMMENDER,
    ("recommender", "paper"): DeadlineKind.RECOMMENDER,
}


def _deadlines(made: Made, found: list[dict[str, Any]]) -> None:
    """One deadline of a kind; a second one printed is left for a person."""
    for read in found:
        kind = _KINDS[read["audience"], read["medium"]]
        if made.call.deadlines.filter(kind=kind).exists():
            made.doubt(
                _("截止时间"),
                _("原文另有一个%(kind)s截止时间“%(printed)s”，没有录入。")
                % {"kind": kind.label, "printed": read["printed"]},
            )
            continue
        day, clock = _day_and_clock(read)
        at, precision = deadline_instant(day=day, clock=clock)
        Deadline.objects.create(
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
        direction = Direction.objects.create(call=made.call, track=track, category=category, order=order)
        made.directions.append(direction)
        _version(made, direction, read)


def _version(made: Made, direction: Direction, read: dict[str, Any]) -> None:
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
    if not read["indicators"]:
        made.doubt(read["title"], _("没有读出指标，已标为“本方向不设指标”，请核对。"))
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
        IndicatorVersion(indicator=key, direction_version=version, order=order, **_indicator(one))
        for order, (key, one) in enumerate(zip(keys, read["indicators"], strict=True), start=1)
    )


def _indicator(read: dict[str, Any]) -> dict[str, Any]:
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
    return value.quantize(_PLACES) if value.is_finite() and abs(value) < MAX_VALUE else None
