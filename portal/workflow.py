"""The gate: the only place where a state moves.

Each object with a life of its own has one `Table` of `Transition`s. `advance` locks the row, checks that the move
is allowed, writes the state and the log row, and lets effects (documents, mail) be put into the outbox, all in the
caller's transaction.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any, TypeVar

from django.db import models, transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.accounts.actor import Actor
from portal.audit.models import TransitionLog
from portal.audit.services.record import audit_record, register_actions

#: (allowed, 原因); the reason is Chinese, for the person who tried.
Verdict = tuple[bool, str]
M = TypeVar("M", bound=models.Model)
ALLOWED: Verdict = (True, "")

register_actions(transition=gettext_lazy("状态变更"))


class StateConflict(Exception):
    """The move is not possible now. Views answer 409 with the Chinese reason."""


class NotAllowed(Exception):
    """The actor may see the object but not do this. Views answer 403 with the Chinese reason."""


def always(actor: Actor, obj: Any) -> Verdict:
    return ALLOWED


@dataclass(frozen=True, slots=True)
class Transition:
    """``permits`` answers who may, ``allows`` whether it is possible now; both look at the locked row.

    ``effect`` runs inside the transaction after the log row is written, for what must follow every such move
    (usually `outbox_put`).
    """

    action: str
    sources: frozenset[str]
    target: str
    label: str
    permits: Callable[[Actor, Any], Verdict] = always
    allows: Callable[[Actor, Any], Verdict] = always
    needs_comment: bool = False
    effect: Callable[[Any, TransitionLog], None] | None = None


@dataclass(frozen=True)
class Table:
    """All moves of one model; ``column`` is the one that holds the state, ``issuer`` names the office whose auditor
    reads of the moves (none: administrators only); ``state_word`` is what a state is called to who tried a move that
    is not possible, where not everybody may know it by its name."""

    model: str
    transitions: tuple[Transition, ...]
    column: str = "state"
    issuer: Callable[[Any], int | None] = lambda obj: None
    state_word: Callable[[Actor, Any], str] | None = None
    by_action: dict[str, Transition] = field(init=False)

    def __post_init__(self) -> None:
        by_action = {t.action: t for t in self.transitions}
        if len(by_action) != len(self.transitions):
            raise ValueError(f"{self.model}: an action stands twice")
        object.__setattr__(self, "by_action", by_action)

    def available(self, *, actor: Actor, obj: models.Model) -> list[Transition]:
        """Moves that the actor could make now, for showing buttons."""
        state = getattr(obj, self.column)
        return [
            t for t in self.transitions if state in t.sources and t.permits(actor, obj)[0] and t.allows(actor, obj)[0]
        ]


_tables: dict[type[models.Model], Table] = {}


def register_table(model: type[models.Model], table: Table) -> None:
    if model in _tables:
        raise ValueError(f"{model.__name__} has a table already")
    _tables[model] = table


def table_of(model: type[models.Model]) -> Table:
    return _tables[model]


def tables() -> Iterable[Table]:
    return _tables.values()


def label_of(obj: models.Model) -> str:
    return obj._meta.label_lower


def lock(obj: M) -> M:
    """The row as it stands now, locked until the transaction ends."""
    return type(obj)._base_manager.select_for_update(of=("self",)).get(pk=obj.pk)


def refuse_unless_possible(obj: models.Model, action: str, *, actor: Actor) -> None:
    """What `advance` would refuse, without its comment: for the page that asks for one.

    Raises `NotAllowed` or `StateConflict`, and tells who may not do it at all nothing about the state.
    """
    table = table_of(type(obj))
    transition = table.by_action[action]
    permitted, reason = transition.permits(actor, obj)
    if not permitted:
        raise NotAllowed(reason)
    if getattr(obj, table.column) not in transition.sources:
        word = table.state_word(actor, obj) if table.state_word else getattr(obj, f"get_{table.column}_display")()
        raise StateConflict(
            _("“%(object)s”现在是“%(state)s”，不能%(action)s。")
            % {"object": obj, "state": word, "action": transition.label}
        )
    possible, reason = transition.allows(actor, obj)
    if not possible:
        raise StateConflict(reason)


@transaction.atomic
def advance(
    obj: models.Model, action: str, *, actor: Actor, comment: str = "", changes: dict[str, Any] | None = None
) -> TransitionLog:
    """Move ``obj`` by ``action``; ``changes`` are further columns written together with the state.

    The passed object is refreshed. Raises `StateConflict` (wrong state or not possible now) or `NotAllowed`.
    """
    table = table_of(type(obj))
    transition, state_field = table.by_action[action], table.column
    row = lock(obj)
    before = getattr(row, state_field)
    refuse_unless_possible(row, action, actor=actor)
    if transition.needs_comment and not comment.strip():
        raise StateConflict(_("请写明%(action)s的原因。") % {"action": transition.label})
    written = {state_field: transition.target, **(changes or {})}
    for name, value in written.items():
        setattr(row, name, value)
    row.save(update_fields=list(written))
    log = TransitionLog.objects.create(
        object_type=label_of(row),
        object_id=str(row.pk),
        action=action,
        from_state=before,
        to_state=transition.target,
        user=actor.user,
        membership=actor.membership,
        comment=comment.strip(),
    )
    audit_record(
        actor=actor,
        action="transition",
        obj=row,
        issuer_id=table.issuer(row),
        comment=log.comment,
        data={"action": str(transition.label), "from": before, "to": transition.target, "log": log.pk},
    )
    if transition.effect:
        transition.effect(row, log)
    for name in written:
        setattr(obj, name, getattr(row, name))
    return log
