"""Who must have passed a second factor before acting in a role (ASVS 6.3.3).

A membership whose role needs one is withheld until the code was entered in this session: the actor is then a person
without membership, so that no page, row or service sees the role.
"""

from allauth.account.internal.flows.login import get_authentication_records, record_authentication
from django.http import HttpRequest

from portal.accounts.actor import VISITOR, Actor
from portal.accounts.roles import SECOND_FACTOR_ROLES
from portal.accounts.selectors.actors import actor_among, memberships_of


def second_factor_passed(request: HttpRequest) -> bool:
    """Whether this session of this user entered a code (of the app or for recovery)."""
    return any(record["method"] == "mfa" for record in get_authentication_records(request, request.user))


def second_factor_record(request: HttpRequest) -> None:
    """Setting the app up proves possession of it as entering a code does."""
    record_authentication(request, request.user, method="mfa", type="totp")


def actor_in_session(request: HttpRequest) -> Actor:
    """The actor of the request. Leaves the person's memberships in ``request.memberships`` (for the switcher) and
    one that waits for the second factor in ``request.withheld``."""
    request.withheld = None
    request.memberships = []
    if not request.user.is_authenticated:
        return VISITOR
    request.memberships = memberships_of(request.user)
    actor = actor_among(request.user, request.memberships, request.session.get("membership"))
    if actor.role in SECOND_FACTOR_ROLES and not second_factor_passed(request):
        request.withheld = actor.membership
        return Actor(user=actor.user)
    return actor
