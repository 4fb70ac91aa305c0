import pytest

from tests.applications.helpers import World, make_world


@pytest.fixture
def world(db) -> World:
    return make_world()
