"""How django-allauth is fitted to this portal: mail or phone as login name, one answer for every failure."""

import base64
import hashlib
import logging
import time
from smtplib import SMTPException
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.internal.flows.login import get_authentication_records
from allauth.core import context
from allauth.mfa.adapter import DefaultMFAAdapter
from cryptography.fernet import Fernet, MultiFernet
from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from portal import nav
from portal.accounts.forms.fields import PhoneField
from portal.accounts.models import User
from portal.accounts.roles import SECOND_FACTOR_ROLES
from portal.accounts.second_factor import actor_in_session
from portal.accounts.selectors.actors import memberships_of

log = logging.getLogger(__name__)

FRESH_SECONDS = 5 * 60
_WRONG = _("账号或密码不正确。")


class AccountAdapter(DefaultAccountAdapter):
    # The same words whatever was wrong: the page must not tell which accounts exist.
    error_messages = DefaultAccountAdapter.error_messages | {
        "email_password_mismatch": _WRONG,
        "phone_password_mismatch": _WRONG,
        "username_password_mismatch": _WRONG,
        "invalid_login": _WRONG,
        "too_many_login_attempts": _("连续登录失败次数过多，请5分钟后再试。"),
        "incorrect_code": _("验证码不正确。"),
        "incorrect_password": _("密码不正确。"),
        "enter_current_password": _("当前密码不正确。"),
        "rate_limited": _("操作过于频繁，请稍后再试。"),
    }

    def get_login_stages(self) -> list[str]:
        return ["portal.accounts.stages.MailStage", "allauth.mfa.stages.AuthenticateStage"]

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        """The first page of the acting role; who still owes a second factor sets it up first."""
        actor = actor_in_session(request)
        return reverse("mfa_index") if request.withheld else nav.home(actor)

    def is_reauthentication_required(self, *, app: str, **kwargs: Any) -> bool:
        """Not of one who gave the password (or a code) in this session a moment ago."""
        request = context.request
        fresh = time.time() - FRESH_SECONDS
        if any(record["at"] > fresh for record in get_authentication_records(request, request.user)):
            return False
        return super().is_reauthentication_required(app=app, **kwargs)

    def get_signup_redirect_url(self, request: HttpRequest) -> str:
        return self.get_login_redirect_url(request)

    def get_logout_redirect_url(self, request: HttpRequest) -> str:
        return "/"

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        return reverse("accounts:me")

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """A mail server that is away must neither lose the page nor tell, by failing, that an account exists."""
        try:
            super().send_mail(template_prefix, email, context)
        except (OSError, SMTPException):
            log.exception("mail %s was not sent", template_prefix)

    def _get_login_attempts_cache_key(self, request: HttpRequest, **credentials: Any) -> str:
        """Attempts count per login name, whatever host the request names; the inherited key forgets phones."""
        return str(credentials.get("email") or credentials.get("phone") or credentials.get("username") or "").lower()

    # --- phone as login name ---------------------------------------------------------------
    def phone_form_field(self, **kwargs: Any) -> PhoneField:
        return PhoneField(**kwargs)

    def get_user_by_phone(self, phone: str) -> User | None:
        return User.objects.filter(phone=phone).first()

    def get_phone(self, user: User) -> tuple[str, bool] | None:
        return (user.phone, user.phone_verified_at is not None) if user.phone else None

    def set_phone(self, user: User, phone: str, verified: bool) -> None:
        user.phone = phone
        user.phone_verified_at = timezone.now() if verified else None
        user.save(update_fields=["phone", "phone_verified_at", "login", "email"])

    def set_phone_verified(self, user: User, phone: str) -> None:
        self.set_phone(user, phone, True)


class SecondFactorAdapter(DefaultMFAAdapter):
    """TOTP secrets lie encrypted under a key derived from SECRET_KEY (older keys: SECRET_KEY_FALLBACKS)."""

    error_messages = DefaultMFAAdapter.error_messages | {
        "incorrect_code": _("动态验证码不正确，请核对手机时间后重新输入。"),
        "cannot_delete_authenticator": _("您的身份必须使用两步验证，不能停用。"),
        "unverified_email": _("请先验证邮箱，再启用两步验证。"),
    }

    def encrypt(self, text: str) -> str:
        return _cipher().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        return _cipher().decrypt(encrypted_text.encode()).decode()

    def can_delete_authenticator(self, authenticator) -> bool:
        return not any(m.role in SECOND_FACTOR_ROLES for m in memberships_of(authenticator.user))


def _cipher() -> MultiFernet:
    keys = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    digests = (hashlib.sha256(b"second factor:" + key.encode()).digest() for key in keys)
    return MultiFernet([Fernet(base64.urlsafe_b64encode(digest)) for digest in digests])
