"""The one deadline that a recommender works against, and what ending now would come before."""

from datetime import datetime

from django.utils.translation import gettext as _

from applications.models import Application, ApplicationState
from calls.models import Call
from calls.models.call import DeadlineKind
from calls.selectors.deadlines import deadline_of
from portal.accounts.models import Organisation
from portal.scoping import system_scope
from portal.templatetags.portal import beijing_deadline
from reviews.models import RecommendationList


def recommender_deadline(call: Call, recommender: Organisation) -> datetime | None:
    """First instant that is too late for the recommender's list, its own extension applied."""
    return deadline_of(call=call, kind=DeadlineKind.RECOMMENDER, organisation=recommender)


def early_ending(*, call: Call, now: datetime) -> list[str]:
    """What speaks against ending the review or announcing now, in Chinese, one fact a line: applications may still be
    handed in, recommenders with applications have not sent their list. It warns and blocks nothing."""
    facts = []
    until = deadline_of(call=call, kind=DeadlineKind.APPLICANT)
    if until and now < until:
        facts.append(_("网上填报仍在进行，截止 %(until)s。") % {"until": beijing_deadline(until, "minute")})
    with system_scope("which recommenders have not sent their list yet: names, no rows"):
        sent = RecommendationList.objects.filter(call=call, sent_at__isnull=False).values("recommender")
        waiting = Application.objects.filter(call=call, submitted_at__isnull=False, sent_at__isnull=True)
        waiting = waiting.exclude(state__in=[ApplicationState.DECLINED, ApplicationState.WITHDRAWN])
        rows = waiting.exclude(recommender__in=sent).order_by("recommender__name_pinyin")
        names = list(rows.values_list("recommender__name", flat=True).distinct())
    if names:
        facts.append(_("尚未报送推荐表：%(names)s。") % {"names": "、".join(names)})
    return facts
