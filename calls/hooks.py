"""What rooms above this one hand in, so that calls need not import them (AppConfig.ready appends to these lists)."""

from collections.abc import Callable, Iterable
from datetime import datetime
from typing import TYPE_CHECKING, NamedTuple

from django.db.models import Q

from calls.models import Call, CallCorrection, Track
from calls.stages import Stage
from portal.accounts.actor import Actor
from portal.accounts.models import Membership

if TYPE_CHECKING:
    from calls.rule_kinds.base import Subject


class ChecklistItem(NamedTuple):
    """One line of 发布检查: whether it is in order, what it says, and where to mend it.

    An item with ``required`` false warns and does not hold publication up.
    """

    ok: bool
    text: str
    url: str = ""
    required: bool = True


class CallSection(NamedTuple):
    """A line that another room adds to the call's task list, e.g. 表单. ``tone`` is one of look.css's tags."""

    title: str
    url: str
    state: str
    tone: str = "none"
    hint: str = ""


#: (section key, title) and (evidence kind, title) of the call's form, offered when a rule needs one.
Choices = list[tuple[str, str]]

#: Run inside the publishing transaction, in order; raising `portal.workflow.StateConflict` stops publication.
before_publish: list[Callable[[Call, Actor], None]] = []
checklist: list[Callable[[Call], list[ChecklistItem]]] = []
sections: list[Callable[[Call, Actor], list[CallSection]]] = []
text_sections: list[Callable[[Call], Choices]] = []
evidence_kinds: list[Callable[[Call], Choices]] = []
#: Takes what a room keeps beside a call (its form, its review plan) over into a new draft: (from, to, tracks by the id
#: of the one they were copied from, actor).
takers: list[Callable[[Call, Call, dict[int, Track], Actor], None]] = []
#: (part, whether it is the same in both) for the comparison of a derived call with its parent: (parent, derived).
comparisons: list[Callable[[Call, Call], list[tuple[str, bool]]]] = []
#: People with drafts or submissions of the call, on the directions named by id (None: on any).
concerned: list[Callable[[Call, set[int] | None], Iterable[Membership]]] = []
#: Run inside the publishing of a 更正公告, with the ids of the directions that it changes.
corrected: list[Callable[[CallCorrection, set[int]], None]] = []
#: Those on whom a rule of the call may be tried: organisations whose name has ``q`` in it, and applications.
subjects: list[Callable[[Call, Actor, str], list["Subject"]]] = []
#: Ids of the recommenders to which something of the call was handed in already.
recommenders: list[Callable[[Call], Iterable[int]]] = []


class Notice(NamedTuple):
    """A published 公示 of a call: its title, address and time."""

    title: str
    url: str
    at: datetime


#: The published 公示 of a call, for its public page.
notices: list[Callable[[Call], list[Notice]]] = []
#: What follows 已截止 for the public, the latest first: the stage, and which calls (a Q over Call) are in it.
later_stages: list[tuple[Stage, Callable[[], Q]]] = []


def choices(providers: list[Callable[[Call], Choices]], call: Call) -> Choices:
    return [choice for provider in providers for choice in provider(call)]
