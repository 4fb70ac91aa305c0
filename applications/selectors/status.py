"""Where an application stands and how it came there, in the words of who asks."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from applications.labels import APPLICANT
from applications.models import Application, ApplicationState
from portal.accounts.actor import Actor
from portal.audit.models import TransitionLog
from portal.documents.selectors.papers import papers_of
from portal.workflow import label_of, table_of

#: Moves that the applicant learns of with their comment; of others it sees neither the move nor when it was.
_TOLD = frozenset(
    {"submit", "resubmit", "supply", "withdraw", "return", "decline", "ask_correction", "reject", "accept"}
)
_OWN = frozenset({"submit", "resubmit", "supply", "withdraw"})
_RECEIVED = "receive"
#: Told without comment: why a rule that is not met was waived is the office's own record.
_WITHOUT_COMMENT = frozenset({"accept", _RECEIVED})


@dataclass(frozen=True, slots=True)
class Step:
    """One move as the applicant may know it. Officers are named by their office only."""

    at: datetime
    what: str
    who: str
    comment: str
    state: str
    tone: str


def history_of(application: Application, *, actor: Actor) -> list[Step]:
    """All moves that the applicant may know, oldest first."""
    by_action = table_of(Application).by_action
    log = (
        TransitionLog.objects.filter(object_type=label_of(application), object_id=str(application.pk))
        .select_related("user", "membership__organisation")
        .order_by("pk")
    )
    steps = []
    for entry in log:
        if entry.action not in _TOLD | {_RECEIVED}:
            continue
        label = APPLICANT[ApplicationState(entry.to_state)]
        office = entry.membership.organisation.name if entry.membership and entry.membership.organisation else ""
        own = entry.action in _OWN and entry.user
        steps.append(
            Step(
                at=entry.at,
                what=str(by_action[entry.action].label),
                who=f"{entry.user.name}（{office}）" if own else office,
                comment="" if entry.action in _WITHOUT_COMMENT else entry.comment,
                state=str(label.text),
                tone=label.tone,
            )
        )
    return steps


def papers_shown(application: Application, *, actor: Actor) -> list[Any]:
    """Papers of the last submission that ``actor`` may read."""
    last = application.submissions.order_by("-pk").first()
    return papers_of(subject=last, actor=actor) if last else []
