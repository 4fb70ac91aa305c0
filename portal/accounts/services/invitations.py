"""Inviting colleagues by a link that works once, for seven days. The database keeps only the token's digest.

An officer's link is mailed; its token follows from the invitation and the server's secret, so that the mail can be
written, and written again, without the token being stored anywhere.
"""

import base64
import hashlib
import secrets
from datetime import timedelta
from urllib.parse import urljoin

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _

from portal.accounts.actor import Actor
from portal.accounts.models import Invitation, Membership, Organisation, User
from portal.accounts.roles import APPLICANT_ROLES
from portal.accounts.rules import can_invite_as, can_invite_officer, can_manage_colleagues
from portal.accounts.selectors.organisations import auditing_issuer
from portal.audit.services.record import audit_record
from portal.notifications.services.delivering import message_id
from portal.notifications.services.outbox import outbox_put
from portal.templatetags.portal import beijing
from portal.workflow import NotAllowed, StateConflict, lock

VALID_FOR = timedelta(days=7)
MAIL_TASK = "portal.accounts.tasks.send_invitation"


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


def officer_token(invitation: Invitation) -> str:
    """The token of an invitation that is mailed."""
    digest = salted_hmac("portal.accounts.invitation", str(invitation.public_id), algorithm="sha256").digest()
    return base64.urlsafe_b64encode(digest).decode().rstrip("=")


@transaction.atomic
def invitation_send(*, actor: Actor, organisation: Organisation, role: str, email: str, name: str) -> Invitation:
    """Invite an officer by mail; who opens it signs in with that address, and is an officer from then on."""
    allowed, reason = can_invite_officer(actor, role, organisation)
    if not allowed:
        raise NotAllowed(reason)
    invitation = Invitation(
        organisation=organisation,
        role=role,
        email=email.lower(),
        name=name,
        invited_by=actor.membership,
        expires_at=timezone.now() + VALID_FOR,
    )
    invitation.token_digest = digest_of(officer_token(invitation))
    invitation.save()
    outbox_put(task=MAIL_TASK, key=f"invitation:{invitation.public_id}", payload={"invitation_id": invitation.pk})
    audit_record(
        actor=actor,
        action="invitation_create",
        obj=invitation,
        issuer_id=auditing_issuer(organisation),
        data={"role": role, "organisation": organisation.name},
    )
    return invitation


def invitation_mail(*, invitation_id: int) -> None:
    """Send the link, unless it works no longer. The same mail however often it is sent."""
    invitation = Invitation.objects.select_related("organisation", "invited_by__user").get(pk=invitation_id)
    if problem_of(invitation):
        return
    words = {
        "name": invitation.name,
        "organisation": invitation.organisation,
        "role": invitation.get_role_display(),
        "url": urljoin(settings.PORTAL_URL, reverse("accounts:invitation", args=[officer_token(invitation)])),
        "email": invitation.email,
        "until": beijing(invitation.expires_at),
    }
    EmailMessage(
        subject=_("【揭榜挂帅】邀请您担任%(organisation)s的%(role)s") % words,
        body=_(
            "%(name)s：\n\n请您担任%(organisation)s在揭榜挂帅申报平台的%(role)s。\n"
            "请用邮箱 %(email)s 登录或注册，再打开下面的链接接受：\n%(url)s\n\n"
            "链接只能使用一次，有效期至 %(until)s。如与您无关，请不必理会。\n"
        )
        % words,
        to=[invitation.email],
        headers={"Message-ID": message_id(f"invitation:{invitation.public_id}"), "Auto-Submitted": "auto-generated"},
    ).send()


@transaction.atomic
def invitation_accept(*, user: User, token: str) -> Membership:
    """``user`` joins the organisation. Raises `StateConflict` when the link was used, withdrawn or has expired."""
    invitation = Invitation.objects.select_for_update(of=("self",)).filter(token_digest=digest_of(token)).first()
    problem = problem_of(invitation)
    if problem:
        raise StateConflict(problem)
    officer = invitation.role not in APPLICANT_ROLES
    if officer and (user.email or "") != invitation.email:
        raise StateConflict(_("这份邀请发给另一个邮箱，请用收到邀请的邮箱登录后再接受。"))
    if officer and user.pk == invitation.invited_by.user_id:
        raise StateConflict(_("不能给自己授予身份。"))
    lock(invitation.organisation)
    if (
        not officer
        and Membership.objects.filter(
            user=user, organisation=invitation.organisation_id, role__in=APPLICANT_ROLES, ended_at__isnull=True
        ).exists()
    ):
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
