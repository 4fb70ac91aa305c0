"""One world in which every address of the portal has something to show: built once, by the services.

Columns of the table are people of this world (`COLUMNS`); everything hangs on the first issuer, bureau, applicant and
expert, so that the others are the ones who must find nothing.
"""

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from types import SimpleNamespace

from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.db import transaction
from django.utils import timezone

from applications.models import Application
from applications.services.forms import form_publish
from calls.models import CallImport
from portal.accounts.actor import VISITOR, Actor
from portal.accounts.models.organisation import OrganisationState
from portal.accounts.roles import SECOND_FACTOR_ROLES, Role
from portal.accounts.services.invitations import invitation_create
from portal.audit.services.record import audit_record
from portal.documents.models import Document
from portal.documents.models.document import DocumentState, Stage
from portal.documents.services.exports import export_order
from portal.documents.services.files import blob_store
from portal.notifications.models import OutboxRow
from portal.notifications.models.outbox import OutboxState
from portal.notifications.services.messages import messages_send
from portal.scoping import system_scope
from reviews.models import Assignment, EligibilityCheck, RecommendationList
from reviews.services import (
    announcing,
    assigning,
    deciding,
    eligibility,
    objecting,
    receiving,
    recommending,
    rounds,
    scoring,
    sending,
)
from reviews.services.rounds import CriterionInput
from tests.applications.helpers import World, complete, make_world, pdf, start, submit
from tests.factories import (
    make_call,
    make_direction,
    make_membership,
    make_organisation,
    make_region,
    make_rule,
    make_user,
)

PASSWORD = "correct-horse-battery-staple"
COLUMNS = (
    "visitor",
    "nobody",
    "admin",
    "editor",
    "reader",
    "keeper",
    "other_admin",
    "bureau",
    "other_bureau",
    "officer",
    "other_officer",
    "auditor",
    "other_auditor",
    "expert",
    "other_expert",
    "administrator",
)


def _actor(role: str, organisation=None) -> Actor:
    membership = make_membership(role=role, organisation=organisation)
    return Actor(user=membership.user, membership=membership)


def build() -> SimpleNamespace:
    with system_scope("the world of the matrix"), transaction.atomic():
        w = SimpleNamespace(base=make_world())
        _people(w)
        _calls(w)
        _applicants(w)
        _bureau(w)
        _review(w)
        _results(w)
        _kernel(w)
    return w


def _people(w: SimpleNamespace) -> None:
    base: World = w.base
    province = base.call.issuer.region
    other_city = make_region(code="510700", name="绵阳市", parent=province)
    far = make_region(code="340000", name="安徽省")
    other_bureau = make_organisation(name="绵阳市经济和信息化局", region=other_city, is_recommender=True)
    w.other_applicant = make_organisation(name="示例云算科技有限公司", region=other_city, is_applicant=True)
    other_issuer = make_organisation(name="安徽省经济和信息化厅", region=far, is_issuer=True)
    w.people = {
        "visitor": VISITOR,
        "nobody": Actor(user=make_user()),
        "admin": base.admin,
        "editor": base.editor,
        "reader": _actor(Role.APPLICANT_READER, base.organisation),
        "keeper": _actor(Role.SEAL_KEEPER, base.organisation),
        "other_admin": _actor(Role.APPLICANT_ADMIN, w.other_applicant),
        "bureau": base.officer,
        "other_bureau": _actor(Role.BUREAU_OFFICER, other_bureau),
        "officer": base.issuing,
        "other_officer": _actor(Role.ISSUING_OFFICER, other_issuer),
        "auditor": _actor(Role.AUDITOR, base.call.issuer),
        "other_auditor": _actor(Role.AUDITOR, other_issuer),
        "expert": _actor(Role.EXPERT),
        "other_expert": _actor(Role.EXPERT),
        "administrator": _actor(Role.ADMINISTRATOR),
    }
    assert tuple(w.people) == COLUMNS
    for actor in w.people.values():
        if actor.user:
            actor.user.set_password(PASSWORD)
            actor.user.save(update_fields=["password"])
        if actor.role in SECOND_FACTOR_ROLES:
            TOTP.activate(actor.user, generate_totp_secret())
    # Two experts who are in no column: every application has at least two.
    w.second_expert, w.third_expert = _actor(Role.EXPERT), _actor(Role.EXPERT)
    w.colleague = make_membership(role=Role.APPLICANT_EDITOR, organisation=base.organisation)
    w.pending = make_organisation(
        name="示例待激活有限公司",
        region=base.organisation.region,
        is_applicant=True,
        state=OrganisationState.PENDING,
        activated_at=None,
    )
    make_membership(role=Role.APPLICANT_ADMIN, organisation=w.pending)
    w.stranger = make_user(name="示例路人")
    w.staff = make_membership(role=Role.EXPERT)
    w.invitation, w.token = invitation_create(
        actor=base.admin, organisation=base.organisation, role=Role.APPLICANT_READER
    )


