"""The one deadline that a recommender works against."""

from datetime import datetime

from calls.models import Call
from calls.models.call import DeadlineKind
from calls.selectors.deadlines import deadline_of
from portal.accounts.models import Organisation


def recommender_deadline(call: Call, recommender: Organisation) -> datetime | None:
    """First instant that is too late for the recommender's list, its own extension applied."""
    return deadline_of(call=call, kind=DeadlineKind.RECOMMENDER, organisation=recommender)
