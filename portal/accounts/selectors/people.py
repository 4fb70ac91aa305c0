"""Persons as others may see them, and who is to be told or asked now."""

from collections.abc import Iterable

from django.db.models import QuerySet

from portal.accounts.actor import Actor
from portal.accounts.models import Membership, Organisation, User
from portal.accounts.roles import Role


def users_with_shared_organisation(actor: Actor) -> QuerySet[User]:
    """Oneself, the current members of organisations that the actor sees; for administrators everybody."""
    if actor.is_administrator:
        return User.objects.all()
    organisations = Organisation.objects.visible_to(actor)
    members = User.objects.filter(memberships__organisation__in=organisations, memberships__ended_at__isnull=True)
    return (members | User.objects.filter(pk=actor.user_id)).distinct()


def acting_now() -> QuerySet[Membership]:
    """Memberships by which somebody can act: not ended, of a person whose account was not stopped."""
    rows = Membership.objects.filter(ended_at__isnull=True, user__is_active=True)
    return rows.select_related("user", "organisation").order_by("pk")


def people_of(organisation_id: int | None, roles: Iterable[str]) -> list[Membership]:
    """Who can act for an organisation in one of ``roles``."""
    return people_by_organisation([organisation_id], roles).get(organisation_id, [])


def people_by_organisation(organisation_ids: Iterable[int | None], roles: Iterable[str]) -> dict[int, list[Membership]]:
    """The same for several by one query; organisations without such people are missing."""
    found: dict[int, list[Membership]] = {}
    for membership in acting_now().filter(organisation__in=set(organisation_ids) - {None}, role__in=list(roles)):
        found.setdefault(membership.organisation_id, []).append(membership)
    return found


def experts_now() -> QuerySet[Membership]:
    """Everyone who acts as 评审专家."""
    return acting_now().filter(role=Role.EXPERT)
