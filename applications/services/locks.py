"""The one order in which an application's rows are locked."""

from applications.models import Application, ApplicationVersion
from portal.workflow import lock


def lock_open_version(application: Application) -> tuple[Application, ApplicationVersion]:
    """The application and its current version as they stand now, locked in the one order that all writers keep."""
    application = lock(application)
    version = lock(application.current)
    version.application = application
    return application, version
