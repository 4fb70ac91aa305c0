"""读取疑点 of a call: the one count that every page shows."""

from django.db.models import QuerySet

from calls.models import Call, Doubt


def doubts_of(*, call: Call) -> QuerySet[Doubt]:
    """All of them with the rows they concern: settled ones and notes too."""
    return call.doubts.select_related(
        "indicator__direction", "direction", "deadline", "rule", "track", "settled_by__user"
    )


def open_doubts(*, call: Call) -> QuerySet[Doubt]:
    """Those to be settled before the call is published."""
    return doubts_of(call=call).filter(settled_at__isnull=True, note=False)
