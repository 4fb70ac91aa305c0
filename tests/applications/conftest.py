import pytest

from tests.applications.helpers import World, make_world


@pytest.fixture
def world(db) -> World:
    return make_world()


@pytest.fixture
def admin(client, world):
    """The client, signed in as the applicant's admin."""
    client.force_login(world.admin.user)
    return client
