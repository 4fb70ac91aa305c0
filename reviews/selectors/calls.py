"""Which call a page is about: the one named in its address, else the one chosen before, else the one with work."""

from uuid import UUID

from django.db.models import QuerySet

from applications.models import Application, ApplicationState
from calls.models import Call, Direction
from calls.models.call import CallState
from calls.numbering import direction_name
from portal.accounts.actor import Actor
from reviews.models.decision import DecisionState

#: States in which an application that was sent waits for something.
OPEN_STATES = (
    ApplicationState.RECOMMENDED,
    ApplicationState.RECEIVED,
    ApplicationState.CORRECTION,
    ApplicationState.ACCEPTED,
    ApplicationState.IN_REVIEW,
    ApplicationState.REVIEWED,
)
#: Decisions that ask for nothing but the end of the term of objection.
DECIDED = (DecisionState.ANNOUNCED, DecisionState.FINAL)


def office_calls(actor: Actor) -> QuerySet[Call]:
    """Published calls of the actor's office, latest first."""
    return (
        Call.objects.visible_to(actor)
        .filter(issuer=actor.organisation_id, state=CallState.PUBLISHED)
        .select_related("issuer")
        .prefetch_related("deadlines__extensions")
    )


def bureau_calls(actor: Actor) -> QuerySet[Call]:
    """Calls for which applications were handed in to the actor's bureau, latest first."""
    mine = Application.objects.visible_to(actor).values("call")
    return (
        Call.objects.visible_to(actor)
        .filter(pk__in=mine)
        .select_related("issuer")
        .prefetch_related("deadlines__extensions")
    )


def chosen(calls: list[Call], public_id: str) -> Call | None:
    """The call with ``public_id``; without one, the first. None when there is no such call."""
    if not public_id:
        return calls[0] if calls else None
    try:
        wanted = UUID(public_id)
    except ValueError:
        return None
    return next((call for call in calls if call.public_id == wanted), None)


def with_open_work(calls: list[Call], actor: Actor) -> Call | None:
    """The first of ``calls`` in which something waits for the office: to be received, checked, reviewed, decided or
    announced; without any, the first."""
    mine = Application.objects.visible_to(actor).filter(call__in=calls)
    settled = mine.filter(state=ApplicationState.REVIEWED, decisions__state__in=DECIDED)
    waiting = mine.filter(state__in=OPEN_STATES).exclude(pk__in=settled.values("pk"))
    busy = set(waiting.order_by().values_list("call", flat=True).distinct())
    return next((call for call in calls if call.pk in busy), calls[0] if calls else None)


def direction_choices(call: Call) -> list[tuple[int, str]]:
    """方向序号 and name (领域, number, title) of the call's published directions, track by track, for filters."""
    rows = Direction._base_manager.filter(call=call, published__isnull=False).select_related("published", "track")
    return [(row.order, direction_name(row, row.published)) for row in rows.order_by("track__order", "order")]
