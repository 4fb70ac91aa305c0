"""The demo's second factors: its staff have one like everybody, and the page that asks for the code shows it."""

from allauth.mfa import app_settings
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import (
    TOTP,
    format_hotp_value,
    generate_totp_secret,
    hotp_value,
    yield_hotp_counters_from_time,
)
from allauth.mfa.utils import decrypt
from django.conf import settings
from django.core.cache import cache

from portal.accounts.models import User


def demo_second_factor(*, user: User) -> None:
    """Give a demo account a second factor of its own; nothing happens when it has one."""
    if not user.is_demo:
        raise ValueError("only accounts of the demo get a second factor without their own phone")
    if not Authenticator.objects.filter(user=user, type=Authenticator.Type.TOTP).exists():
        TOTP.activate(user, generate_totp_secret())


def demo_code(*, user: User) -> str:
    """A code that a demo account can enter now (each works once); empty outside of the demo."""
    authenticator = Authenticator.objects.filter(user=user, type=Authenticator.Type.TOTP).first()
    if not (settings.DEMO and user.is_demo and authenticator):
        return ""
    totp, secret = TOTP(authenticator), decrypt(authenticator.data["secret"])
    now, *others = sorted(yield_hotp_counters_from_time(), key=_from_the_middle)
    codes = [format_hotp_value(hotp_value(secret, counter)) for counter in (now, *others)]
    return next((code for code in codes if totp._get_used_cache_key(code) not in cache), codes[0])


def _from_the_middle(counter: int) -> int:
    middle = list(yield_hotp_counters_from_time())[app_settings.TOTP_TOLERANCE]
    return abs(counter - middle)
