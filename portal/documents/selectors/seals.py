"""Which seal an organisation's papers carry."""

from django.conf import settings
from django.db.models import Max

from portal.accounts.models import Organisation
from portal.documents.models import Seal


def seal_of(organisation: Organisation) -> Seal | None:
    """The newest drawing of the organisation's seal; None when it has none and its papers are stamped by hand."""
    return Seal.objects.filter(organisation=organisation).order_by("-version").first()


def next_version(organisation: Organisation) -> int:
    return (Seal.objects.filter(organisation=organisation).aggregate(newest=Max("version"))["newest"] or 0) + 1


def demo_seals_are_drawn() -> bool:
    """In the demo every organisation gets a seal that says 演示专用; elsewhere seals are registered by people."""
    return settings.DEMO
