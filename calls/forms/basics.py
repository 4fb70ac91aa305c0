"""Forms of a call's own data: basics, contact, and the first two fields of an empty call."""

from datetime import date
from typing import Any

from django import forms
from django.core.validators import RegexValidator
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from calls.models import Call
from calls.notice import notice_text
from portal.accounts.models import Organisation, Region

PHONE = RegexValidator(r"^[0-9+()（）\-－、；; 转]{7,60}$", _("请填写手机号，或带区号的固定电话。"))
FIRST_YEAR = 2015


def regions_near(organisation: Organisation) -> Any:
    """The office's region, everything below it and everything above it."""
    path = organisation.region.path
    above = [code for code in path.split("/") if code]
    return Region.objects.filter(Q(path__startswith=path) | Q(code__in=above))


class DayInput(forms.DateInput):
    """The browser's own calendar; ISO, as it asks for."""

    input_type = "date"

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(format="%Y-%m-%d", **kwargs)


class CallForm(forms.Form):
    """An empty call."""

    title = forms.CharField(label=_("标题"), max_length=200, help_text=_("通知的完整标题，或榜单名称"))
    year = forms.IntegerField(label=_("年度"), min_value=FIRST_YEAR, max_value=2100)
    region = forms.ModelChoiceField(Region.objects.none(), label=_("适用地区"), empty_label=_("请选择"))

    def __init__(self, *args: Any, organisation: Organisation, **kwargs: Any) -> None:
        initial = {"year": timezone.localdate().year, "region": organisation.region_id}
        super().__init__(*args, initial=initial | kwargs.pop("initial", {}), **kwargs)
        self.fields["region"].queryset = regions_near(organisation)


class BasicsForm(CallForm):
    """基本信息 and 通知正文."""

    doc_no = forms.CharField(label=_("文号"), max_length=60, required=False, help_text=_("如：川经信〔2026〕1号"))
    signed_on = forms.DateField(label=_("成文日期"), required=False, widget=DayInput)
    recipients = forms.CharField(label=_("主送机关"), max_length=300, required=False)
    recommendation_quota = forms.IntegerField(
        label=_("每家推荐单位推荐限额（项）"),
        min_value=1,
        max_value=999,
        required=False,
        help_text=_("留空表示不限"),
    )
    external_system_name = forms.CharField(
        label=_("另须填报的系统"),
        max_length=120,
        required=False,
        help_text=_("申报还要在其他系统登记的，写系统名称；申报单位须回填该系统的编号"),
    )
    external_system_url = forms.URLField(label=_("该系统网址"), max_length=200, required=False, assume_scheme="https")
    body = forms.CharField(
        label=_("通知正文"),
        required=False,
        max_length=200_000,
        widget=forms.Textarea(attrs={"rows": 18}),
        help_text=_("一行一段；“一、……”自动作为小标题；表格的列之间用 Tab 分开"),
    )
    #: Filled by the editor (static/notice_editor.js); empty where it does not run: then ``body`` counts.
    body_html = forms.CharField(required=False, max_length=600_000, widget=forms.HiddenInput)

    field_order = [
        "title",
        "doc_no",
        "year",
        "region",
        "signed_on",
        "recipients",
        "recommendation_quota",
        "external_system_name",
        "external_system_url",
        "body",
    ]

    @classmethod
    def initial_of(cls, call: Call) -> dict[str, Any]:
        kept = {n: getattr(call, n) for n in cls.base_fields if n not in {"body", "body_html", "region"}}
        return kept | {"body": notice_text(call.body), "region": call.region_id}

    def clean_signed_on(self) -> date | None:
        signed = self.cleaned_data["signed_on"]
        if signed and signed > timezone.localdate():
            raise forms.ValidationError(_("成文日期不能晚于今天。"))
        return signed


class ContactForm(forms.Form):
    """联系方式: published with the call, so it is the office's, not a private one."""

    contact_name = forms.CharField(label=_("联系人"), max_length=60, help_text=_("将公开显示，可写处室名称"))
    contact_phone = forms.CharField(
        label=_("联系电话"), max_length=60, required=False, validators=[PHONE], help_text=_("将公开显示，请填办公电话")
    )
    contact_email = forms.EmailField(label=_("电子邮箱"), required=False)

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        if not self.errors and not (data["contact_phone"] or data["contact_email"]):
            self.add_error("contact_phone", _("电话和邮箱请至少填写一项。"))
        return data
