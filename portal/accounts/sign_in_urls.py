"""Signing in, by django-allauth's views under its own names; only those the portal uses exist."""

from functools import wraps

from allauth.account import views as account
from allauth.mfa.base import views as mfa
from allauth.mfa.recovery_codes import views as recovery_codes
from allauth.mfa.totp import views as totp
from django.http import HttpRequest, HttpResponse
from django.urls import path, re_path
from django.views.decorators.http import require_safe
from django.views.generic import RedirectView

from portal.accounts.access import PUBLIC, SIGNED_IN, View, audience
from portal.accounts.views import second_factor


def unprocessable(view: View) -> View:
    """A form that was refused answers 422, like the portal's own."""

    @wraps(view)
    def checked(request: HttpRequest, *args, **kwargs) -> HttpResponse:
        response = view(request, *args, **kwargs)
        context = getattr(response, "context_data", None) or {}
        form = context.get("verify_form") or context.get("form")
        if request.method == "POST" and response.status_code == 200 and form is not None and form.errors:
            response.status_code = 422
        return response

    return checked


def everyone(view: View) -> View:
    return audience(PUBLIC)(unprocessable(view))


def signed_in(view: View) -> View:
    return audience(SIGNED_IN)(unprocessable(view))


urlpatterns = [
    path("login/", everyone(account.login), name="account_login"),
    path("logout/", everyone(account.logout), name="account_logout"),
    path("signup/", everyone(account.signup), name="account_signup"),
    path("inactive/", everyone(account.account_inactive), name="account_inactive"),
    path("confirm-email/", everyone(account.email_verification_sent), name="account_email_verification_sent"),
    # allauth leads there when no address waits to be proved; the person's own page says what is on record.
    path("email/", signed_in(require_safe(RedirectView.as_view(pattern_name="accounts:me"))), name="account_email"),
    path("password/reset/", everyone(account.password_reset), name="account_reset_password"),
    path("password/reset/done/", everyone(account.password_reset_done), name="account_reset_password_done"),
    re_path(
        r"^password/reset/key/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        everyone(account.password_reset_from_key),
        name="account_reset_password_from_key",
    ),
    path(
        "password/reset/key/done/",
        everyone(account.password_reset_from_key_done),
        name="account_reset_password_from_key_done",
    ),
    path("password/change/", signed_in(account.password_change), name="account_change_password"),
    path("reauthenticate/", signed_in(account.reauthenticate), name="account_reauthenticate"),
    path("2fa/", signed_in(second_factor.Index.as_view()), name="mfa_index"),
    path("2fa/authenticate/", everyone(second_factor.Authenticate.as_view()), name="mfa_authenticate"),
    path("2fa/reauthenticate/", signed_in(mfa.reauthenticate), name="mfa_reauthenticate"),
    path("2fa/totp/activate/", signed_in(second_factor.Activate.as_view()), name="mfa_activate_totp"),
    path("2fa/totp/deactivate/", signed_in(totp.deactivate_totp), name="mfa_deactivate_totp"),
    path("2fa/recovery-codes/", signed_in(recovery_codes.view_recovery_codes), name="mfa_view_recovery_codes"),
    path(
        "2fa/recovery-codes/generate/",
        signed_in(second_factor.GenerateCodes.as_view()),
        name="mfa_generate_recovery_codes",
    ),
]
