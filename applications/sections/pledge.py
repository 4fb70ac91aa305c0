"""揭榜任务承诺书: agreed by whom, and the names that it prints."""

from collections.abc import Mapping

from django.utils import timezone
from django.utils.translation import gettext as _

from applications.form_schema import Section
from applications.models import ApplicationVersion, Pledge
from applications.sections.base import Parsed, Raw, clean, too_long
from portal.accounts.actor import Actor

_COLUMNS = ("contact_name", "contact_phone", "legal_representative")


class PledgeHandler:
    def read(self, section: Section, version: ApplicationVersion) -> Raw:
        pledge = version.pledge
        return {c: getattr(pledge, c) for c in _COLUMNS} | {"agreed": "on" if pledge.agreed else ""}

    def parse(self, section: Section, version: ApplicationVersion, data: Mapping[str, str]) -> Parsed:
        parsed = Parsed({"agreed": bool(data.get("agreed"))})
        for column in _COLUMNS:
            if column not in data:
                continue
            text = clean(data[column])
            error = too_long(text, Pledge._meta.get_field(column).max_length)
            if error:
                parsed.errors[column] = error
            else:
                parsed.values[column] = text
        return parsed

    def write(self, section: Section, version: ApplicationVersion, values: dict, actor: Actor) -> None:
        pledge = version.pledge
        newly = values["agreed"] and not pledge.agreed
        for column, value in values.items():
            setattr(pledge, column, value)
        if newly:
            pledge.agreed_by, pledge.agreed_at = actor.membership, timezone.now()
        elif not pledge.agreed:
            pledge.agreed_by = pledge.agreed_at = None
        pledge.save()

    def labels(self, section: Section, version: ApplicationVersion) -> dict[str, str]:
        return {
            "agreed": _("已阅读并承诺"),
            "contact_name": _("联系人"),
            "contact_phone": _("联系电话"),
            "legal_representative": _("法定代表人"),
        }
