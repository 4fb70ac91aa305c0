"""Forms of 截止时间 and 延期: a day and, when printed, a clock time."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from calls.forms.basics import DayInput
from calls.models import Call, Deadline
from calls.models.call import DeadlineKind
from calls.printed_deadlines import deadline_instant, deadline_words, printed_agrees
from calls.rules import extension_concerns
from calls.selectors.recommenders import recommenders_of
from portal.accounts.forms.fields import CreditCodeField
from portal.accounts.models import Organisation

CLOCK_HINT = _("留空表示到当日24:00；写 17:00 或 18点 的，该时刻起不再受理")


class InstantForm(forms.Form):
    """``day`` and ``clock`` together; afterwards ``instant`` and ``precision`` are in ``cleaned_data``."""

    day = forms.DateField(label=_("日期"), widget=DayInput)
    clock = forms.CharField(label=_("时刻"), max_length=20, required=False, help_text=CLOCK_HINT)

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        if data.get("day") and "clock" in data:
            try:
                data["instant"], data["precision"] = deadline_instant(day=data["day"], clock=data["clock"])
            except ValidationError as error:
                self.add_error("clock", error)
        return data


class DeadlineForm(InstantForm):
    """One kind of deadline; without a day there is none of this kind."""

    printed = forms.CharField(
        label=_("原文"), max_length=200, required=False, help_text=_("文件中的原话，如：11月19日17:00前")
    )
    receiver = forms.CharField(label=_("报送对象"), max_length=120, required=False)
    copies = forms.IntegerField(label=_("纸质份数"), min_value=1, max_value=99, required=False)

    def __init__(self, *args: Any, kind: str, deadline: Deadline | None = None, **kwargs: Any) -> None:
        self.kind = DeadlineKind(kind)
        initial: dict[str, Any] = {}
        if deadline:
            initial = {name: getattr(deadline, name) for name in ("printed", "receiver", "copies")}
            initial["day"], initial["clock"] = deadline_words(at=deadline.at, precision=deadline.precision)
        super().__init__(*args, initial=initial, prefix=kind, **kwargs)
        self.fields["day"].required = False
        if deadline and not printed_agrees(deadline.printed, at=deadline.at):
            self.fields["printed"].help_text = _("文件中的原话；与上面的日期不一致，只作为原文留存，不作为截止时间")

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        typed = any(data.get(name) for name in ("clock", "printed", "receiver", "copies"))
        if not self.errors and typed and not data.get("day"):
            self.add_error("day", _("请填写日期，或清空这一项的其他内容。"))
        return data


def deadline_forms(call: Call, data: Any = None) -> list[DeadlineForm]:
    """One form a kind, in the order in which they fall due."""
    known = {deadline.kind: deadline for deadline in call.deadlines.all()}
    return [DeadlineForm(data, kind=kind, deadline=known.get(kind)) for kind in DeadlineKind.values]


class OfficeField(forms.ModelChoiceField):
    """An office by its name; offices of one name differ by their region."""

    def label_from_instance(self, obj: Organisation) -> str:
        return f"{obj.name}（{obj.region.name}）"


class ExtensionForm(InstantForm):
    """延期 of one deadline: for everyone, for one recommender by its name, or for the applicant with this credit code
    (offices have none). Afterwards ``organisation`` is in ``cleaned_data``, None for everyone."""

    deadline = forms.ModelChoiceField(Deadline.objects.none(), label=_("延长哪一项"), empty_label=_("请选择"))
    recommender = OfficeField(
        Organisation._base_manager.none(),
        required=False,
        label=_("只为这家推荐单位延期"),
        empty_label=_("所有推荐单位"),
        help_text=_("延长“推荐单位报送”时才选"),
    )
    credit_code = CreditCodeField(
        required=False,
        label=_("只为这家申报单位延期"),
        help_text=_("延长申报单位的截止时间时才填，写它的统一社会信用代码；留空表示所有申报单位"),
    )
    reason = forms.CharField(
        label=_("原因"), max_length=1000, widget=forms.Textarea(attrs={"rows": 3}), help_text=_("将记入审计记录")
    )
    field_order = ["deadline", "day", "clock", "recommender", "credit_code", "reason"]

    def __init__(self, *args: Any, call: Call, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["deadline"]
        field.queryset = call.deadlines.all()
        field.label_from_instance = lambda deadline: deadline.get_kind_display()
        self.fields["recommender"].queryset = recommenders_of(call=call)

    def clean_credit_code(self) -> Organisation | None:
        code = self.cleaned_data["credit_code"]
        if not code:
            return None
        # Whichever region it is of: the office knows the code from the applicant itself.
        found = Organisation._base_manager.filter(credit_code=code, is_applicant=True).first()
        if found is None:
            raise ValidationError(_("平台上没有这个代码的申报单位。"))
        return found

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        data["organisation"] = data.get("recommender") or data.get("credit_code")
        for name in ("recommender", "credit_code"):
            if data.get("deadline") and data.get(name):
                concerned, reason = extension_concerns(data["deadline"], data[name])
                if not concerned:
                    self.add_error(name, reason)
        if not self.errors and data["recommender"] and data["credit_code"]:
            self.add_error("credit_code", _("一次只能为一家单位延期，请只留一项。"))
        return data
