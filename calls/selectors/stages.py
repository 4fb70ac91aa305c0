"""Stages as people see them: those of the deadlines, and what the rooms above say of a call that is closed."""

from datetime import datetime

from django.db.models import Case, CharField, QuerySet, Value, When

from calls import hooks
from calls.models import Call
from calls.selectors.deadlines import in_stage, stage_of
from calls.stages import LATER_STAGES, Stage

_LATER = {stage.code: stage for stage in LATER_STAGES}


def with_later_stage(calls: QuerySet[Call]) -> QuerySet[Call]:
    """With ``later_stage``: the code of what follows 已截止 when it is closed, else empty."""
    cases = [When(which(), then=Value(stage.code)) for stage, which in hooks.later_stages]
    return calls.annotate(later_stage=Case(*cases, default=Value(""), output_field=CharField()))


def shown_stage(call: Call, now: datetime) -> Stage:
    """`stage_of`, and for a closed call read `with_later_stage` what follows."""
    stage = stage_of(call, now)
    return _LATER.get(getattr(call, "later_stage", ""), stage) if stage is Stage.CLOSED else stage


def in_shown_stage(calls: QuerySet[Call], stage: Stage, now: datetime) -> QuerySet[Call]:
    """The rows, read `with_later_stage`, whose `shown_stage` is ``stage``."""
    if stage in LATER_STAGES:
        return in_stage(calls, Stage.CLOSED, now).filter(later_stage=stage.code)
    found = in_stage(calls, stage, now)
    return found.filter(later_stage="") if stage is Stage.CLOSED else found
