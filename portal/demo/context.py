"""What the line on top of every page needs."""

from django.conf import settings
from django.http import HttpRequest


def demo(request: HttpRequest) -> dict[str, bool]:
    return {"is_demo": settings.DEMO}
