"""Saving one section of a draft, without anybody overwriting anybody silently."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from applications import sections
from applications.form_schema import Section
from applications.models import Application, ApplicationVersion, SectionState
from applications.rules import can_file, is_open
from applications.selectors.forms import schema_of
from applications.services.locks import lock_open_version
from portal.accounts.actor import Actor
from portal.workflow import NotAllowed, StateConflict

MAX_REASON = 1000


@dataclass(frozen=True, slots=True)
class Saved:
    """``errors``: inputs that were not understood and therefore not saved, with the Chinese reason."""

    revision: int
    saved_at: datetime
    errors: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Difference:
    """One input on which two people differ: what stands saved, and what was sent."""

    name: str
    label: str
    theirs: str
    mine: str


class SectionConflict(Exception):
    """Somebody saved this section since the page was opened: who, when, and where the texts differ."""

    def __init__(self, *, state: SectionState, differences: list[Difference]) -> None:
        super().__init__(str(_("这一部分已由他人修改。")))
        self.revision = state.revision
        self.who = state.saved_by.user.name if state.saved_by else ""
        self.when = state.saved_at
        self.differences = differences


def writable(application: Application, version: ApplicationVersion, actor: Actor) -> None:
    """Raises `NotAllowed` or `StateConflict` unless ``actor`` may write in this version now."""
    allowed, reason = can_file(actor, application)
    if not allowed:
        raise NotAllowed(reason)
    possible, reason = is_open(actor, application)
    if not possible or version.is_frozen:
        raise StateConflict(reason or _("这一版已经提交，不能再修改。"))


def state_of(version: ApplicationVersion, section_key: str) -> SectionState:
    found = SectionState.objects.select_related("saved_by__user").filter(version=version, section_key=section_key)
    return found.first() or SectionState(version=version, section_key=section_key)


def touch(state: SectionState, actor: Actor) -> SectionState:
    """Write down who saved the section now."""
    state.revision += 1
    state.saved_at, state.saved_by = timezone.now(), actor.membership
    state.save()
    return state


def _differences(
    section: Section, version: ApplicationVersion, before: sections.base.Raw, data: Mapping[str, str]
) -> list[Difference]:
    labels = sections.handler_of(section.kind).labels(section, version)
    found = []
    for name in sorted({*before, *(n for n in data if n in labels)}, key=list(labels).index):
        theirs, mine = before.get(name, ""), sections.base.clean(data.get(name, ""))
        if theirs != mine:
            found.append(Difference(name, labels[name], theirs, mine))
    return found


@transaction.atomic
def section_save(
    *,
    application: Application,
    section_key: str,
    data: Mapping[str, str],
    revision: int,
    actor: Actor,
    reason: str | None = None,
) -> Saved:
    """Save what was typed into one section; ``revision`` is the one the page was made from.

    What cannot be understood is left out and told in ``errors``; the rest is saved. Raises `SectionConflict` when
    somebody saved something else since, `KeyError` for an unknown section, `NotAllowed`, `StateConflict`.
    ``reason`` answers a 原则上 limit that was passed.
    """
    application, version = lock_open_version(application)
    writable(application, version, actor)
    section = schema_of(version.form_version).section(section_key)
    handler = sections.handler_of(section.kind)
    state = state_of(version, section_key)
    parsed = handler.parse(section, version, data)
    if revision != state.revision:
        differences = _differences(section, version, handler.read(section, version), data)
        if not differences:
            return Saved(state.revision, state.saved_at or timezone.now(), parsed.errors)
        raise SectionConflict(state=state, differences=differences)
    handler.write(section, version, parsed.values, actor)
    if reason is not None:
        state.reason = sections.base.clean(reason)[:MAX_REASON]
    touch(state, actor)
    return Saved(state.revision, state.saved_at, parsed.errors)


@transaction.atomic
def reason_save(*, application: Application, key: str, reason: str, actor: Actor) -> None:
    """Keep the reason for passing a 原则上 rule that no section stands for; ``key`` names the rule."""
    application, version = lock_open_version(application)
    writable(application, version, actor)
    state = state_of(version, key)
    state.reason = sections.base.clean(reason)[:MAX_REASON]
    touch(state, actor)
