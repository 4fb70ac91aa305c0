"""The world is built once for all cells; each cell runs in a savepoint that is taken back."""

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
import time_machine
from django.conf import settings as django_settings
from django.db import transaction
from django.test import Client, override_settings

from portal.heartbeat import broker
from tests.matrix.world import COLUMNS, build
from tests.signing_in import sign_in


@pytest.fixture(scope="module", autouse=True)
def private_files(tmp_path_factory) -> Iterator[None]:
    """The world's files outlive a single test."""
    folder = tmp_path_factory.mktemp("files")
    default = django_settings.STORAGES["default"]
    storages = django_settings.STORAGES | {"default": default | {"OPTIONS": default["OPTIONS"] | {"location": folder}}}
    with override_settings(MEDIA_ROOT=folder, STORAGES=storages):
        yield


@pytest.fixture(scope="module")
def world(django_db_setup, django_db_blocker, private_files):
    with broker() as connection:
        connection.flushdb()  # no heartbeat of a test before: /readyz says so
    # The clock stands still: who signed in has just done so for every cell, however long they all take.
    clock = time_machine.travel(datetime.now(UTC), tick=False)
    with clock, django_db_blocker.unblock(), transaction.atomic():
        world = build()
        world.clients = {name: sign_in(Client(), world.people[name]) for name in COLUMNS}
        world.cookies = {name: client.cookies.copy() for name, client in world.clients.items()}
        yield world
        transaction.set_rollback(True)
