"""Reading directions: of a call for writing, published ones for everyone."""

from django.db.models import Func, Prefetch, QuerySet, TextField

from calls.models import Call, Direction, DirectionVersion, IndicatorVersion
from portal.accounts.actor import Actor


class Normalised(Func):
    """In the database what `calls.search.normalised` does: NFKC, lower case, no blanks."""

    template = r"lower(regexp_replace(normalize(%(expressions)s, NFKC), '\s+', '', 'g'))"
    output_field = TextField()


def published_directions(*, actor: Actor) -> QuerySet[Direction]:
    """Directions in force of published calls: what a visitor may read, whoever asks."""
    return (
        Direction.objects.visible_to(actor)
        .filter(call__state="published", published__isnull=False)
        .select_related("published", "category", "track")
    )


def with_texts(directions: QuerySet[Direction]) -> QuerySet[Direction]:
    """With parts, indicators and money of the published version, in one query each."""
    return directions.prefetch_related("published__parts", "published__indicators", "published__funding_terms")


def directions_for_writing(*, call: Call, actor: Actor) -> QuerySet[Direction]:
    """All directions of the officer's call, track by track; ``newest`` is a list with the newest version.

    What an unpublished 更正公告 says stands on its own pages.
    """
    newest = (
        DirectionVersion.objects.exclude(correction__isnull=False, published_at__isnull=True)
        .order_by("direction_id", "-number")
        .distinct("direction_id")
        .prefetch_related(
            Prefetch("indicators", queryset=IndicatorVersion.objects.select_related("indicator")),
            "parts",
            "funding_terms",
        )
    )
    return (
        Direction.objects.visible_to(actor)
        .filter(call=call)
        .order_by("track__order", "order")
        .select_related("category", "track")
        .prefetch_related(Prefetch("versions", queryset=newest, to_attr="newest"))
    )
