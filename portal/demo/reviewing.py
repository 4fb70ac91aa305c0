"""Seed 004 one step further: closed, one recommender's list already sent, its applications with the experts."""

from datetime import datetime, timedelta

from django.utils import timezone

from applications.models import Application
from calls.models import Call, Deadline
from calls.models.call import DeadlineKind
from calls.printed_deadlines import deadline_instant
from portal.demo.applications import Sample, handed_in
from portal.demo.people import People
from reviews.models import EligibilityCheck, RecommendationList, ReviewRound
from reviews.services import assigning, eligibility, receiving, rounds
from reviews.services.recommending import application_recommend
from reviews.services.rounds import CriterionInput
from reviews.services.sending import list_send

SAMPLES = (
    Sample("yuzhi", 6, "示例山城道路智驾系统", "liangjiang"),
    Sample("shancheng", 4, "示例金融大模型服务平台", "liangjiang"),
    Sample("yuzhi", 3, "示例卫星互联网智能服务平台", "liangjiang"),
)
CRITERIA = (
    CriterionInput("技术先进性", 40, "与国际、国内同类技术水平比较"),
    CriterionInput("实施基础", 30, "团队、条件和前期成果"),
    CriterionInput("应用前景", 30, "示范场景、经济和社会效益"),
)
EXPERTS = ("expert1", "expert2")
CLOSED_DAYS_AGO, RECOMMENDERS_IN = 2, 6


def review_open(people: People, call: Call) -> None:
    """Three applications sent: two with two experts each, one waiting for its 形式审查."""
    arrived_at = timezone.now() - timedelta(days=CLOSED_DAYS_AGO + 3)
    applications = [handed_in(people, call, sample, arrived_at=arrived_at).application for sample in SAMPLES]
    closed(call, applicants_ago=CLOSED_DAYS_AGO, recommenders_in=RECOMMENDERS_IN)
    applications = received(
        people, call, applications, bureau="liangjiang", officer="chongqing", sent_at=timezone.now()
    )
    in_review(people, call, applications[:2], officer="chongqing")


def closed(call: Call, *, applicants_ago: int, recommenders_in: int) -> None:
    """Move the dates of a published call back, which no person may do: in the demo it was published weeks ago."""
    day = timezone.localdate()
    moved = {
        DeadlineKind.APPLICANT: deadline_instant(day=day - timedelta(days=applicants_ago)),
        DeadlineKind.RECOMMENDER: deadline_instant(day=day + timedelta(days=recommenders_in), clock="17:00"),
    }
    for kind, (at, precision) in moved.items():
        Deadline.objects.filter(call=call, kind=kind).update(at=at, precision=precision, printed="")
    before = timedelta(days=applicants_ago + 28)
    Call.objects.filter(pk=call.pk).update(
        published_at=timezone.now() - before, signed_on=day - before - timedelta(days=1)
    )
    call.refresh_from_db()


def received(
    people: People, call: Call, applications: list[Application], *, bureau: str, officer: str, sent_at: datetime
) -> list[Application]:
    """Recommended in this order by ``bureau`` (a mailbox), sent in one list and received by ``officer``."""
    actor = people[bureau]
    for application in applications:
        reason = "攻关目标明确，研发基础扎实，出资有保障，同意推荐。"
        application_recommend(application=application, reason=reason, actor=actor)
    list_ = RecommendationList.objects.visible_to(actor).get(call=call)
    list_send(list_=list_, arrived_at=sent_at, actor=actor)
    applications = fresh(applications)
    receiving.applications_receive(applications=applications, actor=people[officer])
    return applications


def in_review(people: People, call: Call, applications: list[Application], *, officer: str) -> ReviewRound:
    """Through 形式审查 and assigned to the demo's two experts, in a round that is open."""
    actor = people[officer]
    for application in applications:
        eligibility.check_conclude(
            check=EligibilityCheck.objects.get(application=application),
            version_id=application.submitted_version_id,
            passed=True,
            results={},
            reason="材料齐全，符合申报条件。",
            actor=actor,
        )
    round_ = rounds.round_create(
        call=call, name="专家函评", due_at=timezone.now() + timedelta(days=7), criteria=CRITERIA, actor=actor
    )
    experts = [people[mailbox].user for mailbox in EXPERTS]
    for application in fresh(applications):
        assigning.experts_assign(round_=round_, application=application, experts=experts, actor=actor)
    rounds.round_open(round_=round_, actor=actor)
    return round_


def fresh(applications: list[Application]) -> list[Application]:
    return list(Application.objects.filter(pk__in=[one.pk for one in applications]).order_by("pk"))
