import pytest
from django import forms
from django.core.exceptions import ValidationError

from portal.accounts.forms.fields import CreditCodeField, LoginNameField, PhoneField
from tests.accounts.codes import credit_code


@pytest.mark.parametrize("text", ["13800138888", " 138 0013 8888 ", "+86 138-0013-8888", "008613800138888"])
def test_a_phone_is_kept_as_its_digits(text):
    assert PhoneField().clean(text) == "13800138888"


@pytest.mark.parametrize("text", ["1380013888", "23800138888", "138001388889", "一三八零零一三八八八八"])
def test_other_numbers_are_refused(text):
    with pytest.raises(ValidationError):
        PhoneField().clean(text)


def test_a_login_name_is_mail_or_phone():
    assert LoginNameField().clean("Somebody@Demo.Example") == "somebody@demo.example"
    assert LoginNameField().clean("138-0013-8888") == "13800138888"
    with pytest.raises(ValidationError, match="邮箱地址或11位手机号"):
        LoginNameField().clean("somebody")


def test_a_credit_code_is_checked_by_its_last_character():
    code = credit_code()
    assert CreditCodeField().clean(code.lower()) == code
    wrong = code[:-1] + ("0" if code[-1] != "0" else "1")
    with pytest.raises(ValidationError, match="统一社会信用代码不正确"):
        CreditCodeField().clean(wrong)


@pytest.mark.parametrize("kind", [forms.IntegerField, forms.DecimalField])
def test_limits_of_numbers_are_told_in_plain_words(kind):
    field = kind(min_value=1, max_value=100)
    with pytest.raises(ValidationError, match=r"不能大于 100。"):
        field.clean("101")
    with pytest.raises(ValidationError, match=r"不能小于 1。"):
        field.clean("0")
