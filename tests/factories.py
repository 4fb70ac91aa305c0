"""Rows for tests: plain functions, keyword-only, with defaults that pass every constraint.

Whoever needs a new one adds it here; each makes what it needs unless it is handed in.
"""

from datetime import timedelta
from itertools import count
from typing import Any

from django.utils import timezone

from applications.models import Application, ApplicationState, ApplicationVersion, FormVersion, Pledge, Profile
from applications.models.application import WITH_ISSUER_STATES
from applications.models.form import Preset
from applications.presets import preset_schema
from calls.models import (
    Call,
    Category,
    Deadline,
    Direction,
    DirectionPart,
    DirectionVersion,
    Indicator,
    IndicatorVersion,
    Rule,
    RuleVersion,
    Track,
)
from calls.models.call import CallState, DeadlineKind
from calls.models.direction import PartKind
from calls.services.indexing import direction_index
from portal.accounts.actor import Actor
from portal.accounts.models import Membership, Organisation, Region, User
from portal.accounts.models.organisation import OrganisationState
from portal.accounts.models.region import RegionLevel
from portal.accounts.roles import FREE_ROLES, Role
from reviews.models import Assignment, ReviewRound
from reviews.models.review import AssignmentState, RoundState

_numbers = count(1)


def make_region(*, code: str = "510000", name: str = "四川省", level: str = "", parent: Region | None = None) -> Region:
    """The region of that code, made when it is not there yet."""
    level = level or (RegionLevel.CITY if parent else RegionLevel.PROVINCE)
    region = Region.objects.filter(code=code).first()
    return region or Region.objects.create(code=code, name=name, level=level, parent=parent)


def make_organisation(*, name: str = "", region: Region | None = None, **fields: Any) -> Organisation:
    """An active organisation; say ``is_issuer=True``, ``is_recommender=True`` or ``is_applicant=True``."""
    n = next(_numbers)
    if fields.get("is_applicant"):
        fields.setdefault("credit_code", f"91510100MA{n:08d}")
    fields.setdefault("state", OrganisationState.ACTIVE)
    if fields["state"] == OrganisationState.ACTIVE:
        fields.setdefault("activated_at", timezone.now())
    return Organisation._base_manager.create(name=name or f"示例单位{n}", region=region or make_region(), **fields)


def make_user(*, name: str = "示例人员", email: str = "", password: str | None = None) -> User:
    return User.objects.create_user(name=name, email=email or f"u{next(_numbers)}@demo.example", password=password)


_KIND_OF_ROLE = {
    Role.BUREAU_OFFICER: "is_recommender",
    Role.ISSUING_OFFICER: "is_issuer",
    Role.AUDITOR: "is_issuer",
}


def make_membership(
    *, role: str = Role.ISSUING_OFFICER, organisation: Organisation | None = None, user: User | None = None
) -> Membership:
    """A current membership; its organisation is of the kind that the role needs."""
    if organisation is None and role not in FREE_ROLES:
        organisation = make_organisation(**{_KIND_OF_ROLE.get(role, "is_applicant"): True})
    return Membership.objects.create(user=user or make_user(), organisation=organisation, role=role)


def make_actor(*, role: str = Role.ISSUING_OFFICER, organisation: Organisation | None = None) -> Actor:
    membership = make_membership(role=role, organisation=organisation)
    return Actor(user=membership.user, membership=membership)


def make_call(
    *,
    issuer: Organisation | None = None,
    published: bool = True,
    applicants_until: Any = None,
    recommenders_until: Any = None,
    **fields: Any,
) -> Call:
    """A call with one track and both deadlines (in 10 and 14 days unless given)."""
    officer = fields.pop("created_by", None) or make_membership(role=Role.ISSUING_OFFICER, organisation=issuer)
    now = timezone.now()
    if published:
        fields |= {"state": CallState.PUBLISHED, "published_by": officer}
        fields.setdefault("published_at", now - timedelta(days=1))
    call = Call._base_manager.create(
        issuer=officer.organisation,
        region=fields.pop("region", None) or officer.organisation.region,
        title=fields.pop("title", "人工智能产业创新任务揭榜挂帅"),
        year=fields.pop("year", 2026),
        created_by=officer,
        **fields,
    )
    Track.objects.create(call=call, order=1, title="")
    make_deadline(call=call, at=applicants_until or now + timedelta(days=10))
    make_deadline(call=call, kind=DeadlineKind.RECOMMENDER, at=recommenders_until or now + timedelta(days=14))
    return call


def make_deadline(*, call: Call, at: Any, kind: str = DeadlineKind.APPLICANT, **fields: Any) -> Deadline:
    return Deadline.objects.create(call=call, kind=kind, at=at, **fields)


def make_direction(
    *,
    call: Call,
    title: str = "智能传感器",
    published: bool | None = None,
    category: Category | None = None,
    indicators: tuple[dict[str, Any], ...] | None = None,
    task: str = "研发智能传感器。",
    **fields: Any,
) -> Direction:
    """A direction with one part and its indicators (声学传感器信噪比 ≥ 70 dB unless given), published with its call."""
    published = call.is_published if published is None else published
    track = fields.pop("track", None) or (category.track if category else call.tracks.first())
    order = Direction._base_manager.filter(call=call).count() + 1
    place = Direction._base_manager.filter(track=track).count() + 1
    direction = Direction._base_manager.create(call=call, track=track, category=category, order=order, place=place)
    fields.setdefault("printed_number", str(place))
    version = DirectionVersion.objects.create(direction=direction, number=1, title=title, **fields)
    DirectionPart.objects.create(version=version, order=1, kind=PartKind.TASK, heading="揭榜任务", text=task)
    default = ({"subject": "声学传感器信噪比", "comparator": ">=", "value": 70, "unit": "dB"},)
    for number, row in enumerate(default if indicators is None else indicators, start=1):
        make_indicator(version=version, order=number, **row)
    if published:
        version.published_at = call.published_at or timezone.now()
        version.save(update_fields=["published_at"])
        direction.published = version
        direction.save(update_fields=["published"])
        direction_index(version=version)
    return direction


