import pytest

from tests.reviews.helpers import World, make_world


@pytest.fixture
def world(db) -> World:
    return make_world()


@pytest.fixture
def transactional_world(transactional_db) -> World:
    """The same where constraints that wait for the end of a transaction are to be seen."""
    return make_world()
