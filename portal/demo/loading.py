"""Loading the demo: all of it in one transaction, once."""

from django.db import transaction

from portal.demo.accounts import demo_is_loaded
from portal.demo.announcing import notice_open
from portal.demo.applications import applications_open
from portal.demo.calls import calls_open
from portal.demo.people import people_open
from portal.demo.reviewing import review_open
from portal.scoping import system_scope


@transaction.atomic
def demo_load() -> bool:
    """True when the demo was loaded, False when it was there already; what people did in it stays untouched."""
    if demo_is_loaded():
        return False
    with system_scope("loading the demo"):
        people = people_open()
        calls = calls_open(people)
        applications_open(people, calls["003"])
        # Before the other: the experts' newest tasks, on top of their list, are those that wait for them.
        notice_open(people, calls["001"])
        review_open(people, calls["004"])
    return True
