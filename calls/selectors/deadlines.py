"""What time it is for a call: deadlines with their extensions, and the stage that follows from them.

An instant is exclusive: what arrives at it is too late, what arrives a microsecond before is in time.
"""

from datetime import datetime

from django.db.models import DateTimeField, Max, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce, Greatest

from calls.models import Call, Deadline, Extension
from calls.models.call import DeadlineKind
from calls.stages import OFFICE_STAGES, Stage
from portal.accounts.models import Organisation


def deadline_of(*, call: Call, kind: str, organisation: Organisation | None = None) -> datetime | None:
    """First instant that is too late for ``kind``; None when the call sets no such deadline.

    An extension for all counts for everyone, one for an organisation only for it; the latest of them holds.
    Reads ``call.deadlines`` with ``extensions``, so a list may prefetch both.
    """
    deadline = next((d for d in call.deadlines.all() if d.kind == kind), None)
    if deadline is None:
        return None
    mine = organisation.pk if organisation else None
    granted = [e.until for e in deadline.extensions.all() if e.organisation_id in (None, mine)]
    return max([deadline.at, *granted])


def is_before_deadline(
    *, call: Call, kind: str, arrived_at: datetime, organisation: Organisation | None = None
) -> bool:
    """Whether what arrived at ``arrived_at`` is in time. A call without this deadline never closes for it."""
    until = deadline_of(call=call, kind=kind, organisation=organisation)
    return until is None or arrived_at < until


def stage_of(call: Call, now: datetime) -> Stage:
    """The call's stage for the public: extensions of single applicants do not move it."""
    if not call.is_published:
        return next(stage for stage in OFFICE_STAGES if stage.code == call.state)
    if now < call.published_at:
        return Stage.UPCOMING
    if is_before_deadline(call=call, kind=DeadlineKind.APPLICANT, arrived_at=now):
        return Stage.OPEN
    recommender = deadline_of(call=call, kind=DeadlineKind.RECOMMENDER)
    return Stage.RECOMMENDING if recommender and now < recommender else Stage.CLOSED


def in_stage(calls: QuerySet, stage: Stage, now: datetime) -> QuerySet:
    """The rows of ``calls`` whose `stage_of` is ``stage``, as one query."""
    if stage in OFFICE_STAGES:
        return calls.filter(state=stage.code)
    if stage is Stage.UPCOMING:
        return calls.filter(published_at__gt=now)
    running = calls.filter(published_at__lte=now).annotate(_applicants_until=_until(DeadlineKind.APPLICANT))
    if stage is Stage.OPEN:
        return running.filter(Q(_applicants_until=None) | Q(_applicants_until__gt=now))
    over = running.filter(_applicants_until__lte=now).annotate(_recommenders_until=_until(DeadlineKind.RECOMMENDER))
    if stage is Stage.RECOMMENDING:
        return over.filter(_recommenders_until__gt=now)
    return over.filter(Q(_recommenders_until=None) | Q(_recommenders_until__lte=now))


def applicants_until() -> Subquery:
    """`deadline_of` for applicants, without extensions for single ones, over calls."""
    return _until(DeadlineKind.APPLICANT)


def _until(kind: str) -> Subquery:
    extended = (
        Extension.objects.filter(deadline=OuterRef("pk"), organisation__isnull=True)
        .values("deadline")
        .annotate(latest=Max("until"))
        .values("latest")
    )
    instant = Greatest("at", Coalesce(Subquery(extended), "at"))
    deadlines = Deadline.objects.filter(call=OuterRef("pk"), kind=kind).values(until=instant)
    return Subquery(deadlines[:1], output_field=DateTimeField())
