"""One world in which every address of the portal has something to show: built once, by the services.

Columns of the table are people of this world (`COLUMNS`); everything hangs on the first issuer, bureau, applicant and
expert, so that the others are the ones who must find nothing.
"""

from datetime import timedelta
from types import SimpleNamespace

from allauth.account.forms import default_token_generator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.utils import timezone

from applications.models import Application, Submission
from applications.services.evidence import evidence_add
from applications.services.precheck import precheck_run
from applications.services.saving import reason_save
from calls.models import Call, Doubt, Subscription
from calls.models.rule import Strength
from calls.services.correcting import indicator_correct, rule_correct
from calls.services.correction_publishing import correction_publish
from calls.services.corrections import correction_start
from calls.services.files import attachment_add
from calls.services.questions import question_ask
from portal.accounts.actor import VISITOR, Actor
from portal.accounts.models.organisation import OrganisationState
from portal.accounts.roles import SECOND_FACTOR_ROLES, Role
from portal.accounts.roster.sheets import REGIONS, Cells
from portal.accounts.services.invitations import invitation_create
from portal.accounts.services.rosters import roster_keep
from portal.audit.services.record import audit_record
from portal.documents.models import Document, FileLink
from portal.documents.models.document import DocumentState, Stage
from portal.documents.services.exports import export_order
from portal.documents.services.files import blob_store
from portal.documents.services.quarantine import file_quarantine
from portal.notifications.models import OutboxRow
from portal.notifications.models.outbox import OutboxState
from portal.notifications.services.messages import messages_send
from portal.scoping import system_scope
from reviews.models import RecommendationList
from reviews.services import recommending
from tests.applications.helpers import World, complete, make_world, pdf, start, submit
from tests.calls.documents import imported
from tests.factories import (
    make_call,
    make_direction,
    make_indicator,
    make_membership,
    make_organisation,
    make_region,
    make_rule,
    make_user,
)
from tests.matrix.stages import another_call, handed_in, results, review

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
        _corrections(w)
        _applicants(w)
        _bureau(w)
        review(w)
        results(w)
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
    # Who must use a second factor, and one who chose to: column → secret of the app.
    owing = [name for name, actor in w.people.items() if actor.role in SECOND_FACTOR_ROLES]
    w.secrets = {name: generate_totp_secret() for name in (*owing, "keeper")}
    for name, secret in w.secrets.items():
        TOTP.activate(w.people[name].user, secret)
    RecoveryCodes.activate(w.people["keeper"].user)
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
    w.stranger = w.reset_user = make_user(name="示例路人")
    w.reset_key = default_token_generator.make_token(w.reset_user)
    w.staff = make_membership(role=Role.EXPERT)
    w.invitation, w.token = invitation_create(
        actor=base.admin, organisation=base.organisation, role=Role.APPLICANT_READER
    )


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
    w.draft_direction = make_direction(call=w.draft_call, task="研发智能传感器。\n研发另一种传感器。")
    w.draft_indicator = w.draft_direction.versions.get().indicators.get().indicator
    w.second_indicator = make_indicator(version=w.draft_direction.versions.get(), order=2).indicator
    w.second_direction = make_direction(call=w.draft_call)
    w.draft_doubt = Doubt.objects.create(call=w.draft_call, order=1, where="截止时间", reason="没有写明钟点")
    w.draft_rule = make_rule(call=w.draft_call)
    w.draft_recommender = w.draft_call.recommender_rows.create(organisation=w.base.recommender)
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
    w.call_import = imported("示例榜单\n一、示例任务\n测距精度≤2cm\n".encode(), actor=officer)
    w.attachment, w.draft_attachment = (_attachment(call, officer) for call in (w.call, w.draft_call))
    w.subscription = Subscription.objects.create(email="subscriber@demo.example", theme="传感器")
    w.question = question_ask(call=w.call, text="示例问题", actor=w.people["nobody"])


def _attachment(call: Call, officer: Actor) -> FileLink:
    upload = SimpleUploadedFile("附件.pdf", pdf(f"附件{call.pk}"), content_type="application/pdf")
    return attachment_add(call=call, upload=upload, actor=officer)


def _corrections(w: SimpleNamespace) -> None:
    """One published, one being drafted that changes a direction and a rule, one that waits for a second officer."""
    officer = w.base.issuing
    for name, title in (("correctable", "更正过的榜单"), ("to_review", "更正待复核的榜单")):
        setattr(w, name, make_call(created_by=officer.membership, title=title))
    direction = w.corrected_direction = make_direction(call=w.correctable)
    w.corrected_indicator = direction.published.indicators.get().indicator
    w.corrected_rule = make_rule(call=w.correctable)
    said = {"title": "更正公告", "reason": "印误", "text": "说明。", "actor": officer}
    correction_publish(correction=correction_start(call=w.correctable, **said), actor=officer)
    w.correction = correction_start(call=w.correctable, **said)
    indicator_correct(
        correction=w.correction,
        direction=direction,
        indicator=w.corrected_indicator,
        actor=officer,
        subject="声学传感器信噪比",
        comparator=">=",
        value=80,
        unit="dB",
    )
    rule_correct(correction=w.correction, rule=w.corrected_rule, parameters={"limit": 2}, actor=officer)
    w.correction_in_review = correction_start(call=w.to_review, **said)
    w.correction_in_review.state = "review"
    w.correction_in_review.requested_by = make_membership(role=Role.ISSUING_OFFICER, organisation=w.call.issuer)
    w.correction_in_review.save()


