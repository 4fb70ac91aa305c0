"""Forms of a call's 推荐单位."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from calls.forms.deadlines import OfficeField
from calls.models import Call, CallRecommender
from calls.models.call import DeadlineKind
from calls.models.recommender import RecommenderScope
from calls.selectors.recommenders import recommenders_addable
from calls.services.recommenders import FIELDS, MATERIALS
from portal.accounts.models import Organisation


class RecommenderForm(forms.Form):
    """What one recommender sends, to whom, by when."""

    scope = forms.ChoiceField(
        label=_("推荐范围"),
        choices=RecommenderScope.choices,
        help_text=_("没有为省属企业另设推荐单位的，省属企业按属地原则申报"),
    )
    materials = forms.CharField(label=_("报送材料"), max_length=200, required=False)
    receiver = forms.CharField(
        label=_("报送至"), max_length=120, required=False, help_text=_("留空的按“推荐单位报送”的报送对象")
    )
    copy_to = forms.CharField(
        label=_("抄送"), max_length=120, required=False, help_text=_("如功能区直接报省，同时将推荐情况发送市局")
    )
    deadline_kind = forms.ChoiceField(
        label=_("按哪一项截止时间"), choices=DeadlineKind.choices, initial=DeadlineKind.RECOMMENDER
    )
    copies = forms.IntegerField(
        label=_("纸质份数"), min_value=1, max_value=99, required=False, help_text=_("留空的按该项截止时间所写的份数")
    )

    @classmethod
    def initial_of(cls, recommender: CallRecommender) -> dict[str, Any]:
        return {name: getattr(recommender, name) for name in FIELDS}


class NewRecommenderForm(RecommenderForm):
    organisation = OfficeField(Organisation._base_manager.none(), label=_("推荐单位"), empty_label=_("请选择"))
    field_order = ["organisation"]

    def __init__(self, *args: Any, call: Call, **kwargs: Any) -> None:
        super().__init__(*args, initial={"materials": MATERIALS} | kwargs.pop("initial", {}), **kwargs)
        self.fields["organisation"].queryset = recommenders_addable(call=call)
