"""Sample applications, so that every role finds something to do; made by the services that the pages use."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID, uuid5

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from applications import form_schema as fs
from applications.form_schema import Section
from applications.models import Application, Submission
from applications.selectors.forms import schema_of
from applications.services.drafts import application_start, recommender_choose
from applications.services.evidence import evidence_add
from applications.services.saving import section_save, state_of
from applications.services.submitting import application_submit, submission_key
from calls.models import Call, Direction
from portal.accounts.actor import Actor
from portal.demo import samples
from portal.demo.people import People
from reviews.services.recommending import application_return

_KEYS = UUID("0f4b1f53-7c43-4d6a-9b7e-2f8c1c3f6d10")


@dataclass(frozen=True, slots=True)
class Sample:
    """What ``applicant`` (a mailbox) applies with, for the direction at ``order`` of the call."""

    applicant: str
    order: int
    product: str
    recommender: str


DRAFT = Sample("yunsuan", 4, "示例端侧轻量推断框架", "mianyang")
WAITING = Sample("ganzhi", 3, "示例高信噪比声学传感模组", "chengdu")
WAITING_ELSEWHERE = Sample("yunsuan", 16, "示例多模态预训练模型", "mianyang")
RETURNED = Sample("rongguang", 2, "示例边缘端视觉处理芯片", "chengdu")


def applications_open(people: People, call: Call) -> None:
    """On seed 003: one half-filled draft, two handed in, one returned."""
    draft = _started(people, call, DRAFT)
    for section in schema_of(draft.current.form_version).sections[:3]:
        _filled(draft, section, DRAFT.product, people[DRAFT.applicant])
    for sample in (WAITING, WAITING_ELSEWHERE):
        handed_in(people, call, sample, arrived_at=timezone.now())
    returned = handed_in(people, call, RETURNED, arrived_at=timezone.now()).application
    now = timezone.now()
    application_return(
        application=returned,
        comment="证明材料中缺少第三方测试报告，请补充；重点指标“整机功耗”请注明测试条件。",
        until=now + timedelta(days=5),
        arrived_at=now,
        actor=people[RETURNED.recommender],
    )


def handed_in(people: People, call: Call, sample: Sample, *, arrived_at: datetime) -> Submission:
    """Complete and submitted; what arrived before the call closed may be told so by ``arrived_at``."""
    actor = people[sample.applicant]
    application = _started(people, call, sample, arrived_at=arrived_at)
    for section in schema_of(application.current.form_version).sections:
        _filled(application, section, sample.product, actor)
    application.refresh_from_db()
    key = submission_key(application.current)
    return application_submit(application=application, key=key, arrived_at=arrived_at, actor=actor)


def _started(people: People, call: Call, sample: Sample, *, arrived_at: datetime | None = None) -> Application:
    actor = people[sample.applicant]
    direction = Direction.objects.select_related("published", "call", "track").get(call=call, order=sample.order)
    application = application_start(
        direction=direction,
        key=uuid5(_KEYS, f"{call.public_id}:{sample.applicant}:{sample.order}"),
        arrived_at=arrived_at or timezone.now(),
        actor=actor,
    )
    recommender = people.organisations[sample.recommender]
    return recommender_choose(application=application, recommender_id=recommender.pk, actor=actor)


def _filled(application: Application, section: Section, product: str, actor: Actor) -> None:
    """One section as a person would send it; the demo's own values must never be refused."""
    version = application.current
    if section.kind == fs.EVIDENCE:
        _evidence(application, section, actor)
        return
    data = {
        fs.FIELDS: lambda: samples.fields(section, version, product),
        fs.INDICATORS: lambda: samples.indicators(version),
        fs.NARRATIVE: lambda: samples.narrative(section, product),
        fs.PARTICIPANTS: samples.participants,
        fs.PLEDGE: samples.pledge,
    }[section.kind]()
    revision = state_of(version, section.key).revision
    saved = section_save(application=application, section_key=section.key, data=data, revision=revision, actor=actor)
    if saved.errors:
        raise RuntimeError(f"{application.organisation} {section.title}: {saved.errors}")


def _evidence(application: Application, section: Section, actor: Actor) -> None:
    for kind in section.evidence:
        if kind.required:
            content = samples.paper(kind.title, application.organisation.name)
            upload = SimpleUploadedFile(f"{kind.title}.pdf", content)
            evidence_add(application=application, kind=kind.key, upload=upload, not_secret=True, actor=actor)
