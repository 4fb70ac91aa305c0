"""A second lock behind the settings that leave the app out."""

from collections.abc import Callable
from functools import wraps

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse


def demo_only(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Without DEMO there is no such page."""

    @wraps(view)
    def checked(request: HttpRequest, *args, **kwargs) -> HttpResponse:
        if not settings.DEMO:
            raise Http404
        return view(request, *args, **kwargs)

    return checked
