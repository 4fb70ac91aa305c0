import pytest

from calls.models import Direction
from calls.selectors.directions import directions_for_writing, published_directions
from portal.accounts.actor import VISITOR
from tests.factories import make_actor, make_call, make_direction

pytestmark = pytest.mark.django_db


def test_drafts_are_for_their_office_alone():
    draft = make_call(published=False)
    make_direction(call=draft)
    officer = make_actor(organisation=draft.issuer)
    assert not published_directions(actor=officer).exists()
    [row] = directions_for_writing(call=draft, actor=officer)
    assert [v.number for v in row.newest] == [1]
    for other in (VISITOR, make_actor()):
        assert not Direction.objects.visible_to(other).exists()
