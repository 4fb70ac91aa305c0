"""What the search finds a direction by, written when a version of it is published."""

from calls.models import DirectionSearch, DirectionVersion
from calls.models.direction import FundingSource
from calls.search import grams, normalised


def searched_lines(version: DirectionVersion) -> list[str]:
    """Title, texts and indicators, each a line."""
    lines = [version.title, *(part.text for part in version.parts.all())]
    for indicator in version.indicators.all():
        lines += [indicator.subject, indicator.text]
    return lines


def direction_index(*, version: DirectionVersion) -> None:
    """From now on the direction of ``version`` is found by the words of this version, and by no older ones.

    Reads the direction with its track, parts, indicators and funding terms.
    """
    direction = version.direction
    lines = searched_lines(version)
    money = [term.amount for term in version.funding_terms.all() if term.source != FundingSource.OWN]
    DirectionSearch.objects.update_or_create(
        direction=direction,
        defaults={
            "call_id": direction.call_id,
            "track_id": direction.track_id,
            "place": direction.track.order * 10_000 + direction.order,
            "amount": max(money, default=None),
            "grams": sorted(set().union(*(grams(line) for line in lines))),
            "text": "\n".join(normalised(line) for line in lines),
        },
    )
