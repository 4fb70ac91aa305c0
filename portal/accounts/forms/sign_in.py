"""The forms of signing in, in the portal's words; what they do is django-allauth's."""

from allauth.account import forms as allauth
from allauth.account.adapter import get_adapter
from allauth.account.internal.flows.signup import prevent_enumeration
from allauth.mfa.base.forms import AuthenticateForm, ReauthenticateForm
from allauth.mfa.totp.forms import ActivateTOTPForm
from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy as _

from portal.accounts.forms.fields import LoginNameField, name_required, plain_phone
from portal.accounts.models import User
from portal.accounts.services.users import user_register

PASSWORD_HINT = _("至少10个字符，不能全是数字，不能是常见密码或与姓名、账号相近。")


def _plain(form: forms.Form, **labels) -> None:
    """Our labels; no placeholders, which vanish just when they are needed."""
    for field in form.fields.values():
        field.widget.attrs.pop("placeholder", None)
    for name, label in labels.items():
        form.fields[name].label = label
    name_required(form)


class SignInForm(allauth.LoginForm):
    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        _plain(self, login=_("邮箱或手机号"), password=_("密码"))
        self.fields["login"].widget.attrs["autocomplete"] = "username"
        self.fields["password"].help_text = ""

    def clean_login(self) -> str:
        login = super().clean_login()
        return login if "@" in login else plain_phone(login)


class SignUpForm(forms.Form):
    """One field for mail or phone. Whether it is taken is never said: see `try_save`."""

    by_passkey = False

    login = LoginNameField(help_text=_("用于登录和接收通知，推荐填写邮箱"))
    name = forms.CharField(label=_("姓名"), max_length=60, widget=forms.TextInput(attrs={"autocomplete": "name"}))
    password1 = forms.CharField(
        label=_("密码"),
        strip=False,
        max_length=128,
        help_text=PASSWORD_HINT,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )
    password2 = forms.CharField(
        label=_("确认密码"),
        strip=False,
        max_length=128,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        name_required(self)

    def clean(self) -> dict:
        data = super().clean()
        login, password = data.get("login", ""), data.get("password1")
        if password:
            user = User(name=data.get("name", ""), **({"email": login} if "@" in login else {"phone": login}))
            try:
                get_adapter().clean_password(password, user=user)
            except forms.ValidationError as error:
                self.add_error("password1", error)
            if "password2" in data and password != data["password2"]:
                self.add_error("password2", _("两次输入的密码不一致。"))
        return data

    def try_save(self, request: HttpRequest) -> tuple[User | None, HttpResponse | None]:
        """(user, answer). A taken address gets the same page as a free one and a mail that tells its owner; a phone
        cannot be proved here, so both a free and a taken one lead to the sign-in page with the same words."""
        login = self.cleaned_data["login"]
        user = user_register(login=login, name=self.cleaned_data["name"], password=self.cleaned_data["password1"])
        if "@" in login:
            return (user, None) if user else (None, prevent_enumeration(request, email=login))
        messages.info(request, _("如该手机号此前未注册，账号现已建立，请用它登录；如已注册，请用原密码登录。"))
        return None, redirect("account_login")


class ResetForm(allauth.ResetPasswordForm):
    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        _plain(self, email=_("注册邮箱"))


class NewPasswordForm(allauth.ResetPasswordKeyForm):
    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        _plain(self, password1=_("新密码"), password2=_("确认新密码"))
        self.fields["password1"].help_text = PASSWORD_HINT


class MailCodeForm(allauth.ConfirmEmailVerificationCodeForm):
    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        _plain(self, code=_("验证码"))


class PasswordAgainForm(allauth.ReauthenticateForm):
    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        _plain(self, password=_("密码"))
        self.fields["password"].help_text = ""


class TotpForm(AuthenticateForm):
    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        _plain(self, code=_("动态验证码"))


class TotpAgainForm(ReauthenticateForm):
    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        _plain(self, code=_("动态验证码"))


class TotpSetUpForm(ActivateTOTPForm):
    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        _plain(self, code=_("应用显示的6位数字"))


class ChangePasswordForm(allauth.ChangePasswordForm):
    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        _plain(self, oldpassword=_("当前密码"), password1=_("新密码"), password2=_("确认新密码"))
        self.fields["oldpassword"].help_text = ""
        self.fields["password1"].help_text = PASSWORD_HINT
