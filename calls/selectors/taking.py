"""Calls of which a new one may be made, and what of a direction is taken."""

from collections.abc import Iterable

from django.db.models import Count, F, Q, QuerySet

from calls.arranging import Block, blocks_of
from calls.models import Call, Direction, DirectionVersion
from calls.search import words
from calls.selectors.directions import Normalised
from portal.accounts.actor import Actor


def calls_to_take(*, actor: Actor, q: str = "") -> QuerySet[Call]:
    """The office's own calls, drafts too, and what others published; own ones first, the newest first."""
    found = Call.objects.visible_to(actor).select_related("issuer", "region")
    for word in words(q):
        found = found.alias(plain_title=Normalised(F("title")), plain_number=Normalised(F("doc_no"))).filter(
            Q(plain_title__contains=word) | Q(plain_number__contains=word)
        )
    own = Q(issuer=actor.organisation_id)
    return found.annotate(direction_count=Count("directions", distinct=True), is_own=own).order_by(
        "-is_own", "-year", "-pk"
    )


def latest_versions(directions: Iterable[Direction]) -> dict[int, DirectionVersion]:
    """What each direction says: the version in force, else the newest draft; with parts, indicators and money."""
    versions: dict[int, DirectionVersion] = {}
    keys = [direction.pk for direction in directions]
    rows = DirectionVersion.objects.filter(direction__in=keys).select_related("direction").order_by("number")
    for row in rows.prefetch_related("parts", "indicators", "funding_terms"):
        if row.direction.published_id in (None, row.pk):
            versions[row.direction_id] = row
    return versions


def blocks_to_take(*, source: Call, actor: Actor) -> list[Block]:
    """The directions of ``source`` as the actor may know them; ``newest`` is a list with the version to be taken."""
    directions = list(Direction.objects.visible_to(actor).filter(call=source).select_related("track", "category"))
    versions = latest_versions(directions)
    for direction in directions:
        direction.newest = [versions[direction.pk]]
    return blocks_of(source.tracks.prefetch_related("categories"), directions)
