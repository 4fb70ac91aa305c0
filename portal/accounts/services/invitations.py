"""Inviting colleagues by a link that works once, for seven days. The database keeps only the token's digest."""

import hashlib
import secrets
from datetime import timedelta

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from portal.accounts.actor import Actor
from portal.accounts.models import Invitation, Membership, Organisation, User
from portal.accounts.roles import APPLICANT_ROLES
from portal.accounts.rules import can_invite_as, can_manage_colleagues
from portal.accounts.selectors.organisations import auditing_issuer
from portal.audit.services.record import audit_record
from portal.workflow import NotAllowed, StateConflict, lock

VALID_FOR = timedelta(days=7)


def digest_of(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


@transaction.atomic
def invitation_create(*, actor: Actor, organisation: Organisation, role: str) -> tuple[Invitation, str]:
    """The invitation and its token, which is never to be had again."""
    for allowed, reason in (can_manage_colleagues(actor, organisation), can_invite_as(role)):
        if not allowed:
            raise NotAllowed(reason)
    token = secrets.token_urlsafe(32)
    invitation = Invitation.objects.create(
        organisation=organisation,
        role=role,
        token_digest=digest_of(token),
        invited_by=actor.membership,
        expires_at=timezone.now() + VALID_FOR,
    )
    audit_record(
        actor=actor,
        action="invitation_create",
        obj=invitation,
        issuer_id=auditing_issuer(organisation),
        data={"role": role},
    )
    return invitation, token


@transaction.atomic
def invitation_accept(*, user: User, token: str) -> Membership:
    """``user`` joins the organisation. Raises `StateConflict` when the link was used, withdrawn or has expired."""
    invitation = Invitation.objects.select_for_update(of=("self",)).filter(token_digest=digest_of(token)).first()
    problem = problem_of(invitation)
    if problem:
        raise StateConflict(problem)
    lock(invitation.organisation)
    if Membership.objects.filter(
        user=user, organisation=invitation.organisation_id, role__in=APPLICANT_ROLES, ended_at__isnull=True
    ).exists():
        raise StateConflict(_("您已经是该单位的成员，邀请链接没有使用，可转给其他同事。"))
    try:
        membership = Membership.objects.create(user=user, organisation=invitation.organisation, role=invitation.role)
    except IntegrityError as error:
        raise StateConflict(_("您已经是该单位的成员。")) from error
    invitation.accepted_by, invitation.accepted_at = membership, timezone.now()
    invitation.save(update_fields=["accepted_by", "accepted_at"])
    audit_record(
        actor=Actor(user=user, membership=membership),
        action="invitation_accept",
        obj=invitation,
        issuer_id=auditing_issuer(invitation.organisation),
        data={"role": invitation.role},
    )
    return membership


@transaction.atomic
def invitation_revoke(*, actor: Actor, invitation: Invitation) -> None:
    allowed, reason = can_manage_colleagues(actor, invitation.organisation)
    if not allowed:
        raise NotAllowed(reason)
    row = lock(invitation)
    if row.accepted_at is not None:
        raise StateConflict(_("邀请已被接受，如需取消请在成员列表中终止该成员。"))
    if row.revoked_at is None:
        row.revoked_at = timezone.now()
        row.save(update_fields=["revoked_at"])
        audit_record(
            actor=actor, action="invitation_revoke", obj=row, issuer_id=auditing_issuer(invitation.organisation)
        )


def problem_of(invitation: Invitation | None) -> str:
    """Why the invitation cannot be accepted, in Chinese; empty when it can."""
    if invitation is None or invitation.revoked_at is not None:
        return _("邀请链接无效或已撤回，请联系邀请您的同事重新发送。")
    if invitation.accepted_at is not None:
        return _("邀请链接已经使用过，每个链接只能使用一次。")
    if invitation.expires_at <= timezone.now():
        return _("邀请链接已过期，请联系邀请您的同事重新发送。")
    return ""
