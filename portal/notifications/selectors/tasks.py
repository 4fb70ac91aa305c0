"""What stands in the outbox, for administrators."""

from django.db.models import Count, Min, QuerySet
from django.utils.translation import gettext_lazy as _

from portal.notifications.models import OutboxRow
from portal.notifications.models.outbox import OutboxState

#: (label, tone) of each state, for administrators.
LABELS = {
    OutboxState.WAITING: (_("待发送"), "none"),
    OutboxState.SENT: (_("执行中"), "go"),
    OutboxState.DONE: (_("已完成"), "ok"),
    OutboxState.DEAD: (_("已停止重试"), "bad"),
}


def outbox_rows(*, state: str = "") -> QuerySet[OutboxRow]:
    """Rows newest first; without a state, all that are not done."""
    rows = OutboxRow.objects.order_by("-pk")
    return rows.filter(state=state) if state else rows.exclude(state=OutboxState.DONE)


def outbox_figures() -> dict[str, int]:
    """How many rows are in each state."""
    counted = OutboxRow.objects.order_by().values("state").annotate(n=Count("pk"))
    return dict.fromkeys(OutboxState.values, 0) | {row["state"]: row["n"] for row in counted}


def oldest_due_at():
    """Since when the oldest row waits to be published; None when none does."""
    return OutboxRow.objects.filter(state=OutboxState.WAITING).aggregate(at=Min("next_at"))["at"]
