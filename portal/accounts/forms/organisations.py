"""Forms about organisations and their members."""

from crispy_forms.helper import FormHelper
from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.utils.translation import gettext_lazy as _

from portal.accounts.forms.fields import CreditCodeField, LoginNameField, name_required
from portal.accounts.models import Organisation, Region, User
from portal.accounts.models.organisation import Ownership
from portal.accounts.roles import APPLICANT_ROLES, Role
from portal.accounts.rules import STAFF_ROLES, role_fits
from portal.accounts.selectors.organisations import region_choices
from portal.scoping import system_scope

PHONE = RegexValidator(r"^[0-9+()（）\- 转]{7,40}$", _("请填写手机号，或带区号的固定电话。"))

ROLE_HINTS = {
    Role.APPLICANT_ADMIN: _("邀请同事、调整角色、填报、提交"),
    Role.APPLICANT_EDITOR: _("填报，不能提交"),
    Role.APPLICANT_READER: _("只能查看"),
    Role.SEAL_KEEPER: _("填报、提交、管理印章"),
}


class PlainForm(forms.Form):
    """Fields without the form tag: the template writes it, with the token and the buttons."""

    helper = FormHelper()
    helper.form_tag = False
    helper.disable_csrf = True

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        name_required(self)


class RegionField(forms.ChoiceField):
    """One region out of the grouped list; cleans to the Region."""

    def __init__(self, **kwargs) -> None:
        kwargs.setdefault("label", _("所在地区"))
        super().__init__(choices=lambda: [("", _("请选择")), *region_choices()], **kwargs)

    def clean(self, value: str) -> Region:
        return Region.objects.get(pk=super().clean(value))


class OwnDataForm(PlainForm):
    ownership = forms.ChoiceField(label=_("单位性质"), choices=[("", _("请选择")), *Ownership.choices])
    address = forms.CharField(label=_("单位地址"), max_length=200)
    legal_representative = forms.CharField(label=_("法定代表人"), max_length=60)
    contact_name = forms.CharField(label=_("联系人"), max_length=60)
    contact_phone = forms.CharField(
        label=_("联系电话"),
        max_length=40,
        validators=[PHONE],
        help_text=_("手机号，或带区号的固定电话；页面上默认隐去中间几位"),
    )


class RegisterForm(OwnDataForm):
    name = forms.CharField(label=_("单位名称"), max_length=120, help_text=_("与营业执照一致的全称"))
    credit_code = CreditCodeField()
    region = RegionField(help_text=_("按注册地选择；由该地区的推荐单位核对激活"))
    field_order = ["name", "credit_code", "region"]

    def add_code_taken(self) -> None:
        """Says what to do, not who: the holder of a code is nobody else's business."""
        self.add_error(
            "credit_code", _("该统一社会信用代码已在本平台注册。请联系本单位的单位管理员，由其发送邀请链接加入。")
        )


class ReasonForm(PlainForm):
    reason = forms.CharField(
        label=_("原因"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("将通知该单位的单位管理员"),
    )


class RoleForm(PlainForm):
    """Which role a colleague shall have."""

    role = forms.ChoiceField(
        label=_("角色"),
        choices=[(r.value, f"{r.label}（{ROLE_HINTS[r]}）") for r in Role if r in APPLICANT_ROLES],
        initial=Role.APPLICANT_EDITOR,
    )


class GrantForm(PlainForm):
    """An administrator names a person by login, a staff role and, where the role needs one, the organisation."""

    login = LoginNameField(label=_("对方的登录名（邮箱或手机号）"))
    role = forms.ChoiceField(label=_("身份"), choices=[(r.value, r.label) for r in Role if r in STAFF_ROLES])
    organisation = forms.ModelChoiceField(
        label=_("单位"),
        queryset=Organisation.objects.none(),
        required=False,
        empty_label=_("不属于任何单位（专家、平台管理员）"),
    )

    def __init__(self, *args, offices, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["organisation"].queryset = offices

    def clean_login(self) -> User:
        login = self.cleaned_data["login"]
        user = User.objects.filter(**({"email": login} if "@" in login else {"phone": login})).first()
        if user is None:
            raise ValidationError(_("没有这个登录名的用户，请对方先注册账号。"))
        return user

    def clean(self) -> dict:
        data = super().clean()
        if "role" in data and "organisation" in data:
            fits, reason = role_fits(data["role"], data["organisation"])
            if not fits:
                self.add_error("organisation", reason)
        return data


class OfficeForm(PlainForm):
    """An issuer or recommender, opened by an administrator."""

    name = forms.CharField(label=_("单位名称"), max_length=120)
    region = RegionField(help_text=_("推荐单位负责核对该地区及其下级地区的申报单位"))
    is_issuer = forms.BooleanField(label=_("发榜单位"), required=False)
    is_recommender = forms.BooleanField(label=_("推荐单位"), required=False)
    parent = forms.ModelChoiceField(
        label=_("上级单位"), queryset=Organisation.objects.none(), required=False, empty_label=_("无")
    )
    contact_name = forms.CharField(label=_("联系人"), max_length=60, required=False)
    contact_phone = forms.CharField(label=_("联系电话"), max_length=40, required=False, validators=[PHONE])

    def __init__(self, *args, offices, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["parent"].queryset = offices

    def clean(self) -> dict:
        data = super().clean()
        if not data.get("is_issuer") and not data.get("is_recommender"):
            self.add_error("is_recommender", _("请至少选择发榜单位、推荐单位中的一项。"))
        name = data.get("name")
        with system_scope("whether an office of that name exists"):
            taken = name and Organisation.objects.filter(name=name, is_applicant=False).exists()
        if taken:
            self.add_error("name", _("已有同名的单位。"))
        return data
