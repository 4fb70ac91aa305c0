"""Pages of the issuer: 形式审查, rounds, assignment, announcement, objections."""

from datetime import datetime

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from calls.rule_kinds.base import Result
from portal.accounts.models import User
from reviews import labels
from reviews.forms.base import InstantField, PageForm, reason_field
from reviews.rules import LEAST_EXPERTS
from reviews.services.rounds import CriterionInput

#: Rows of criteria that the page offers; empty ones are passed over.
CRITERION_ROWS = 8
#: What is scored when nobody says otherwise: the parts of 揭榜任务书 (seed 003 附2).
USUAL_CRITERIA = (
    ("技术先进性", 30, "承诺指标与预期目标的比较，技术路线的创新程度"),
    ("现有基础", 20, "知识产权、研发投入、前期成果"),
    ("攻关计划可行性", 25, "目标、任务安排、组织保障与风险应对"),
    ("应用与产业化前景", 25, "应用场景、用户、经济社会效益"),
)


class CheckForm(PageForm):
    """One result and note per rule (fields ``result-<key>`` and ``note-<key>``), then the conclusion."""

    conclusion = forms.ChoiceField(
        label=_("结论"), choices=[("pass", _("通过")), ("fail", _("不通过"))], widget=forms.RadioSelect
    )
    reason = reason_field(
        _("理由"), help_text=_("不通过时必填；有必须满足的条件没有满足而仍予通过时也必填。"), required=False, rows=4
    )
    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args, results: list[dict], **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.results = results
        for row in results:
            self.fields[f"result-{row['key']}"] = forms.ChoiceField(
                label=_("审查结果"),
                choices=Result.choices,
                initial=row["result"],
                widget=forms.Select(attrs={"class": "form-select", "aria-label": row["title"]}),
            )
            self.fields[f"note-{row['key']}"] = forms.CharField(
                label=_("备注"),
                required=False,
                max_length=500,
                initial=row["note"],
                widget=forms.TextInput(attrs={"class": "form-control"}),
            )

    def rows(self) -> list[dict]:
        """The rules with their two fields, for the table."""
        return [
            row | {"result_field": self[f"result-{row['key']}"], "note_field": self[f"note-{row['key']}"]}
            for row in self.results
        ]

    def given(self) -> dict[str, tuple[str, str]]:
        data = self.cleaned_data
        return {row["key"]: (data[f"result-{row['key']}"], data[f"note-{row['key']}"]) for row in self.results}

    def clean(self) -> dict:
        data = super().clean()
        if data.get("conclusion") == "fail" and not data.get("reason", "").strip():
            self.add_error("reason", _("请写明不通过的理由。"))
        return data


