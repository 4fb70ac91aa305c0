"""Numbers that people read to each other on the phone: call, sequence, check character."""

from applications.models import Application, ApplicationVersion
from applications.services.locks import name_lock
from portal.documents.digests import number_checked
from portal.scoping import system_scope


def application_number(application: Application) -> str:
    """The next number of the call, "2021-0007-0012-K"; waits for every other submission of the call that takes one."""
    name_lock("application number", application.call_id)
    with system_scope("the next number of a call"):
        taken = Application.objects.filter(call=application.call_id, number__isnull=False).count()
    return number_checked(f"{application.call.year}-{application.call_id:04d}-{taken + 1:04d}")


def submission_number(application_number_: str, version: ApplicationVersion) -> str:
    """受理编号 of one version: the application's number for the first, with the version for later ones."""
    if version.number == 1:
        return application_number_
    return number_checked(f"{application_number_.rsplit('-', 1)[0]}-V{version.number}")
