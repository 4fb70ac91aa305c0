"""Reading directions: of a call for writing, published ones for everyone, and the search over them."""

from django.db.models import Exists, F, Func, OuterRef, Prefetch, Q, QuerySet, TextField

from calls.models import Call, Direction, DirectionPart, DirectionVersion, IndicatorVersion
from calls.search import grams, normalised, words
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


def directions_of_call(*, call: Call, actor: Actor, q: str = "", category: str = "") -> QuerySet[Direction]:
    found = published_directions(actor=actor).filter(call=call).order_by("track__order", "order")
    if category:
        found = found.filter(category__title=category)
    return matching(found, q)


def matching(directions: QuerySet[Direction], query: str) -> QuerySet[Direction]:
    """Those in whose title, texts or indicators every word of ``query`` stands.

    The array of grams finds candidates by its index; the words themselves are rechecked.
    """
    for word in words(query):
        parts = DirectionPart.objects.filter(version=OuterRef("published")).alias(plain=Normalised(F("text")))
        indicators = IndicatorVersion.objects.filter(direction_version=OuterRef("published")).alias(
            plain=Normalised(F("text")), plain_subject=Normalised(F("subject"))
        )
        directions = directions.alias(plain_title=Normalised(F("published__title"))).filter(
            Q(plain_title__contains=word)
            | Exists(parts.filter(plain__contains=word))
            | Exists(indicators.filter(Q(plain__contains=word) | Q(plain_subject__contains=word))),
            published__search_grams__contains=sorted(grams(word)),
        )
    return directions


def with_texts(directions: QuerySet[Direction]) -> QuerySet[Direction]:
    """With parts, indicators and money of the published version, in one query each."""
    return directions.prefetch_related("published__parts", "published__indicators", "published__funding_terms")


SNIPPET = 90


def snippet_of(direction: Direction, query: str) -> str:
    """The words around the first hit in the published texts (needs `with_texts`); else how the first part begins."""
    parts = [part.text for part in direction.published.parts.all()]
    for word in words(query):
        for text in parts:
            at = normalised(text).find(word)
            if at >= 0:
                flat = " ".join(text.split())
                # Blanks were left out when looking: the place is only near.
                start = max(0, min(at, len(flat) - 1) - SNIPPET // 3)
                return (
                    ("…" if start else "")
                    + flat[start : start + SNIPPET]
                    + ("…" if start + SNIPPET < len(flat) else "")
                )
    flat = " ".join(parts[0].split()) if parts else ""
    return flat[:SNIPPET] + ("…" if len(flat) > SNIPPET else "")


def directions_for_writing(*, call: Call, actor: Actor) -> QuerySet[Direction]:
    """All directions of the officer's call, track by track; ``newest`` is a list with the newest version."""
    newest = (
        DirectionVersion.objects.order_by("direction_id", "-number")
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
