"""Pages of the recommender: one reason each."""

from datetime import datetime

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from applications.models import Application
from portal.templatetags.portal import beijing
from reviews.forms.base import InstantField, PageForm, reason_field


class ReturnForm(PageForm):
    comment = reason_field(_("退回意见"), help_text=_("逐条写明要修改什么，申报单位会看到全文。"))
    until = InstantField(label=_("答复截止"), help_text=_("申报单位须在此之前重新提交。"))

    def __init__(self, *args, now: datetime, latest: datetime | None, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.now, self.latest = now, latest
        if latest is not None:
            self.fields["until"].help_text = _("不能晚于推荐单位的报送截止 %(latest)s。") % {"latest": beijing(latest)}

    def clean_until(self) -> datetime:
        until = self.cleaned_data["until"]
        if until <= self.now:
            raise ValidationError(_("答复截止应晚于现在。"))
        if self.latest is not None and until > self.latest:
            raise ValidationError(_("答复截止不能晚于推荐单位的报送截止时间。"))
        return until


def seen_version() -> forms.IntegerField:
    """The version that stood on the page when it was opened."""
    return forms.IntegerField(required=False, widget=forms.HiddenInput)


class RecommendForm(PageForm):
    version = seen_version()
    reason = reason_field(_("推荐理由"), help_text=_("印入推荐表，宜一两句话说明优势。"), rows=4)


class RecommendManyForm(PageForm):
    """One 推荐理由 per application, in the field ``reason-<public id>``."""

    def __init__(self, *args, applications: list[Application], **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.applications = applications
        for one in applications:
            # The number tells two of one organisation's applications apart, also in the list of what is missing.
            label = f"{one.number} {one.organisation} · {one.submitted_version.product_name}"
            field = self.fields[f"reason-{one.public_id}"] = reason_field(label, rows=2)
            field.error_messages["required"] = _("请填写推荐理由。")
            self.fields[f"version-{one.public_id}"] = seen_version()
            self.initial[f"version-{one.public_id}"] = one.submitted_version_id

    def reasons(self) -> dict[Application, tuple[str, int | None]]:
        """推荐理由 and the version looked at, for each application."""
        given = self.cleaned_data
        return {one: (given[f"reason-{one.public_id}"], given[f"version-{one.public_id}"]) for one in self.applications}


class DeclineForm(PageForm):
    reason = reason_field(_("不予推荐的理由"), help_text=_("申报单位会看到全文。"), rows=4)


class ReconsiderForm(PageForm):
    reason = reason_field(_("撤销的原因"), help_text=_("只在办理记录中留存。"), rows=3)
