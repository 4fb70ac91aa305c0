"""Setting up and entering the second factor, on django-allauth's views."""

from allauth.mfa.base.views import AuthenticateView
from allauth.mfa.totp.views import ActivateTOTPView
from django.http import HttpResponse

from portal.accounts.second_factor import second_factor_record
from portal.accounts.services.demo import demo_code


class Activate(ActivateTOTPView):
    def form_valid(self, form) -> HttpResponse:
        response = super().form_valid(form)
        second_factor_record(self.request)
        return response


class Authenticate(AuthenticateView):
    def get_context_data(self, **kwargs) -> dict:
        return super().get_context_data(**kwargs) | {"demo_code": demo_code(user=self.stage.login.user)}
