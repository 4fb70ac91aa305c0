"""Who belongs to an organisation in which role. A role never changes in place: the old membership ends and a new one
begins, so that every earlier act keeps showing the role it was done in."""

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from portal.accounts.actor import Actor
from portal.accounts.models import Invitation, Membership, Organisation, User
from portal.accounts.rules import can_end_staff, can_grant, can_invite_as, can_manage_colleagues, is_not_last_admin
from portal.accounts.selectors.organisations import auditing_issuer
from portal.audit.services.record import audit_record
from portal.workflow import NotAllowed, StateConflict, Verdict, lock


@transaction.atomic
def membership_change_role(*, actor: Actor, membership: Membership, role: str) -> Membership:
    """Give a colleague another role in the organisation; returns the membership that holds from now on."""
    _require(can_manage_colleagues(actor, membership.organisation))
    _require(can_invite_as(role))
    _lock_current(membership)
    if role == membership.role:
        return membership
    _possible(is_not_last_admin(membership))
    _end(membership)
    new = _begin(user=membership.user, organisation=membership.organisation, role=role)
    audit_record(
        actor=actor,
        action="membership_change_role",
        obj=new,
        issuer_id=auditing_issuer(new.organisation),
        data={"user": membership.user_id, "from": membership.role, "to": role},
    )
    return new


@transaction.atomic
def membership_end(*, actor: Actor, membership: Membership) -> None:
    """A colleague leaves: the role is gone with the person's next request, invitations it gave lapse."""
    _require(can_manage_colleagues(actor, membership.organisation))
    _lock_current(membership)
    _possible(is_not_last_admin(membership))
    _end(membership)
    audit_record(
        actor=actor,
        action="membership_end",
        obj=membership,
        issuer_id=auditing_issuer(membership.organisation),
        data={"user": membership.user_id, "role": membership.role},
    )


@transaction.atomic
def staff_grant(*, actor: Actor, user: User, role: str, organisation: Organisation | None = None) -> Membership:
    """An administrator gives an officer, expert, auditor or administrator the role."""
    _require(can_grant(actor, user, role, organisation))
    membership = _begin(user=user, organisation=organisation, role=role)
    audit_record(
        actor=actor,
        action="staff_grant",
        obj=membership,
        issuer_id=auditing_issuer(organisation),
        data={"user": user.pk, "role": role},
    )
    return membership


@transaction.atomic
def staff_end(*, actor: Actor, membership: Membership) -> None:
    _require(can_end_staff(actor, membership))
    _lock_current(membership)
    _end(membership)
    audit_record(
        actor=actor,
        action="staff_end",
        obj=membership,
        issuer_id=auditing_issuer(membership.organisation),
        data={"user": membership.user_id, "role": membership.role},
    )


def _lock_current(membership: Membership) -> None:
    # The organisation's row is what two administrators ending one another meet at.
    if membership.organisation_id:
        lock(membership.organisation)
    if lock(membership).ended_at is not None:
        raise StateConflict(_("该身份已经终止。"))


def _begin(*, user: User, organisation: Organisation | None, role: str) -> Membership:
    try:
        with transaction.atomic():
            return Membership.objects.create(user=user, organisation=organisation, role=role)
    except IntegrityError as error:
        raise StateConflict(_("对方已经具有该身份。")) from error


def _end(membership: Membership) -> None:
    now = timezone.now()
    Membership.objects.filter(pk=membership.pk).update(ended_at=now)
    membership.ended_at = now
    Invitation.objects.filter(invited_by=membership, accepted_at__isnull=True, revoked_at__isnull=True).update(
        revoked_at=now
    )


def _require(verdict: Verdict) -> None:
    if not verdict[0]:
        raise NotAllowed(verdict[1])


def _possible(verdict: Verdict) -> None:
    if not verdict[0]:
        raise StateConflict(verdict[1])
