import pytest

from tests.reviews.helpers import World, make_world


@pytest.fixture
def world(db) -> World:
    return make_world()
