"""Browser sessions, the dispatcher and the offices for the tests that drive Chromium."""

import os
import subprocess
import sys
from collections.abc import Callable, Iterator

import pytest
from django.conf import settings

from portal.running.layout import BASE_DIR
from tests.browser.people import PASSWORD, Offices, Staff, make_offices
from tests.browser.session import Session
from tests.processes import url_with_database
from tests.waiting import eventually


@pytest.fixture
def dispatcher_process(celery_worker_process, tmp_path) -> Iterator[subprocess.Popen]:
    """The real dispatcher on the test's database, beside a real worker."""
    log = tmp_path / "dispatcher.log"
    with log.open("w") as out:
        process = subprocess.Popen(
            [sys.executable, "manage.py", "dispatch_outbox"],
            cwd=BASE_DIR,
            env=os.environ
            | {
                "DJANGO_SETTINGS_MODULE": "portal.settings.test",
                "DATABASE_ROLE": "app",
                "DATABASE_URL": url_with_database(os.environ["DATABASE_URL"], settings.DATABASES["default"]["NAME"]),
            },
            stdin=subprocess.DEVNULL,
            stdout=out,
            stderr=out,
        )

        def ready() -> bool:
            assert process.poll() is None, log.read_text()
            return "dispatcher started" in log.read_text()

        eventually(ready, what="the dispatcher starts")
        yield process
        process.terminate()
        assert process.wait(15) == 0, log.read_text()


@pytest.fixture
def sessions(chromium, live_server) -> Iterator[Callable[[str], Session]]:
    """Opens a session for whoever is named; at the end none of them may have met an error."""
    opened: list[Session] = []

    def open_session(who: str) -> Session:
        session = Session(chromium, live_server.url, who)
        opened.append(session)
        return session

    yield open_session
    for session in opened:
        session.close()
    troubles = [trouble for session in opened for trouble in session.troubles]
    assert not troubles, "\n".join(troubles)


@pytest.fixture
def offices(transactional_db) -> Offices:
    return make_offices()


@pytest.fixture
def as_staff(sessions) -> Callable[[Staff], Session]:
    """Signs a member of staff in by the pages, second factor included."""

    def sign_in(staff: Staff) -> Session:
        session = sessions(staff.name)
        session.sign_in(staff.login, PASSWORD, code=staff.code)
        return session

    return sign_in
