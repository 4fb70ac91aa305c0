"""Form fields that check what Chinese offices write."""

import re

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator, validate_email
from django.utils.translation import gettext_lazy as _
from stdnum.cn import uscc
from stdnum.exceptions import ValidationError as NumberError

MOBILE = RegexValidator(r"^1[3-9]\d{9}$", _("请填写11位手机号。"), code="invalid_phone")


def name_required(form: forms.Form) -> None:
    """“请填写单位名称。” instead of “这个字段是必填项。”: the summary on top names each field."""
    for field in form.fields.values():
        chooses = isinstance(field, forms.ChoiceField)
        words = _("请选择%(label)s。") if chooses else _("请填写%(label)s。")
        field.error_messages["required"] = words % {"label": str(field.label).partition("（")[0]}


def say_limits_plainly() -> None:
    """“不能大于 100。” instead of “确保该值小于或等于100。”, on every form; a field's own words still come first."""
    forms.IntegerField.default_error_messages |= {
        "max_value": _("不能大于 %(limit_value)s。"),
        "min_value": _("不能小于 %(limit_value)s。"),
    }


def plain_phone(value: str) -> str:
    """“+86 138-0013-8888” → “13800138888”."""
    value = re.sub(r"[\s\-－—]", "", value)
    return re.sub(r"^(\+86|0086)", "", value)


class PhoneField(forms.CharField):
    """A mobile number of mainland China, kept as its 11 digits."""

    def __init__(self, **kwargs) -> None:
        kwargs.setdefault("label", _("手机号"))
        kwargs.setdefault("widget", forms.TextInput(attrs={"autocomplete": "tel", "inputmode": "tel"}))
        super().__init__(**kwargs)

    def clean(self, value: str | None) -> str:
        value = plain_phone(super().clean(value))
        if value:
            MOBILE(value)
        return value


class LoginNameField(forms.CharField):
    """邮箱或手机号; cleans to the lower-case address or the 11 digits."""

    def __init__(self, **kwargs) -> None:
        kwargs.setdefault("label", _("邮箱或手机号"))
        kwargs.setdefault("max_length", 254)
        kwargs.setdefault("widget", forms.TextInput(attrs={"autocomplete": "username"}))
        super().__init__(**kwargs)

    def clean(self, value: str | None) -> str:
        value = super().clean(value).strip()
        if "@" in value:
            validate_email(value)
            return value.lower()
        value = plain_phone(value)
        if value:
            try:
                MOBILE(value)
            except ValidationError as error:
                raise ValidationError(_("请填写邮箱地址或11位手机号。"), code="invalid") from error
        return value


class CreditCodeField(forms.CharField):
    """统一社会信用代码 (GB 32100-2015): 18 characters, the last one checks the rest."""

    def __init__(self, **kwargs) -> None:
        kwargs.setdefault("label", _("统一社会信用代码"))
        kwargs.setdefault("help_text", _("18位，与营业执照一致"))
        kwargs.setdefault("widget", forms.TextInput(attrs={"autocomplete": "off", "maxlength": 24}))
        super().__init__(**kwargs)

    def clean(self, value: str | None) -> str:
        value = super().clean(value)
        if not value:
            return value
        try:
            return uscc.validate(value.upper())
        except NumberError as error:
            raise ValidationError(_("统一社会信用代码不正确，请按营业执照核对18位代码。"), code="invalid") from error
