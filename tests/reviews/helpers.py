"""A call at the point where the reviews room takes over, and short ways to each later state, all by the services."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any
from uuid import uuid4

from django.utils import timezone

from applications.models import Application, ApplicationState, Submission
from calls.models import Call, Direction
from portal.accounts.actor import Actor
from portal.accounts.models import Organisation
from portal.accounts.roles import Role
from reviews.models import Assignment, Expert, PublicNotice, RecommendationList, ReviewRound
from reviews.services import announcing, assigning, deciding, eligibility, receiving, rounds, scoring
from reviews.services.recommending import application_recommend
from reviews.services.rounds import CriterionInput
from reviews.services.sending import list_send
from tests.factories import make_actor, make_application, make_call, make_direction, make_organisation, make_region

#: One rule that is met and one that nobody could tell, as a receipt keeps them.
PRECHECK = [
    {
        "key": "rule-1",
        "title": "每个申报主体不超过 3 项",
        "result": "met",
        "strength": "must",
        "explanation": "现有 1 项。",
        "clause_text": "每个申报主体申报不超过3个项目。",
        "clause_ref": "报送条件",
        "reason": "",
    },
    {
        "key": "rule-2",
        "title": "前期揭榜优胜项目不得重复申报",
        "result": "unknown",
        "strength": "must",
        "explanation": "名单中有相近项目。",
        "clause_text": "前期优胜项目不得再次申报。",
        "clause_ref": "",
        "reason": "",
    },
]
CRITERIA = (CriterionInput("技术先进性", 60), CriterionInput("应用前景", 40, "场景与用户", 10))


@dataclass
class World:
    call: Call
    direction: Direction
    issuer: Actor
    bureau: Actor
    recommender: Organisation


def make_world(**call_fields: Any) -> World:
    province = make_region()
    city = make_region(code="510100", name="成都市", parent=province)
    issuer = make_actor(
        role=Role.ISSUING_OFFICER,
        organisation=make_organisation(name="四川省经济和信息化厅", region=province, is_issuer=True),
    )
    recommender = make_organisation(name="成都市经济和信息化局", region=city, is_recommender=True)
    call = make_call(created_by=issuer.membership, **call_fields)
    return World(
        call=call,
        direction=make_direction(call=call),
        issuer=issuer,
        bureau=make_actor(role=Role.BUREAU_OFFICER, organisation=recommender),
        recommender=recommender,
    )


def handed_in(world: World, *, name: str = "", product: str = "车规级固态激光雷达", **fields: Any) -> Application:
    """An application submitted to the world's recommender, with its receipt."""
    organisation = fields.pop("organisation", None) or make_organisation(
        name=name, is_applicant=True, region=world.recommender.region
    )
    application = make_application(
        direction=fields.pop("direction", world.direction),
        organisation=organisation,
        recommender=fields.pop("recommender", world.recommender),
        state=ApplicationState.SUBMITTED,
        product_name=product,
        **fields,
    )
    receipt(application)
    return application


def receipt(application: Application) -> Submission:
    version = application.submitted_version
    return Submission.objects.create(
        version=version,
        application=application,
        number=f"{application.number}-{version.number}",
        idempotency_key=uuid4(),
        arrived_at=application.submitted_at,
        submitted_by=application.created_by,
        canonical="{}",
        sha256="0" * 64,
        precheck=PRECHECK,
    )


def applicant_of(application: Application) -> Actor:
    return Actor(user=application.created_by.user, membership=application.created_by)


def recommended(world: World, *, actor: Actor | None = None, **fields: Any) -> Application:
    application = handed_in(world, **fields)
    application_recommend(application=application, reason="省级重点实验室", actor=actor or world.bureau)
    return application


def the_list(world: World) -> RecommendationList:
    return RecommendationList.objects.visible_to(world.bureau).get(call=world.call)


def sent(world: World, *, count: int = 1) -> list[Application]:
    """``count`` applications recommended, and the list with them sent."""
    applications = [recommended(world) for _number in range(count)]
    list_send(list_=the_list(world), arrived_at=timezone.now(), actor=world.bureau)
    return refreshed(applications)


def received(world: World, *, count: int = 1) -> list[Application]:
    applications = sent(world, count=count)
    receiving.applications_receive(applications=applications, actor=world.issuer)
    return refreshed(applications)


def accepted(world: World, *, count: int = 1) -> list[Application]:
    applications = received(world, count=count)
    for application in applications:
        eligibility.check_conclude(
            check=application.eligibility_check,
            version_id=application.submitted_version_id,
            passed=True,
            results={"rule-2": ("met", "已核对名单")},
            reason="",
            actor=world.issuer,
        )
    return refreshed(applications)


def refreshed(applications: list[Application]) -> list[Application]:
    return list(
        Application._base_manager.filter(pk__in=[one.pk for one in applications])
        .select_related("call", "organisation", "recommender")
        .order_by("pk")
    )


def make_expert(*, employer: str = "", employer_code: str = "") -> Actor:
    actor = make_actor(role=Role.EXPERT)
    Expert.objects.create(user=actor.user, employer=employer, employer_code=employer_code)
    return actor


def new_round(world: World, *, due_at: datetime | None = None, **fields: Any) -> ReviewRound:
    return rounds.round_create(
        call=world.call,
        name="专家评审",
        due_at=due_at or timezone.now() + timedelta(days=7),
        criteria=fields.pop("criteria", CRITERIA),
        actor=world.issuer,
        **fields,
    )


def open_round(world: World, applications: list[Application], experts: list[Actor]) -> ReviewRound:
    """A round with all ``experts`` on each application, opened."""
    made = new_round(world)
    for application in applications:
        assigning.experts_assign(
            round_=made, application=application, experts=[one.user for one in experts], actor=world.issuer
        )
    rounds.round_open(round_=made, actor=world.issuer)
    return made


def hand_in(assignment: Assignment, expert: Actor, *scores: str) -> None:
    """Declare no conflict and hand in ``scores``, one per criterion."""
    scoring.assignment_declare(assignment=assignment, conflict=False, actor=expert)
    criteria = assignment.round.criteria.all()
    scoring.scorecard_hand_in(
        assignment=assignment,
        scores={one.pk: Decimal(value) for one, value in zip(criteria, scores, strict=True)},
        comment="目标明确，基础较好。",
        arrived_at=timezone.now(),
        actor=expert,
    )


def reviewed(world: World, *, count: int = 2, scores: tuple[tuple[str, str], ...] = ()) -> list[Application]:
    """Applications through a closed round of two experts; ``scores`` per application, the same by both."""
    applications = accepted(world, count=count)
    experts = [make_expert(), make_expert()]
    made = open_round(world, applications, experts)
    for number, application in enumerate(applications):
        given = scores[number] if number < len(scores) else ("80", "8")
        for expert in experts:
            assignment = Assignment.objects.visible_to(expert).get(application=application)
            hand_in(assignment, expert, *given)
    rounds.round_close(round_=made, actor=world.issuer)
    return refreshed(applications)


def announced(world: World, *, count: int = 2, until: datetime | None = None) -> PublicNotice:
    """The first application shortlisted, the others not; all announced."""
    applications = reviewed(world, count=count)
    deciding.decision_propose(application=applications[0], outcome="shortlisted", actor=world.issuer)
    deciding.decisions_propose(applications=applications[1:], outcome="not_shortlisted", actor=world.issuer)
    return announcing.notice_publish(
        call=world.call,
        title="拟入围名单公示",
        body="现予公示。",
        objections_until=until or timezone.now() + timedelta(days=5),
        arrived_at=timezone.now(),
        actor=world.issuer,
    )
