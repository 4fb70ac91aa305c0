import pytest

from tests.factories import make_actor, make_call
from tests.signing_in import sign_in


@pytest.fixture
def call(db):
    """A draft that lacks its directions."""
    return make_call(published=False, contact_name="软件处", contact_phone="028-00000000")


@pytest.fixture
def officer(client, call):
    """The client, signed in as an officer of the call's office."""
    return sign_in(client, make_actor(organisation=call.issuer))
