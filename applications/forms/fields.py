"""A form made of a section's fields. While drafting nothing is required: what is missing the pre-check says."""

import re
from datetime import date
from decimal import Decimal
from typing import Any

from crispy_forms.helper import FormHelper
from crispy_forms.layout import HTML, Div, Fieldset, Layout
from crispy_forms.layout import Field as CrispyField
from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import EmailValidator
from django.utils.html import escape
from django.utils.translation import gettext_lazy as _
from stdnum.cn import uscc

from applications import form_schema as fs
from applications.form_schema import Field, Section
from applications.models import ApplicationVersion, Profile
from applications.numbers import parse_decimal, plain, show_number

MAX_TEXT = 100_000
_OWNERS = {"profile": Profile, "version": ApplicationVersion}


class NumberField(forms.CharField):
    """A number not below 0, typed with or without separators of thousands and with its unit behind it or not."""

    def __init__(self, *, unit: str, places: int, whole: int, **kwargs) -> None:
        super().__init__(**kwargs)
        self.unit, self.places, self.whole = unit, places, whole

    def clean(self, value: Any) -> Decimal | int | None:
        text = plain(super().clean(value)).removesuffix(self.unit or "\0").strip()
        if not text:
            return None
        number = parse_decimal(text, places=self.places, whole=self.whole)
        if number is None:
            example = "1860.50" if self.places else "120"
            raise ValidationError(
                _("请填写数字%(places)s，例如 %(example)s。")
                % {"places": _("（最多 %d 位小数）") % self.places if self.places else "", "example": example}
            )
        if number < 0:
            raise ValidationError(_("不能小于 0。"))
        return number if self.places else int(number)


class PhoneField(forms.CharField):
    def clean(self, value: Any) -> str:
        text = plain(super().clean(value)).replace(" ", "").replace("-", "")
        if text and not re.fullmatch(r"1[3-9]\d{9}", text):
            raise ValidationError(_("请填写 11 位手机号码。"))
        return text


class MailField(forms.CharField):
    def clean(self, value: Any) -> str:
        text = super().clean(value)
        if text:
            EmailValidator(message=_("请填写完整的邮箱地址，例如 name@example.cn。"))(text)
        return text


class CreditCodeField(forms.CharField):
    def clean(self, value: Any) -> str:
        text = plain(super().clean(value)).replace(" ", "").upper()
        if text and not uscc.is_valid(text):
            raise ValidationError(_("统一社会信用代码为 18 位，请核对（校验位不符）。"))
        return text


class DayField(forms.DateField):
    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


def _width(item: Field) -> int:
    owner, _dot, column = item.column.partition(".")
    return (_OWNERS[owner]._meta.get_field(column).max_length if owner else None) or MAX_TEXT


def form_field(item: Field) -> forms.Field:
    """The Django field of one 栏目; never required (see above)."""
    common = {"required": False, "label": item.label + (f"（{item.unit}）" if item.unit else "")}
    if item.kind == fs.DECIMAL:
        return NumberField(unit=item.unit, places=2, whole=14, **common)
    if item.kind == fs.INTEGER:
        return NumberField(unit=item.unit, places=0, whole=9, **common)
    if item.kind == fs.BOOLEAN:
        return forms.TypedChoiceField(
            choices=[("no", _("否")), ("yes", _("是"))],
            coerce=lambda text: text == "yes",
            empty_value=None,
            widget=forms.RadioSelect,
            **common,
        )
    if item.kind == fs.CHOICE:
        return forms.ChoiceField(choices=list(item.choices), widget=forms.RadioSelect, **common)
    if item.kind == fs.DATE:
        return DayField(**common)
    by_kind = {fs.EMAIL: MailField, fs.PHONE: PhoneField, fs.CREDIT_CODE: CreditCodeField}
    made = by_kind.get(item.kind, forms.CharField)(max_length=_width(item), **common)
    if item.kind == fs.TEXTAREA:
        made.widget = forms.Textarea(attrs={"rows": 10})
    elif item.kind == fs.PHONE:
        made.widget.attrs["inputmode"] = "tel"
    # The browser would cut what is pasted; it is marked instead.
    made.widget.attrs.pop("maxlength", None)
    return made


def shown(item: Field, value: Any) -> str:
    """A saved value as it would be typed."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, date):
        return value.isoformat()
    if item.kind in (fs.DECIMAL, fs.INTEGER):
        return show_number(Decimal(value))
    return str(value)


class FieldsForm(forms.Form):
    """All fields of one section, grouped as printed; the word counts stand below their texts."""

    def __init__(self, *args, section: Section, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.section = section
        for item in section.fields:
            made = form_field(item)
            made.help_text = self._help(item)
            self.fields[item.key] = made
        self.helper = FormHelper()
        self.helper.form_tag = False
        self.helper.disable_csrf = True
        self.helper.layout = self._layout()

    @staticmethod
    def _help(item: Field) -> str:
        notes = [item.help] if item.help else []
        if item.limit:
            notes.append(f"{item.limit.words}，按 Word“字数”计算")
        if not item.required and not item.needed_if:
            notes.append(str(_("可以不填")))
        return escape("；".join(notes))

    def _layout(self) -> Layout:
        layout, group, members = Layout(), "", []
        for item in [*self.section.fields, None]:
            if group and (item is None or item.group != group):
                layout.append(Fieldset(group, Div(*members, css_class="pair")))
                members = []
            if item is None:
                break
            group = item.group
            shown_field = self._shown(item)
            members.extend(shown_field) if group else layout.extend(shown_field)
        return layout

    @staticmethod
    def _shown(item: Field) -> list:
        parts: list = [CrispyField(item.key)]
        if item.limit:
            parts.append(
                HTML(
                    f'{{% include "applications/_count.html" with names="{item.key}" limit={item.limit.count} '
                    f"must={item.limit.must} count=counts.{item.key} excess=excess.{item.key} %}}"
                )
            )
        return parts
