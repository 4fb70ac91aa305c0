import pytest

from applications.models import ApplicationState
from calls.selectors.recommenders import recommenders_of
from portal.accounts.models.organisation import OrganisationState
from tests.factories import make_application, make_call, make_direction, make_organisation, make_region

pytestmark = pytest.mark.django_db


def test_those_of_the_region_and_those_that_were_chosen():
    province = make_region()
    call = make_call(region=province)
    city = make_region(code="510100", name="成都市", parent=province)
    mine = make_organisation(name="市局", region=city, is_recommender=True)
    make_organisation(region=city, is_recommender=True, state=OrganisationState.SUSPENDED)
    make_organisation(region=city, is_applicant=True)
    beyond = make_region(code="500000", name="重庆市")
    make_organisation(region=beyond, is_recommender=True)
    chosen = make_organisation(name="某协会", region=beyond, is_recommender=True)
    direction = make_direction(call=call)
    for _n in range(2):
        make_application(direction=direction, recommender=chosen, state=ApplicationState.SUBMITTED)
    assert list(recommenders_of(call=call)) == [chosen, mine]
