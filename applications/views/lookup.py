"""Finding what a page is about, through the eyes of who asks."""

from uuid import UUID

from django.http import HttpRequest
from django.shortcuts import get_object_or_404

from applications.models import Application, ApplicationVersion
from applications.selectors.deadlines import Until, submit_until
from applications.selectors.loading import version_loaded
from portal.accounts.roles import APPLICANT_ROLES

#: Pages that only read; writing pages check `rules.can_file` in their services.
READERS = tuple(sorted(APPLICANT_ROLES))


def own_application(request: HttpRequest, public_id: UUID) -> Application:
    """The application, or 404 for everybody who may not read it."""
    visible = Application.objects.visible_to(request.actor).select_related(
        "call__issuer", "organisation__region", "recommender", "current", "direction"
    )
    return get_object_or_404(visible.prefetch_related("call__deadlines__extensions"), public_id=public_id)


def current_version(application: Application) -> ApplicationVersion:
    return version_loaded(application.current)


def frame(application: Application) -> dict[str, object]:
    """What every page of one application shows around its own: title, office, deadline."""
    until: Until = submit_until(application)
    return {"application": application, "call": application.call, "until": until}
