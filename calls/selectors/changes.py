"""When what is public of calls changed last: for feeds, calendars, open data and their caching."""

import hashlib
from datetime import datetime

from django.db.models import DateTimeField, F, Max, OuterRef, QuerySet, Subquery
from django.db.models.functions import Greatest

from calls.models import Call, CallCorrection, Extension


def with_changed_at(calls: QuerySet[Call]) -> QuerySet[Call]:
    """With ``changed_at``: the publication, the last 更正公告 or the last extension for all."""
    corrections = CallCorrection._base_manager.filter(call=OuterRef("pk"), published_at__isnull=False)
    extensions = Extension.objects.filter(deadline__call=OuterRef("pk"), organisation__isnull=True)
    return calls.annotate(
        changed_at=Greatest(
            F("published_at"),
            _latest(corrections.order_by().values("call"), "published_at"),
            _latest(extensions.order_by().values("deadline__call"), "granted_at"),
        )
    )


def _latest(grouped: QuerySet, column: str) -> Subquery:
    return Subquery(grouped.annotate(latest=Max(column)).values("latest"), output_field=DateTimeField())


def last_change(calls: QuerySet[Call]) -> tuple[str, datetime | None]:
    """A digest of which calls these are and when each changed, and the last of these times: equal as long as the same
    calls are meant and none of them changed."""
    rows = list(with_changed_at(calls).order_by("pk").values_list("pk", "changed_at"))
    said = "".join(f"{pk}:{at.isoformat()};" for pk, at in rows)
    return hashlib.sha256(said.encode()).hexdigest(), max((at for _pk, at in rows), default=None)
