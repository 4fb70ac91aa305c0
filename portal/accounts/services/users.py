"""Opening, stopping and restoring persons' accounts."""

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.db import IntegrityError, transaction

from portal.accounts.actor import Actor
from portal.accounts.models import User
from portal.accounts.rules import can_administer_user
from portal.audit.services.record import audit_record
from portal.workflow import NotAllowed


def user_register(*, login: str, name: str, password: str) -> User | None:
    """A person who signs up with mail or phone (cleaned); None when the login is taken.

    A mail address is on record as not proved yet: the code sent to it is asked for at the next sign-in.
    """
    email, phone = (login, "") if "@" in login else ("", login)
    if User.objects.filter(email__iexact=login).exists() or User.objects.filter(phone=login).exists():
        # As slow as making one: the time must not tell whether the account exists.
        User().set_password(password)
        return None
    try:
        with transaction.atomic():
            user = User.objects.create_user(name=name, email=email, phone=phone, password=password)
            if email:
                EmailAddress.objects.create(user=user, email=email, primary=True, verified=False)
    except IntegrityError:
        return None
    return user


@transaction.atomic
def user_open(*, name: str, login: str, password: str | None = None, is_demo: bool = False) -> User:
    """An account opened for somebody by the office (or the demo): its address counts as proved.

    Raises IntegrityError when the login is taken.
    """
    email, phone = (login, "") if "@" in login else ("", login)
    user = User.objects.create_user(name=name, email=email, phone=phone, password=password)
    if is_demo:
        user.is_demo = True
        user.save(update_fields=["is_demo"])
    if email:
        EmailAddress.objects.create(user=user, email=user.email, primary=True, verified=True)
    return user


@transaction.atomic
def user_stop(*, actor: Actor, user: User) -> None:
    """The person can no longer sign in; open sessions end with their next request."""
    _set_active(actor=actor, user=user, active=False, action="user_stop")


@transaction.atomic
def user_restore(*, actor: Actor, user: User) -> None:
    _set_active(actor=actor, user=user, active=True, action="user_restore")


def _set_active(*, actor: Actor, user: User, active: bool, action: str) -> None:
    _require(can_administer_user(actor, user))
    if user.is_active != active:
        user.is_active = active
        user.save(update_fields=["is_active"])
        audit_record(actor=actor, action=action, obj=user)


@transaction.atomic
def second_factor_reset(*, actor: Actor, user: User) -> None:
    """For one who lost the phone: the next sign-in asks to set a second factor up anew."""
    _require(can_administer_user(actor, user))
    Authenticator.objects.filter(user=user).delete()
    audit_record(actor=actor, action="second_factor_reset", obj=user)


def _require(verdict: tuple[bool, str]) -> None:
    allowed, reason = verdict
    if not allowed:
        raise NotAllowed(reason)
