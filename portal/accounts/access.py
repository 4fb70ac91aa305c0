"""Every view names its audience.

``@audience(Role.BUREAU_OFFICER)`` on a view: visitors are sent to sign in, others get 403 in Chinese. ``PUBLIC``
and ``SIGNED_IN`` are the two audiences without a role. A view without the decorator fails the build
(tests/matrix/). Rows are a matter of `visible_to`; this is about pages.
"""

from collections.abc import Callable
from functools import wraps

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

PUBLIC = "public"
SIGNED_IN = "signed_in"

View = Callable[..., HttpResponse]


def second_factor_first(request: HttpRequest) -> HttpResponse:
    """To the page that sets up or asks for the second factor, and back after it."""
    onward = request.get_full_path() if request.method in ("GET", "HEAD") else "/"
    return redirect(f"{reverse('mfa_index')}?{urlencode({'next': onward})}")


def audience(*roles: str) -> Callable[[View], View]:
    """Let in only actors with one of ``roles`` (or `PUBLIC` / `SIGNED_IN`)."""
    if not roles:
        raise ValueError("a view needs an audience")

    def decorate(view: View) -> View:
        @wraps(view)
        def checked(request: HttpRequest, *args, **kwargs) -> HttpResponse:
            if PUBLIC not in roles:
                if not request.user.is_authenticated:
                    return redirect_to_login(request.get_full_path())
                if SIGNED_IN not in roles and request.actor.role not in roles:
                    if request.withheld and request.withheld.role in roles:
                        return second_factor_first(request)
                    raise PermissionDenied(_("您当前的身份不能使用这个页面，可在右上角切换身份。"))
            return view(request, *args, **kwargs)

        checked.audience = frozenset(roles)
        return checked

    return decorate