def _applicants(w: SimpleNamespace) -> None:
    world: World = w.base
    w.draft = complete(world)
    w.evidence = w.draft.current.evidence.first()
    w.fresh = start(world)
    w.submitted, w.second_submitted = (handed_in(world) for _ in range(2))
    w.returned = handed_in(world)
    recommending.application_return(
        application=w.returned,
        comment="请补充测试报告",
        until=timezone.now() + timedelta(days=3),
        arrived_at=timezone.now(),
        actor=world.officer,
    )
    w.recommended, w.second_recommended = (handed_in(world) for _ in range(2))
    for application in (w.recommended, w.second_recommended):
        recommending.application_recommend(application=application, reason="基础扎实", actor=world.officer)
    w.closed_file = _closed_file(world)
    w.list = RecommendationList._base_manager.get(call=world.call)
    _reason_wanted(w)


def _closed_file(world: World) -> FileLink:
    """A file of its own content (the others' are the same in every application), closed by the bureau."""
    application = complete(world)
    kind = application.current.evidence.first().kind
    upload = SimpleUploadedFile("封存.pdf", pdf("closed"))
    evidence_add(application=application, kind=kind, upload=upload, not_secret=True, actor=world.admin)
    submit(application, world.admin)
    link = application.current.evidence.get(file__name=upload.name).file
    file_quarantine(link=link, reason="疑似涉密", actor=world.officer)
    return link


def _reason_wanted(w: SimpleNamespace) -> None:
    """A 原则上 rule that the organisation's draft passes, with its reason given: another may be given in its place."""
    make_rule(call=w.call, strength=Strength.PRINCIPLE, parameters={"limit": 1})
    lines = precheck_run(version=w.draft.current, today=timezone.localdate())
    w.reason_key = next(line.reason_key for line in lines if line.reason_key)
    reason_save(application=w.draft, key=w.reason_key, reason="两项互为配套", actor=w.base.admin)


def _bureau(w: SimpleNamespace) -> None:
    w.sendable = another_call(w, "可以报送的榜单")
    application = handed_in(w.sendable)
    recommending.application_recommend(application=application, reason="基础扎实", actor=w.base.officer)
    w.sendable_list = RecommendationList._base_manager.get(call=w.sendable.call)


def _papers_of(application: Application):
    submission = Submission._base_manager.get(version_id=application.submitted_version_id)
    return Document._base_manager.filter(subject_type="applications.submission", subject_id=submission.pk)


def _made_paper(application: Application) -> Document:
    paper = _papers_of(application).get(kind="application_form")
    paper.state, paper.finished_at = DocumentState.DONE, timezone.now()
    paper.save()
    blob = blob_store(content=pdf("paper"), media_type="application/pdf")
    paper.artefacts.create(sequence=1, stage=Stage.RENDERED, pages=1, blob=blob)
    return paper


def _failed_paper(application: Application) -> Document:
    paper = _papers_of(application).get(kind="pledge")
    paper.state, paper.error = DocumentState.FAILED, "示例"
    paper.save()
    return paper


def _kernel(w: SimpleNamespace) -> None:
    w.file = w.evidence.file
    w.papers = {name: _made_paper(getattr(w, name)) for name in ("submitted", "received", "invited", "reviewing")}
    w.paper = w.papers["submitted"]
    w.failed_paper, w.failed_received_paper = _failed_paper(w.submitted), _failed_paper(w.received)
    w.export = export_order(kind="bureau_applications", filters={}, actor=w.base.officer)
    w.office_export = export_order(kind="office_applications", filters={}, actor=w.base.issuing)
    (w.message,) = messages_send(
        key_prefix="matrix",
        memberships=[w.base.admin.membership],
        kind="reminder",
        subject="示例截止提醒之一",
        body="示例",
    )
    w.entry = audit_record(
        actor=w.base.officer, action="phone_reveal", obj=w.base.organisation, issuer_id=w.call.issuer_id
    )
    sheets = {REGIONS: [Cells(2, ["510198", "示例区", "区县", "510100"])]}
    w.roster = roster_keep(name="单位.xlsx", sheets=sheets, actor=w.people["administrator"])
    w.dead_task = OutboxRow.objects.create(key="dead", task="portal.none", state=OutboxState.DEAD, last_error="示例")
