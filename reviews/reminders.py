"""Which bureaus and experts have something open, for 截止提醒."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import datetime

from django.db.models import Count, Min
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from applications.models import Application, ApplicationState
from calls.models import Call
from calls.models.call import DeadlineKind
from calls.selectors.deadlines import deadline_of
from portal.accounts.models import Organisation
from portal.accounts.roles import Role
from portal.accounts.selectors.people import experts_now, people_by_organisation
from portal.notifications.reminders import Concern, ReminderKind, register_reminder
from reviews.models import Assignment
from reviews.models.review import AssignmentState, RoundState


def unprocessed_applications(now: datetime, horizon: datetime) -> Iterator[Concern]:
    """One concern for each bureau and call with applications it has neither recommended, returned nor declined, and
    with recommendations it has not sent."""
    waiting = {ApplicationState.SUBMITTED: "submitted", ApplicationState.RECOMMENDED: "unsent"}
    counts: dict[tuple[int, int], dict] = defaultdict(lambda: {"submitted": 0, "unsent": 0, "since": None})
    rows = Application.objects.filter(state__in=waiting, sent_at__isnull=True).order_by()
    for row in rows.values("call", "recommender", "state").annotate(n=Count("pk"), since=Min("submitted_at")):
        found = counts[row["call"], row["recommender"]]
        found[waiting[row["state"]]] = row["n"]
        found["since"] = min(filter(None, [found["since"], row["since"]]))
    calls = Call.objects.filter(pk__in={call for call, _bureau in counts}).prefetch_related("deadlines__extensions")
    by_id = {call.pk: call for call in calls}
    bureaus = Organisation.objects.in_bulk({bureau for _call, bureau in counts})
    officers = people_by_organisation(bureaus, [Role.BUREAU_OFFICER])
    for (call_id, bureau_id), found in counts.items():
        call, bureau = by_id[call_id], bureaus[bureau_id]
        at = deadline_of(call=call, kind=DeadlineKind.RECOMMENDER, organisation=bureau)
        if not at or not now < at <= horizon:
            continue
        yield Concern(
            key=f"call:{call_id}:recommender:{bureau_id}",
            at=at,
            since=found["since"],
            memberships=officers.get(bureau_id, []),
            what=_("推荐报送"),
            body=_("榜单：%(call)s\n待审核：%(submitted)d 项\n已推荐但未报送：%(unsent)d 项") % {"call": call, **found},
            link=reverse("reviews:bureau_todo"),
            precision=next(d.precision for d in call.deadlines.all() if d.kind == DeadlineKind.RECOMMENDER),
        )


def open_assignments(now: datetime, horizon: datetime) -> Iterator[Concern]:
    """One concern for each expert and round with scores not handed in; says how many, not whose."""
    open_ = [AssignmentState.INVITED, AssignmentState.ACCEPTED]
    rows = Assignment.objects.filter(
        state__in=open_, round__state=RoundState.OPEN, round__due_at__gt=now, round__due_at__lte=horizon
    ).exclude(application__state=ApplicationState.WITHDRAWN)
    groups: dict[tuple[int, int], list[Assignment]] = defaultdict(list)
    for assignment in rows.select_related("round__call").order_by("pk"):
        groups[assignment.round_id, assignment.expert_id].append(assignment)
    people = experts_now().filter(user__in={expert for _round, expert in groups})
    experts = {membership.user_id: membership for membership in people}
    for (round_id, expert_id), assignments in groups.items():
        if expert_id not in experts:
            continue
        review = assignments[0].round
        yield Concern(
            key=f"round:{round_id}:expert:{expert_id}",
            at=review.due_at,
            since=min(assignment.assigned_at for assignment in assignments),
            memberships=[experts[expert_id]],
            what=_("评分"),
            body=_("榜单：%(call)s\n轮次：%(round)s\n尚未交评分：%(count)d 项")
            % {"call": review.call, "round": review.name, "count": len(assignments)},
            link=reverse("reviews:assignment_list"),
        )


def register() -> None:
    register_reminder(ReminderKind("unprocessed", gettext_lazy("推荐单位未处理"), unprocessed_applications))
    register_reminder(ReminderKind("open_scores", gettext_lazy("专家未评分"), open_assignments))