class CorrectionForm(PageForm):
    comment = reason_field(_("补正要求"), help_text=_("逐条写明要补什么、改什么，申报单位会看到全文。"))
    until = InstantField(label=_("补正截止"), help_text=_("申报单位须在此之前提交补正。"))

    def __init__(self, *args, now: datetime, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.now = now

    def clean_until(self) -> datetime:
        until = self.cleaned_data["until"]
        if until <= self.now:
            raise ValidationError(_("补正截止应晚于现在。"))
        return until


class RoundForm(PageForm):
    name = forms.CharField(label=_("轮次名称"), max_length=60, initial=_("专家评审"))
    due_at = InstantField(label=_("评分截止"))
    experts_per_application = forms.IntegerField(
        label=_("每项申报的专家数"), min_value=LEAST_EXPERTS, max_value=15, initial=LEAST_EXPERTS
    )

    def __init__(self, *args, now: datetime, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.now = now

    def clean_due_at(self) -> datetime:
        due_at = self.cleaned_data["due_at"]
        if due_at <= self.now:
            raise ValidationError(_("评分截止应晚于现在。"))
        return due_at


class ExtendRoundForm(PageForm):
    until = InstantField(label=_("延长至"), help_text=_("对本轮全部专家有效；未交评分的专家会收到消息。"))
    reason = reason_field(_("延长的原因"), help_text=_("记入评审轮次页面和审计日志，专家会看到。"), rows=3)

    def __init__(self, *args, now: datetime, due_at: datetime, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.now, self.due_at = now, due_at

    def clean_until(self) -> datetime:
        until = self.cleaned_data["until"]
        if until <= self.due_at:
            raise ValidationError(_("新的评分截止应晚于原来的评分截止。"))
        if until <= self.now:
            raise ValidationError(_("评分截止应晚于现在。"))
        return until


class CriterionForm(forms.Form):
    """One row of the table of criteria; a row without a name is passed over."""

    name = forms.CharField(label=_("评分指标"), max_length=60, required=False)
    weight = forms.IntegerField(label=_("权重（%）"), min_value=1, max_value=100, required=False)
    maximum = forms.IntegerField(label=_("满分"), min_value=1, max_value=999, required=False)
    guidance = forms.CharField(label=_("评分说明"), max_length=300, required=False)

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.widget.attrs |= {"class": "form-control", "aria-label": field.label}

    def clean(self) -> dict:
        data = super().clean()
        if data.get("name") and data.get("weight") is None and "weight" not in self.errors:
            self.add_error("weight", _("请填写权重。"))
        if data.get("weight") and not data.get("name") and "name" not in self.errors:
            self.add_error("name", _("请填写评分指标。"))
        return data


class BaseCriterionFormSet(forms.BaseFormSet):
    def clean(self) -> None:
        if any(self.errors) or not self.management_form.is_valid():
            return
        total = sum(one.weight for one in self.criteria())
        if total != 100:
            raise ValidationError(_("权重合计应为 100，现在是 %(total)d。") % {"total": total})

    def criteria(self) -> list[CriterionInput]:
        return [
            CriterionInput(
                name=row["name"], weight=row["weight"], guidance=row["guidance"], maximum=row["maximum"] or 100
            )
            for row in self.cleaned_data
            if row.get("name")
        ]


CriterionFormSet = forms.formset_factory(
    CriterionForm, formset=BaseCriterionFormSet, extra=0, min_num=CRITERION_ROWS, max_num=CRITERION_ROWS
)


def usual_criteria() -> list[dict]:
    rows = [{"name": n, "weight": w, "maximum": 100, "guidance": g} for n, w, g in USUAL_CRITERIA]
    return rows + [{}] * (CRITERION_ROWS - len(rows))


class ExpertsField(forms.ModelMultipleChoiceField):
    def label_from_instance(self, user: User) -> str:
        employer = user.expert.employer if hasattr(user, "expert") else ""
        return f"{user.name}（{employer}）" if employer else user.name


class AssignForm(PageForm):
    experts = ExpertsField(label=_("专家"), queryset=User.objects.none(), widget=forms.CheckboxSelectMultiple)

    def __init__(self, *args, experts, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["experts"].queryset = experts


class ReplaceForm(PageForm):
    reason = reason_field(_("撤换的原因"), help_text=_("例如：发现利益冲突、逾期未答复。"), rows=3)


class ReopenForm(PageForm):
    reason = reason_field(_("退回重评的原因"), help_text=_("专家可以修改后再交。"), rows=3)


def anyway_field() -> forms.BooleanField:
    """The tick beside a warning (`reviews.selectors.deadlines.early_ending`)."""
    return forms.BooleanField(
        label=_("仍要继续"), error_messages={"required": _("请先看上面的提醒；确定的，勾选“仍要继续”。")}
    )


class CloseRoundForm(PageForm):
    """结束评审: nothing to fill in but the tick, where something speaks against ending now."""

    def __init__(self, *args, early: list[str], **kwargs) -> None:
        super().__init__(*args, **kwargs)
        if early:
            self.fields["anyway"] = anyway_field()


class NoticeForm(PageForm):
    title = forms.CharField(label=_("公示标题"), max_length=200)
    body = reason_field(_("公示正文"), required=False, rows=8)
    objections_until = InstantField(label=_("异议截止"), help_text=_("异议期满后才能确定结果。"))
    sure = forms.BooleanField(
        label=_("我已核对名单。发布后全部结果立即公开，并通知各申报单位和推荐单位，不能撤回。"),
        error_messages={"required": _("请先核对名单并勾选。")},
    )

    def __init__(self, *args, now: datetime, early: list[str], **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.now = now
        if early:
            self.fields["anyway"] = anyway_field()

    def clean_objections_until(self) -> datetime:
        until = self.cleaned_data["objections_until"]
        if until <= self.now:
            raise ValidationError(_("异议截止应晚于现在。"))
        return until


class AnswerForm(PageForm):
    verdict = forms.ChoiceField(
        label=_("处理结论"),
        choices=[("uphold", _("异议成立，改变结果")), ("dismiss", _("异议不成立，维持结果"))],
        widget=forms.RadioSelect,
    )
    answer = reason_field(_("处理意见"), help_text=_("异议提出人会看到全文；成立的，随新的公示一并告知。"))


class ObjectionForm(PageForm):
    decision = forms.ChoiceField(label=_("针对的结果"))
    grounds = reason_field(_("异议理由"), help_text=_("请写明事实和依据，以单位名义提出。"))

    def __init__(self, *args, decisions: list, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["decision"].choices = [
            (
                str(one.pk),
                f"{one.application.organisation} · {one.application.submitted_version.product_name}"
                f"（{labels.outcome_label(one).text}）",
            )
            for one in decisions
        ]
