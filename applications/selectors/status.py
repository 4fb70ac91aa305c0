"""Where an application stands and how it came there, in the words of who asks."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from applications.hooks import announced_q, results_of
from applications.labels import Label, applicant_label
from applications.models import Application, ApplicationState
from portal.accounts.actor import Actor
from portal.audit.models import TransitionLog
from portal.documents.selectors.papers import papers_of
from portal.workflow import label_of, table_of

#: Moves that the applicant learns of with their comment; of others it sees neither the move nor when it was.
_TOLD = frozenset(
    {"submit", "resubmit", "supply", "withdraw", "return", "decline", "ask_correction", "reject", "accept", "receive"}
    | {"leave_behind"}
)
_OWN = frozenset({"submit", "resubmit", "supply", "withdraw"})
#: Told without comment: 推荐理由, and why a rule that is not met was waived, are the office's own record.
_WITHOUT_COMMENT = frozenset({"accept", "receive", "recommend", "reconsider"})


@dataclass(frozen=True, slots=True)
class Step:
    """One move as the applicant may know it. Officers are named by their office only."""

    at: datetime
    what: str
    who: str
    comment: str = ""


def labels_of(applications: Sequence[Application], *, actor: Actor) -> list[Label]:
    """The applicant's label of each, by one query however many there are."""
    pks = [application.pk for application in applications]
    found = Application.objects.visible_to(actor).filter(announced_q(actor), pk__in=pks)
    announced = set(found.values_list("pk", flat=True))
    return [applicant_label(application, announced=application.pk in announced) for application in applications]


def label_shown(application: Application, *, actor: Actor) -> Label:
    return labels_of([application], actor=actor)[0]


def _is_told(entry: TransitionLog, application: Application, standing: TransitionLog | None) -> bool:
    """推荐 is told once the list was sent, and only the one that stands; taking back 不予推荐, of which the applicant
    has a message, is told at once."""
    if entry.action == "recommend":
        return application.sent_at is not None and entry == standing
    if entry.action == "reconsider":
        return entry.from_state == ApplicationState.DECLINED
    return entry.action in _TOLD


def history_of(application: Application, *, actor: Actor) -> list[Step]:
    """All that the applicant may know, oldest first: moves, 报送, published results."""
    by_action = table_of(Application).by_action
    log = list(
        TransitionLog.objects.filter(object_type=label_of(application), object_id=str(application.pk))
        .select_related("user", "membership__organisation")
        .order_by("pk")
    )
    standing = next((entry for entry in reversed(log) if entry.action == "recommend"), None)
    steps = []
    for entry in log:
        if not _is_told(entry, application, standing):
            continue
        office = entry.membership.organisation.name if entry.membership and entry.membership.organisation else ""
        own = entry.action in _OWN and entry.user
        steps.append(
            Step(
                at=entry.at,
                what=str(by_action[entry.action].label),
                who=f"{entry.user.name}（{office}）" if own else office,
                comment="" if entry.action in _WITHOUT_COMMENT else entry.comment,
            )
        )
    if application.sent_at is not None and application.recommender is not None:
        steps.append(Step(at=application.sent_at, what=_("报送"), who=application.recommender.name))
    steps += [
        Step(at=result.at, what=_("公示：%(result)s") % {"result": result.text}, who=application.call.issuer.name)
        for result in results_of(application, actor)
    ]
    return sorted(steps, key=lambda step: step.at)


def papers_shown(application: Application, *, actor: Actor) -> list[Any]:
    """Papers of the last submission that ``actor`` may read."""
    last = application.submissions.order_by("-pk").first()
    return papers_of(subject=last, actor=actor) if last else []
