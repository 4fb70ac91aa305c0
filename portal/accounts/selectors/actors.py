"""Who acts: the user with the membership chosen in the session, or the first current one."""

from portal.accounts.actor import Actor
from portal.accounts.models import Membership, User


def actor_among(user: User, current: list[Membership], membership_id: int | None) -> Actor:
    """The actor by the chosen one of the person's current memberships, or by the first."""
    chosen = next((m for m in current if m.pk == membership_id), current[0] if current else None)
    return Actor(user=user, membership=chosen)


def memberships_of(user: User) -> list[Membership]:
    """Current memberships with their organisation and its region, oldest first."""
    return list(
        Membership.objects.filter(user=user.pk, ended_at__isnull=True).select_related("organisation__region", "user")
    )
