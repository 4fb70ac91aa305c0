"""Seed 001 carried to the end: scored, decided and in 公示, so that its pages have something to show."""

from datetime import timedelta
from decimal import Decimal

from django.utils import timezone

from applications.models import Application
from calls.models import Call
from portal.demo.applications import Sample, handed_in
from portal.demo.people import People
from portal.demo.reviewing import EXPERTS, closed, fresh, in_review, received
from reviews.models import Assignment, PublicNotice, ReviewRound
from reviews.models.decision import Outcome
from reviews.services import announcing, deciding, rounds, scoring
from reviews.titles import matter

OFFICER, BUREAU = "henan", "zhengzhou-bureau"
#: What was handed in, and what each expert gives by the criteria of `portal.demo.reviewing`.
SCORED = (
    (Sample("zhongyuan", 1, "示例中原训练推理芯片", "zhengzhou"), (("92", "90", "88"), ("90", "87", "91"))),
    (Sample("huanghe", 7, "示例黄河视觉理解平台", "zhengzhou"), (("86", "88", "84"), ("85", "82", "88"))),
    (Sample("songshan", 6, "示例嵩山语音交互系统", "zhengzhou"), (("78", "80", "76"), ("80", "75", "79"))),
    (Sample("zhongyuan", 10, "示例中原便民服务助手", "zhengzhou"), (("70", "72", "68"), ("66", "71", "70"))),
)
SHORTLISTED, RESERVED = 2, 1
APPLICANTS_CLOSED, RECOMMENDERS_CLOSED, OBJECTIONS_IN = 25, 18, 5
COMMENT = "目标明确，技术路线可行，指标量化清楚；建议进一步落实应用场景和用户。（演示数据）"


def notice_open(people: People, call: Call) -> PublicNotice:
    """Four applications: the best two shortlisted, the next one on the reserve list, all announced today."""
    now = timezone.now()
    arrived_at = now - timedelta(days=APPLICANTS_CLOSED + 3)
    applications = [handed_in(people, call, sample, arrived_at=arrived_at).application for sample, _scores in SCORED]
    closed(call, applicants_ago=APPLICANTS_CLOSED, recommenders_in=-RECOMMENDERS_CLOSED)
    sent_at = now - timedelta(days=RECOMMENDERS_CLOSED + 1)
    received(people, call, applications, bureau=BUREAU, officer=OFFICER, sent_at=sent_at)
    round_ = in_review(people, call, fresh(applications), officer=OFFICER)
    for application, (_sample, scores) in zip(applications, SCORED, strict=True):
        _score(people, round_, application, scores)
    rounds.round_close(round_=round_, actor=people[OFFICER])
    return _announce(people, call, fresh(applications))


def _score(people: People, round_: ReviewRound, application: Application, scores: tuple[tuple[str, ...], ...]) -> None:
    criteria = list(round_.criteria.all())
    for mailbox, given in zip(EXPERTS, scores, strict=True):
        expert = people[mailbox]
        assignment = Assignment.objects.visible_to(expert).get(round=round_, application=application)
        scoring.assignment_declare(assignment=assignment, conflict=False, actor=expert)
        scoring.scorecard_hand_in(
            assignment=assignment,
            scores={criterion.pk: Decimal(value) for criterion, value in zip(criteria, given, strict=True)},
            comment=COMMENT,
            arrived_at=timezone.now(),
            actor=expert,
        )


def _announce(people: People, call: Call, applications: list[Application]) -> PublicNotice:
    officer, now = people[OFFICER], timezone.now()
    best, others = applications[:SHORTLISTED], applications[SHORTLISTED:]
    deciding.decisions_propose(applications=best, outcome=Outcome.SHORTLISTED, actor=officer)
    deciding.decisions_propose(applications=others, outcome=Outcome.NOT_SHORTLISTED, actor=officer)
    deciding.reserve_add(applications=others[:RESERVED], actor=officer)
    return announcing.notice_publish(
        call=call,
        title=f"{matter(call)}拟入围名单公示",
        body="经形式审查和专家评审，拟定入围名单如下，现予公示。对名单有异议的，请在公示期内实名提出。（演示数据）",
        objections_until=now + timedelta(days=OBJECTIONS_IN),
        arrived_at=now,
        actor=officer,
    )
