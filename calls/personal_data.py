"""What must not stand in a text that everyone reads: numbers and addresses of persons."""

import re
import unicodedata

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

_KINDS = (
    (re.compile(r"(?<!\d)1[3-9]\d(?:[ -]?\d{4}){2}(?!\d)"), gettext_lazy("手机号")),
    (
        re.compile(r"(?<!\d)[1-9]\d{5}(?:19|20)\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])\d{3}[\dXx](?!\d)"),
        gettext_lazy("身份证号"),
    ),
    (re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+"), gettext_lazy("邮箱")),
)


def personal_data_in(text: str) -> list[str]:
    """The kinds of personal data that stand in ``text``, full-width digits or not."""
    plain = unicodedata.normalize("NFKC", text)
    return [str(kind) for pattern, kind in _KINDS if pattern.search(plain)]


def no_personal_data(text: str) -> None:
    """A validator of forms."""
    found = personal_data_in(text)
    if found:
        raise ValidationError(_("这段文字会公开，请删去其中的%(kinds)s。") % {"kinds": "、".join(found)})
