"""Changes of a draft's directions and indicators by several people: whose it was, and that nobody's is lost."""

from decimal import Decimal
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from calls.models import Call, DirectionVersion, Edit, IndicatorVersion
from calls.models.edit import EditAction
from portal.accounts.actor import Actor
from portal.workflow import StateConflict


class StaleEdit(StateConflict):
    """Somebody else changed the row since it was shown; nothing was written.

    ``indicator`` None: the direction itself. What happened since is read by `calls.selectors.edits.clash_of`.
    """

    def __init__(self, *, direction: UUID, indicator: UUID | None = None) -> None:
        super().__init__(_("这一项刚刚被别人改过，您的修改没有保存。"))
        self.direction = direction
        self.indicator = indicator


def check_seen(row: DirectionVersion | IndicatorVersion, seen: int | None) -> None:
    """Raises `StaleEdit` when the locked ``row`` is no longer the one that was shown; None: whoever asks overwrites."""
    if seen is None or row.revision == seen:
        return
    if isinstance(row, IndicatorVersion):
        raise StaleEdit(direction=row.indicator.direction.key, indicator=row.indicator.key)
    raise StaleEdit(direction=row.direction.key)


def changes(row: DirectionVersion | IndicatorVersion, values: dict[str, Any]) -> dict[str, Any]:
    """Those of ``values`` that differ from what the row says."""
    return {name: value for name, value in values.items() if getattr(row, name) != value}


def plain(value: Any) -> Any:
    """As JSON and as people type it: 70.00000000 → "70"."""
    if isinstance(value, Decimal):
        return f"{value:f}".rstrip("0").rstrip(".") if "." in f"{value:f}" else f"{value:f}"
    return value


def edit_record(
    *,
    call: Call,
    actor: Actor,
    direction: UUID,
    action: EditAction,
    revision: int,
    indicator: UUID | None = None,
    before: dict[str, Any] | None = None,
    after: dict[str, Any] | None = None,
) -> Edit:
    """Write down one change, in the caller's transaction."""
    return Edit.objects.create(
        call=call,
        direction=direction,
        indicator=indicator,
        action=action,
        revision=revision,
        before={name: plain(value) for name, value in (before or {}).items()},
        after={name: plain(value) for name, value in (after or {}).items()},
        edited_by=actor.membership,
    )
