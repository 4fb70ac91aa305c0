"""The one order in which an application's rows are locked."""

from applications.models import Application, ApplicationVersion
from applications.services.following import version_follow
from calls.services.corrections import direction_in_force
from portal.workflow import lock


def lock_open_version(application: Application) -> tuple[Application, ApplicationVersion]:
    """The application and its current version as they stand now, locked in the one order that all writers keep: the
    direction (shared, as corrections take it first), the application, its version. An open version that a correction
    passed by, because it was made at the same moment, follows here."""
    in_force = direction_in_force(direction_id=application.direction_id)
    application = lock(application)
    version = lock(application.current)
    version.application = application
    if not version.is_frozen and in_force is not None and version.direction_version_id != in_force:
        version_follow(version, in_force)
    return application, version
