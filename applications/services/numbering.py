"""Numbers that people read to each other on the phone: call, sequence, check digit; digits only, no I for 1."""

from stdnum.exceptions import ValidationError
from stdnum.iso7064 import mod_11_10

from applications.models import Application, ApplicationVersion
from portal.locks import name_lock
from portal.scoping import system_scope


def checked(body: str) -> str:
    """``body`` ("2021-0007-0012") with its check digit (ISO 7064 mod 11,10) after a hyphen; finds every mistyped
    digit and nearly every swap of neighbours."""
    return f"{body}-{mod_11_10.calc_check_digit(body.replace('-', ''))}"


def number_is_valid(number: str) -> bool:
    """Whether a number as typed (with or without hyphens and spaces) ends with its check digit."""
    try:
        return bool(mod_11_10.validate("".join(number.replace("-", "").split())))
    except ValidationError:
        return False


def application_number(application: Application) -> str:
    """The next number of the call; waits for every other submission of the call that takes one."""
    name_lock("application number", application.call_id)
    with system_scope("the next number of a call"):
        taken = Application.objects.filter(call=application.call_id, number__isnull=False).count()
    return checked(f"{application.call.year}-{application.call_id:04d}-{taken + 1:04d}")


def submission_number(number: str, version: ApplicationVersion) -> str:
    """申报编号 as one version carries it: the application's number for the first, with the version for later ones."""
    if version.number == 1:
        return number
    return checked(f"{number.rsplit('-', 1)[0]}-{version.number:02d}")