def _another_call(w: SimpleNamespace, title: str) -> World:
    call = make_call(created_by=w.base.issuing.membership, year=2026, title=title)
    direction = make_direction(call=call)
    form_publish(call=call, actor=w.base.issuing)
    return replace(w.base, call=call, direction=direction)


def _calls(w: SimpleNamespace) -> None:
    officer = w.base.issuing
    w.call = w.base.call
    w.direction = w.base.direction
    w.draft_call = make_call(
        created_by=officer.membership,
        published=False,
        title="起草中的榜单",
        contact_name="科技处",
        contact_phone="028-00000000",
    )
    w.draft_direction = make_direction(call=w.draft_call)
    w.draft_indicator = w.draft_direction.versions.get().indicators.get().indicator
    w.draft_rule = make_rule(call=w.draft_call)
    w.publishable = make_call(
        created_by=officer.membership,
        published=False,
        title="可以发布的榜单",
        contact_name="科技处",
        contact_phone="028-00000000",
    )
    make_direction(call=w.publishable)
    w.in_review = make_call(
        created_by=officer.membership,
        published=False,
        title="等待复核的榜单",
        contact_name="科技处",
        contact_phone="028-00000000",
    )
    make_direction(call=w.in_review)
    w.in_review.state = "review"
    w.in_review.requested_by = make_membership(role=Role.ISSUING_OFFICER, organisation=w.call.issuer)
    w.in_review.save()
    w.call_import = CallImport._base_manager.create(
        issuer=w.call.issuer, name="榜单.txt", requested_by=officer.membership
    )


def _applicants(w: SimpleNamespace) -> None:
    world: World = w.base
    w.draft = complete(world)
    w.evidence = w.draft.current.evidence.first()
    w.fresh = start(world)
    w.submitted, w.second_submitted = (_handed_in(world) for _ in range(2))
    w.returned = _handed_in(world)
    recommending.application_return(
        application=w.returned,
        comment="请补充测试报告",
        until=timezone.now() + timedelta(days=3),
        arrived_at=timezone.now(),
        actor=world.officer,
    )
    w.recommended, w.second_recommended = (_handed_in(world) for _ in range(2))
    for application in (w.recommended, w.second_recommended):
        recommending.application_recommend(application=application, reason="基础扎实", actor=world.officer)
    w.list = RecommendationList._base_manager.get(call=world.call)


def _handed_in(world: World) -> Application:
    application = complete(world)
    submit(application, world.admin)
    application.refresh_from_db()
    return application


def _sent(w: SimpleNamespace, world: World, count: int) -> list[Application]:
    """Applications recommended, with the list sent."""
    applications = [_handed_in(world) for _ in range(count)]
    for application in applications:
        recommending.application_recommend(application=application, reason="基础扎实", actor=world.officer)
    sent = RecommendationList._base_manager.get(call=world.call)
    sending.list_send(list_=sent, arrived_at=timezone.now(), actor=world.officer)
    for application in applications:
        application.refresh_from_db()
    return applications


def _bureau(w: SimpleNamespace) -> None:
    w.sendable = _another_call(w, "可以报送的榜单")
    application = _handed_in(w.sendable)
    recommending.application_recommend(application=application, reason="基础扎实", actor=w.base.officer)
    w.sendable_list = RecommendationList._base_manager.get(call=w.sendable.call)


def _accepted(w: SimpleNamespace, applications: list[Application]) -> None:
    officer = w.base.issuing
    receiving.applications_receive(applications=applications, actor=officer)
    for application in applications:
        check = EligibilityCheck._base_manager.get(application=application)
        application.refresh_from_db()
        eligibility.check_conclude(
            check=check,
            version_id=application.submitted_version_id,
            passed=True,
            results={},
            reason="符合",
            actor=officer,
        )
        application.refresh_from_db()


CRITERIA = [CriterionInput("先进性", 60), CriterionInput("可行性", 40)]


def _round(w: SimpleNamespace, world: World, applications: list[Application], *, opened: bool = True):
    officer, now = w.base.issuing, timezone.now()
    review = rounds.round_create(
        call=world.call, name="专家评审", due_at=now + timedelta(days=7), criteria=CRITERIA, actor=officer
    )
    experts = [w.people["expert"].user, w.second_expert.user]
    for application in applications:
        assigning.experts_assign(round_=review, application=application, experts=experts, actor=officer)
    if opened:
        rounds.round_open(round_=review, actor=officer)
    return review


def _score(w: SimpleNamespace, review, *, only: Actor | None = None) -> None:
    for actor in (w.people["expert"], w.second_expert):
        if only and actor is not only:
            continue
        for assignment in Assignment._base_manager.filter(round=review, expert=actor.user):
            scoring.assignment_declare(assignment=assignment, conflict=False, actor=actor)
            scores = {criterion.pk: Decimal(80) for criterion in review.criteria.all()}
            scoring.scorecard_hand_in(
                assignment=assignment, scores=scores, comment="较好", arrived_at=timezone.now(), actor=actor
            )


