"""Signing a test client in as an actor: the acting membership chosen, the second factor passed."""

from allauth.account.internal.flows.login import record_authentication
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time
from django.http import HttpRequest
from django.test import Client

from portal.accounts.actor import Actor


def sign_in(client: Client, actor: Actor, *, second_factor: bool = True) -> Client:
    """``client``, signed in; a visitor is signed out."""
    if actor.user is None:
        client.logout()
        return client
    client.force_login(actor.user)
    request = HttpRequest()
    request.session = client.session
    record_authentication(request, actor.user, method="password")
    if second_factor:
        record_authentication(request, actor.user, method="mfa", type="totp")
    if actor.membership:
        request.session["membership"] = actor.membership.pk
    request.session.save()
    return client


def code_of(secret: str) -> str:
    """What the app of who has this secret shows now."""
    now = list(yield_hotp_counters_from_time())
    return format_hotp_value(hotp_value(secret, now[len(now) // 2]))
