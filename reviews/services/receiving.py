"""接收: the issuer takes in what recommenders sent, several at once, and opens a 形式审查 for each."""

from collections.abc import Iterable

from django.db import transaction

from applications.models import Application
from portal.accounts.actor import Actor
from portal.workflow import advance
from reviews.models import EligibilityCheck
from reviews.services.eligibility import check_open


@transaction.atomic
def applications_receive(*, applications: Iterable[Application], actor: Actor) -> list[EligibilityCheck]:
    """Receive all of them or none; raises the gate's `StateConflict` or `NotAllowed` for the first that will not.

    Rows are locked in the order of their ids, so that two officers who receive at once wait for each other.
    """
    checks = []
    for application in sorted(applications, key=lambda one: one.pk):
        advance(application, "receive", actor=actor)
        checks.append(check_open(application=application, actor=actor))
    return checks