def _review(w: SimpleNamespace) -> None:
    world = w.review_world = _another_call(w, "评审中的榜单")
    w.to_receive, w.received, w.asked, *accepted = _sent(w, world, 8)
    w.accepted, w.spare, w.invited, w.reviewing, w.scored = accepted
    officer = w.base.issuing
    receiving.applications_receive(applications=[w.received, w.asked], actor=officer)
    eligibility.correction_ask(
        application=w.asked,
        comment="请补正",
        until=timezone.now() + timedelta(days=3),
        arrived_at=timezone.now(),
        actor=officer,
    )
    _accepted(w, accepted)
    w.draft_round = _round(w, world, [w.spare], opened=False)
    w.round = _round(w, world, [w.invited, w.reviewing, w.scored])
    mine = Assignment._base_manager.filter(round=w.round, expert=w.people["expert"].user)
    w.invitation_to_review = mine.get(application=w.invited)
    w.assignment, w.handed_in = mine.get(application=w.reviewing), mine.get(application=w.scored)
    for assignment in (w.assignment, w.handed_in):
        scoring.assignment_declare(assignment=assignment, conflict=False, actor=w.people["expert"])
    scores = {criterion.pk: Decimal(70) for criterion in w.round.criteria.all()}
    scoring.scorecard_hand_in(
        assignment=w.handed_in, scores=scores, comment="较好", arrived_at=timezone.now(), actor=w.people["expert"]
    )
    closable = _another_call(w, "可以结束评审的榜单")
    applications = _sent(w, closable, 1)
    _accepted(w, applications)
    w.closable_round = _round(w, closable, applications)
    _score(w, w.closable_round)


def _reviewed(w: SimpleNamespace, title: str) -> tuple[World, list[Application]]:
    world = _another_call(w, title)
    applications = _sent(w, world, 2)
    _accepted(w, applications)
    review = _round(w, world, applications)
    _score(w, review)
    rounds.round_close(round_=review, actor=w.base.issuing)
    for application in applications:
        application.refresh_from_db()
    return world, applications


def _results(w: SimpleNamespace) -> None:
    officer, now = w.base.issuing, timezone.now()
    w.decidable_world, w.decidable = _reviewed(w, "待拟定的榜单")
    w.announceable, decided = _reviewed(w, "待公示的榜单")
    deciding.decisions_propose(applications=decided, outcome="shortlisted", reason="", actor=officer)
    w.announced, shown = _reviewed(w, "公示中的榜单")
    decisions = deciding.decisions_propose(applications=shown, outcome="shortlisted", reason="", actor=officer)
    publish = {"title": "拟入围名单公示", "body": "", "arrived_at": now, "actor": officer}
    w.notice = announcing.notice_publish(call=w.announced.call, objections_until=now + timedelta(days=5), **publish)
    decisions[0].refresh_from_db()
    w.decision = decisions[0]
    w.objection = objecting.objection_raise(
        decision=w.decision, grounds="指标来源存疑", arrived_at=now, actor=w.base.admin
    )
    w.finished, done = _reviewed(w, "异议期满的榜单")
    deciding.decisions_propose(applications=done, outcome="shortlisted", reason="", actor=officer)
    earlier = now - timedelta(days=9)
    w.finished_notice = announcing.notice_publish(
        call=w.finished.call, objections_until=now - timedelta(days=1), **publish | {"arrived_at": earlier}
    )


def _kernel(w: SimpleNamespace) -> None:
    w.file = w.evidence.file
    w.paper = Document._base_manager.filter(subject_type="applications.submission").first()
    w.paper.state, w.paper.finished_at = DocumentState.DONE, timezone.now()
    w.paper.save()
    w.paper.artefacts.create(
        sequence=1, stage=Stage.RENDERED, pages=1, blob=blob_store(content=pdf("paper"), media_type="application/pdf")
    )
    w.failed_paper = Document._base_manager.exclude(pk=w.paper.pk).filter(subject_type="applications.submission")[0]
    w.failed_paper.state, w.failed_paper.error = DocumentState.FAILED, "示例"
    w.failed_paper.save()
    w.export = export_order(kind="bureau_applications", filters={}, actor=w.base.officer)
    (w.message,) = messages_send(
        key_prefix="matrix", memberships=[w.base.admin.membership], kind="reminder", subject="截止提醒", body="示例"
    )
    w.entry = audit_record(
        actor=w.base.officer, action="phone_reveal", obj=w.base.organisation, issuer_id=w.call.issuer_id
    )
    w.dead_task = OutboxRow.objects.create(key="dead", task="portal.none", state=OutboxState.DEAD, last_error="示例")
