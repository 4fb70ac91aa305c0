"""Who changed a row of a draft since somebody looked at it."""

from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from calls.models import Call, Edit
from calls.models.edit import EditAction


class Clash(NamedTuple):
    """The last of the changes since; ``base``: what the changed fields said when they were shown."""

    who: str
    at: datetime
    action: str
    gone: bool
    base: dict[str, Any]
    last: dict[str, Any]


def clash_of(*, call: Call, direction: UUID | None = None, indicator: UUID | None = None, seen: int) -> Clash | None:
    """None when nothing is written down of a change after revision ``seen``."""
    found = Edit.objects.filter(call=call, indicator=indicator, revision__gt=seen)
    if indicator is None:
        found = found.filter(direction=direction)
    edits = list(found.order_by("pk").select_related("edited_by__user"))
    if not edits:
        return None
    base: dict[str, Any] = {}
    for edit in edits:
        for name, value in edit.before.items():
            base.setdefault(name, value)
    last = edits[-1]
    return Clash(
        who=last.edited_by.user.name,
        at=last.edited_at,
        action=EditAction(last.action).label,
        gone=last.action == EditAction.REMOVE,
        base=base,
        last=last.before,
    )
