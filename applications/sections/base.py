"""What every kind of section does."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol

from django.utils.translation import gettext as _

from applications.form_schema import Section
from applications.models import ApplicationVersion
from portal.accounts.actor import Actor

Raw = dict[str, str]


@dataclass(slots=True)
class Parsed:
    """What was understood, ready to be written, and what was not: input name → Chinese error."""

    values: Any
    errors: dict[str, str] = field(default_factory=dict)


class Handler(Protocol):
    def read(self, section: Section, version: ApplicationVersion) -> Raw:
        """What stands saved, as it would be typed."""

    def parse(self, section: Section, version: ApplicationVersion, data: Mapping[str, str]) -> Parsed: ...

    def write(self, section: Section, version: ApplicationVersion, values: Any, actor: Actor) -> None:
        """Save what was understood; where an input was refused, what stood there before stays."""

    def labels(self, section: Section, version: ApplicationVersion) -> dict[str, str]:
        """Input name → what people call it."""


def clean(text: str | None) -> str:
    """Line breaks once, no control characters PostgreSQL refuses, no blanks around."""
    return (text or "").replace("\r\n", "\n").replace("\r", "\n").replace("\x00", "").strip()


def too_long(text: str, width: int) -> str:
    """Error for a text that its column cannot hold, or ""."""
    if len(text) <= width:
        return ""
    return _("最多 %(width)d 个字符，现有 %(length)d 个，请缩短。") % {"width": width, "length": len(text)}
