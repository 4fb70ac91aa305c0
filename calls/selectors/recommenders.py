"""The offices that a call's 推荐单位报送 concerns."""

from django.db.models import Q, QuerySet

from calls import hooks
from calls.models import Call
from portal.accounts.models import Organisation
from portal.accounts.models.organisation import OrganisationState


def recommenders_of(*, call: Call) -> QuerySet[Organisation]:
    """Active recommenders of the call's region and below it, and those that already got an application of it.

    Whichever region the asking office is of: a ministry's call reaches offices above and beside it.
    """
    named = {pk for provider in hooks.recommenders for pk in provider(call)}
    return (
        Organisation._base_manager.filter(
            Q(region__path__startswith=call.region.path) | Q(pk__in=named),
            is_recommender=True,
            state=OrganisationState.ACTIVE,
        )
        .select_related("region")
        .order_by("region__path", "name_pinyin", "pk")
    )