def make_indicator(*, version: DirectionVersion, order: int = 1, **fields: Any) -> IndicatorVersion:
    fields.setdefault("subject", f"指标{order}")
    fields.setdefault("text", fields["subject"])
    if "value" not in fields:
        fields.setdefault("qualitative", True)
    return IndicatorVersion.objects.create(
        indicator=Indicator.objects.create(direction=version.direction),
        direction_version=version,
        order=order,
        **fields,
    )


def make_rule(
    *, call: Call, kind: str = "max_applications_per_applicant", published: bool | None = None, **fields: Any
) -> Rule:
    """A rule with its first version, in force when its call is published."""
    fields.setdefault("parameters", {"limit": 3} if kind == "max_applications_per_applicant" else {})
    fields.setdefault("clause_text", "每个申报主体申报不超过3个项目。")
    published = call.is_published if published is None else published
    rule = Rule.objects.create(call=call)
    version = RuleVersion.objects.create(
        rule=rule, number=1, kind=kind, published_at=timezone.now() if published else None, **fields
    )
    if published:
        rule.published = version
        rule.save(update_fields=["published"])
    return rule


def make_form_version(*, call: Call, preset: str = Preset.MIIT_2021, published: bool = True) -> FormVersion:
    """The call's form, made of a preset when it has none yet."""
    form = FormVersion.objects.filter(call=call).first()
    return form or FormVersion.objects.create(
        call=call,
        number=1,
        preset=preset,
        schema=preset_schema(preset=preset, year=call.year).as_json(),
        published_at=timezone.now() if published else None,
    )


def make_application(
    *,
    direction: Direction | None = None,
    organisation: Organisation | None = None,
    recommender: Organisation | None = None,
    state: str = ApplicationState.DRAFT,
    product_name: str = "示例传感器",
    created_by: Membership | None = None,
    **fields: Any,
) -> Application:
    """An application in any state, its columns as the gate would have left them and version 1 frozen once it was
    submitted (open again in a second one when it was returned); no log rows, no receipt."""
    direction = direction or make_direction(call=make_call())
    organisation = organisation or (
        created_by.organisation if created_by else make_organisation(is_applicant=True, region=direction.call.region)
    )
    created_by = created_by or make_membership(role=Role.APPLICANT_ADMIN, organisation=organisation)
    now = timezone.now()
    application = Application._base_manager.create(
        call=direction.call, direction=direction, organisation=organisation, created_by=created_by, **fields
    )
    version = _make_version(application, direction, number=1, product_name=product_name)
    values: dict[str, Any] = {"current": version, "recommender": recommender}
    if state not in (ApplicationState.DRAFT, ApplicationState.WITHDRAWN):
        values["recommender"] = recommender or make_organisation(is_recommender=True, region=organisation.region)
        version.frozen_at = now
        version.save(update_fields=["frozen_at"])
        values |= {"submitted_version": version, "submitted_at": now, "number": f"示例〔2026〕{application.pk}"}
    if state in WITH_ISSUER_STATES:
        values["sent_at"] = now
    if state in (ApplicationState.RETURNED, ApplicationState.CORRECTION):
        values["current"] = _make_version(application, direction, number=2, product_name=product_name)
    Application._base_manager.filter(pk=application.pk).update(state=state, **values)
    application.refresh_from_db()
    return application


def _make_version(application: Application, direction: Direction, *, number: int, product_name: str):
    version = ApplicationVersion.objects.create(
        application=application,
        number=number,
        form_version=make_form_version(call=direction.call),
        direction_version=direction.published,
        product_name=product_name,
    )
    organisation = application.organisation
    Profile.objects.create(
        version=version,
        unit_name=organisation.name,
        credit_code=organisation.credit_code or "",
        contact_name="示例联系人",
        contact_phone="13800000001",
    )
    Pledge.objects.create(version=version)
    return version


def make_round(*, call: Call, due_at: Any = None, state: str = RoundState.OPEN, **fields: Any) -> ReviewRound:
    fields.setdefault("created_by", call.created_by)
    fields.setdefault("number", ReviewRound._base_manager.filter(call=call).count() + 1)
    return ReviewRound._base_manager.create(
        call=call, due_at=due_at or timezone.now() + timedelta(days=7), state=state, name="专家评审", **fields
    )


def make_assignment(
    *,
    round: ReviewRound,
    application: Application,
    expert: User | None = None,
    state: str = AssignmentState.INVITED,
    **fields: Any,
) -> Assignment:
    """An expert's assignment; the expert gets a membership when none is handed in."""
    expert = expert or make_membership(role=Role.EXPERT).user
    if state != AssignmentState.INVITED:
        fields.setdefault("declared_at", timezone.now())
    if state == AssignmentState.SCORED:
        fields.setdefault("scored_at", timezone.now())
    return Assignment._base_manager.create(
        round=round,
        application=application,
        version=application.submitted_version,
        expert=expert,
        state=state,
        assigned_by=round.created_by,
        **fields,
    )
