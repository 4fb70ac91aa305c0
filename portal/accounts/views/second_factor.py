"""Setting up and entering the second factor, on django-allauth's views."""

from allauth.mfa.adapter import get_adapter
from allauth.mfa.base.views import AuthenticateView, IndexView
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.views import GenerateRecoveryCodesView
from allauth.mfa.totp.views import ActivateTOTPView
from allauth.mfa.utils import is_mfa_enabled
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from portal.accounts.second_factor import second_factor_record
from portal.accounts.services.demo import demo_code


class Index(IndexView):
    def get_context_data(self, **kwargs) -> dict:
        """``may_deactivate``: none of the person's roles needs a second factor."""
        context = super().get_context_data(**kwargs)
        app = context["authenticators"].get(Authenticator.Type.TOTP)
        return context | {"may_deactivate": bool(app) and get_adapter().can_delete_authenticator(app.instance)}


class Activate(ActivateTOTPView):
    def form_valid(self, form) -> HttpResponse:
        response = super().form_valid(form)
        second_factor_record(self.request)
        return response


class Authenticate(AuthenticateView):
    def get_context_data(self, **kwargs) -> dict:
        return super().get_context_data(**kwargs) | {"demo_code": demo_code(user=self.stage.login.user)}


class GenerateCodes(GenerateRecoveryCodesView):
    """New recovery codes, for who has an app whose code they stand in for; others are led to setting it up."""

    # Without fields in its form, a PUT would do what only a POST should.
    http_method_names = ["get", "head", "post", "options"]

    def dispatch(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        if request.user.is_authenticated and not is_mfa_enabled(request.user, [Authenticator.Type.TOTP]):
            return redirect("mfa_index")
        return super().dispatch(request, *args, **kwargs)
