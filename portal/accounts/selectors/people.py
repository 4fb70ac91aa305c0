"""Persons as others may see them."""

from django.db.models import QuerySet

from portal.accounts.actor import Actor
from portal.accounts.models import Organisation, User


def users_with_shared_organisation(actor: Actor) -> QuerySet[User]:
    """Oneself, the current members of organisations that the actor sees; for administrators everybody."""
    if actor.is_administrator:
        return User.objects.all()
    organisations = Organisation.objects.visible_to(actor)
    members = User.objects.filter(memberships__organisation__in=organisations, memberships__ended_at__isnull=True)
    return (members | User.objects.filter(pk=actor.user_id)).distinct()
