"""An applicant's world: call with the form of 工信部2021, organisation, recommender; drafts started and filled by the
services that pages use."""

import io
from dataclasses import dataclass
from uuid import uuid4

import pikepdf
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from applications.models import Application, Submission
from applications.selectors.forms import form_in_force, schema_of
from applications.services.drafts import application_start
from applications.services.evidence import evidence_add
from applications.services.forms import form_publish
from applications.services.saving import Saved, section_save, state_of
from applications.services.submitting import application_submit, submission_key
from calls.models import Call, Direction
from portal.accounts.actor import Actor
from portal.accounts.models import Organisation
from portal.accounts.roles import Role
from tests.factories import make_call, make_direction, make_membership, make_organisation, make_region

CREDIT_CODE = "91110000600037341L"


@dataclass
class World:
    call: Call
    direction: Direction
    organisation: Organisation
    recommender: Organisation
    admin: Actor
    editor: Actor
    officer: Actor
    issuing: Actor


def actor_of(role: str, organisation: Organisation) -> Actor:
    membership = make_membership(role=role, organisation=organisation)
    return Actor(user=membership.user, membership=membership)


def make_world(*, credit_code: str = CREDIT_CODE, **call_fields) -> World:
    province = make_region()
    city = make_region(code="510100", name="成都市", parent=province)
    recommender = make_organisation(name="成都市经济和信息化局", region=city, is_recommender=True)
    organisation = make_organisation(
        name="示例智芯科技（成都）有限公司",
        region=city,
        is_applicant=True,
        credit_code=credit_code,
        legal_representative="示例法人",
        ownership="private",
    )
    issuer_actor = actor_of(Role.ISSUING_OFFICER, make_organisation(region=province, is_issuer=True))
    call = make_call(created_by=issuer_actor.membership, year=2021, **call_fields)
    direction = make_direction(call=call)
    form_publish(call=call, actor=issuer_actor)
    return World(
        call=call,
        direction=direction,
        organisation=organisation,
        recommender=recommender,
        admin=actor_of(Role.APPLICANT_ADMIN, organisation),
        editor=actor_of(Role.APPLICANT_EDITOR, organisation),
        officer=actor_of(Role.BUREAU_OFFICER, recommender),
        issuing=issuer_actor,
    )


def pdf(text: str = "a") -> bytes:
    made, out = pikepdf.new(), io.BytesIO()
    made.add_blank_page()
    made.docinfo["/Title"] = text
    made.save(out, deterministic_id=True)
    return out.getvalue()


def url(name: str, application: Application, *args) -> str:
    """Address of one of the applicant's pages."""
    return reverse(f"applications:{name}", args=[application.public_id, *args])


def start(world: World, **more) -> Application:
    values = {"direction": world.direction, "key": uuid4(), "arrived_at": timezone.now(), "actor": world.editor}
    return application_start(**(values | more))


def save(application: Application, key: str, data: dict[str, str], actor: Actor, **more) -> Saved:
    """Save a section from the revision that stands now."""
    application.refresh_from_db()
    revision = more.pop("revision", state_of(application.current, key).revision)
    return section_save(application=application, section_key=key, data=data, revision=revision, actor=actor, **more)


PROFILE = {
    "unit_name": "示例智芯科技（成都）有限公司", "leader_name": "示例负责人", "leader_title": "总工程师",
    "leader_email": "leader@demo.example", "leader_phone": "13800000001", "contact_name": "示例联系人",
    "contact_phone": "13800000002", "contact_email": "contact@demo.example", "contact_fax": "无",
    "legal_representative": "示例法人", "registered_capital": "5,000", "address": "成都市高新区示例路1号",
    "credit_code": CREDIT_CODE, "ownership": "private", "is_listed": "no", "revenue": "12 000.50",
    "rd_spending": "3000", "ai_revenue": "8000", "staff_count": "300", "rd_staff_count": "180",
    "introduction": "本单位成立于2015年，主营智能传感器。",
}  # fmt: skip


def fill(application: Application, actor: Actor, *, product: str = "车规级固态激光雷达") -> None:
    """Everything that the form asks for, so that nothing blocks."""
    schema = schema_of(form_in_force(call=application.call))
    if application.recommender_id is None:
        raise AssertionError("the world has one recommender, chosen at the start")
    save(application, "profile", PROFILE, actor)
    save(application, "participants", {"none": "on"}, actor)
    save(application, "product", {"product_name": product, "product_overview": "面向自动驾驶的激光雷达。"}, actor)
    indicators = application.current.direction_version.indicators.all()
    targets = {f"i{i.pk}-current": "60" for i in indicators} | {f"i{i.pk}-target": "≥ 75" for i in indicators}
    save(application, "indicators", targets, actor)
    parts = {f"part-{p.key}": f"{p.heading}的内容。" for p in schema.section("task_plan").parts if p.writable}
    save(application, "task_plan", parts, actor)
    for kind in schema.section("evidence").evidence:
        evidence_add(
            application=application,
            kind=kind.key,
            upload=SimpleUploadedFile(f"{kind.title}.pdf", pdf(kind.key)),
            not_secret=True,
            actor=actor,
        )
    agree(application, actor)


def agree(application: Application, actor: Actor) -> None:
    """Tick the pledge, which each version asks for anew."""
    agreed = {"agreed": "on", "contact_name": "示例联系人", "contact_phone": "13800000002"}
    save(application, "pledge", agreed | {"legal_representative": "示例法人"}, actor)


def submit(application: Application, actor: Actor, **more) -> Submission:
    application.refresh_from_db()
    values = {"key": submission_key(application.current), "arrived_at": timezone.now(), "actor": actor}
    return application_submit(application=application, **(values | more))


def complete(world: World, **more) -> Application:
    application = start(world, **more)
    fill(application, world.editor)
    return application
