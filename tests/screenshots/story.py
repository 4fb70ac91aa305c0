"""The demo a few steps further than people find it: a list to rank, and a review with its results proposed."""

from decimal import Decimal

from django.utils import timezone

from applications.models import Application, ApplicationState
from calls.models import Call
from portal.accounts.actor import Actor
from portal.accounts.models import Membership
from portal.demo import world
from portal.demo.applications import Sample, handed_in
from portal.demo.people import People
from portal.scoping import system_scope
from reviews.models import Assignment, EligibilityCheck, RecommendationList, ReviewRound
from reviews.models.decision import Outcome
from reviews.services import assigning, deciding, eligibility, rounds, scoring
from reviews.services.recommending import application_recommend

MORE = (
    Sample("zhixin", 1, "示例云端训练推理一体芯片", "chengdu"),
    Sample("zhixin", 8, "示例多语种语音交互系统", "chengdu"),
    Sample("zhixin", 13, "示例产线智能调度系统", "chengdu"),
)
REASONS = (
    "声学传感指标全部达到任务要求，已有批量试用，产业带动作用明显。",
    "自研指令集与工具链完整，云端芯片已流片，生态伙伴较多。",
    "语音交互覆盖多个语种，应用场景落地快，用户评价好。",
    "调度算法在两条产线验证，节能效果突出，可复制性强。",
)
#: Of the experts, one row an application, one figure a criterion.
SCORES = (((92, 88, 90), (95, 86, 91)), ((85, 90, 82), (83, 88, 80)), ((78, 74, 81), (80, 72, 76)))


def people_of_the_demo() -> People:
    """Those that `portal.demo.loading.demo_load` opened."""
    people = People()
    for person in world.PEOPLE:
        membership = Membership.objects.select_related("user", "organisation__region").get(user__login=person.login)
        people.actors[person.mailbox] = Actor(user=membership.user, membership=membership)
        if person.at:
            people.organisations[person.at] = membership.organisation
    return people


def ranked(people: People, call: Call) -> RecommendationList:
    """成都市经济和信息化局 has recommended four, its list is open."""
    with system_scope("screenshots"):
        for sample in MORE:
            handed_in(people, call, sample, arrived_at=timezone.now())
        bureau = people["chengdu"]
        waiting = Application.objects.filter(
            call=call, recommender=bureau.organisation, state=ApplicationState.SUBMITTED
        ).order_by("pk")
        for application, reason in zip(waiting, REASONS, strict=True):
            application_recommend(application=application, reason=reason, actor=bureau)
        return RecommendationList.objects.get(call=call, recommender=bureau.organisation)


def decided(people: People, call: Call) -> None:
    """The third application is accepted too, all are scored, two are proposed for the shortlist."""
    officer = people["chongqing"]
    experts = [people["expert1"], people["expert2"]]
    with system_scope("screenshots"):
        last = Application.objects.get(call=call, state=ApplicationState.RECEIVED)
        eligibility.check_conclude(
            check=EligibilityCheck.objects.get(application=last),
            version_id=last.submitted_version_id,
            passed=True,
            results={},
            reason="材料齐全。",
            actor=officer,
        )
        review = ReviewRound.objects.get(call=call)
        last.refresh_from_db()
        users = [expert.user for expert in experts]
        assigning.experts_assign(round_=review, application=last, experts=users, actor=officer)
        applications = list(Application.objects.filter(call=call).order_by("pk"))
        for application, scores in zip(applications, SCORES, strict=True):
            for expert, values in zip(experts, scores, strict=True):
                assignment = Assignment.objects.get(application=application, expert=expert.user)
                scoring.assignment_declare(assignment=assignment, conflict=False, actor=expert)
                given = dict(zip([one.pk for one in review.criteria.all()], map(Decimal, values), strict=True))
                scoring.scorecard_hand_in(
                    assignment=assignment, scores=given, comment="目标明确。", arrived_at=timezone.now(), actor=expert
                )
        rounds.round_close(round_=review, actor=officer)
        for application, outcome in zip(
            applications, (Outcome.SHORTLISTED, Outcome.SHORTLISTED, Outcome.NOT_SHORTLISTED), strict=True
        ):
            deciding.decision_propose(application=application, outcome=outcome, actor=officer)
        deciding.reserve_add(applications=applications[1:2], actor=officer)
