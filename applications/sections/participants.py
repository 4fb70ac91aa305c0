"""参与单位: rows of name, code and task; or the statement that there are none."""

import re
from collections.abc import Mapping

from django.utils.translation import gettext as _
from stdnum.cn import uscc

from applications.form_schema import Section
from applications.models import Answer, ApplicationVersion, Participant
from applications.sections.base import Parsed, Raw, clean, too_long
from portal.accounts.actor import Actor

_COLUMNS = ("name", "credit_code", "task")
_ROW = re.compile(r"^p(\d{1,3})-(name|credit_code|task)$")


def none_key(section: Section) -> str:
    """Key of the Answer that says “无参与单位”."""
    return f"{section.key}_none"


class ParticipantsHandler:
    def read(self, section: Section, version: ApplicationVersion) -> Raw:
        raw = {}
        for number, row in enumerate(version.participants.all()):
            raw |= {f"p{number}-{column}": getattr(row, column) for column in _COLUMNS}
        none = next((a.flag for a in version.answers.all() if a.field_key == none_key(section)), None)
        return raw | {"none": "on" if none else ""}

    def parse(self, section: Section, version: ApplicationVersion, data: Mapping[str, str]) -> Parsed:
        rows: dict[int, dict[str, str]] = {}
        errors = {}
        for name in data:
            found = _ROW.match(name)
            if not found:
                continue
            column, text = found[2], clean(data[name])
            error = too_long(text, Participant._meta.get_field(column).max_length)
            if column == "credit_code":
                text = text.upper()
                if text and not uscc.is_valid(text):
                    error = _("统一社会信用代码为 18 位，请核对（校验位不符）。")
            if error:
                errors[name] = error
                text = ""
            rows.setdefault(int(found[1]), {})[column] = text
        for number, row in rows.items():
            if not row.get("name") and (row.get("task") or row.get("credit_code")):
                errors.setdefault(f"p{number}-name", _("请填写单位名称。"))
        kept = [(number, row) for number, row in sorted(rows.items()) if any(row.values())]
        return Parsed({"rows": kept, "none": bool(data.get("none"))}, errors)

    def write(self, section: Section, version: ApplicationVersion, values: dict, actor: Actor) -> None:
        version.participants.all().delete()
        Participant.objects.bulk_create(
            Participant(version=version, order=order, **row) for order, (_number, row) in enumerate(values["rows"], 1)
        )
        Answer.objects.update_or_create(
            version=version,
            field_key=none_key(section),
            defaults={"flag": values["none"] and not values["rows"]},
        )

    def labels(self, section: Section, version: ApplicationVersion) -> dict[str, str]:
        words = {"name": _("单位名称"), "credit_code": _("统一社会信用代码"), "task": _("承担任务")}
        labels = {
            f"p{number}-{column}": _("第 %(number)d 家%(word)s") % {"number": number + 1, "word": word}
            for number in range(100)
            for column, word in words.items()
        }
        return labels | {"none": _("无参与单位")}
