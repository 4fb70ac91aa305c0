"""What the steps of the chain hand on, and short ways to a further application by the services that pages use."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from uuid import uuid4

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from applications.models import Application
from applications.services.drafts import application_start, recommender_choose
from applications.services.evidence import evidence_add
from applications.services.submitting import application_submit, submission_key
from calls.models import Call, Direction
from portal.accounts.actor import Actor
from portal.accounts.models import Membership
from portal.scoping import system_scope
from tests.applications.helpers import pdf, save
from tests.browser import material
from tests.browser.material import Enterprise
from tests.browser.pages.applicant import Applicant
from tests.browser.people import Offices, Staff
from tests.browser.session import Session

NOW = timezone.localtime()
APPLICANTS_UNTIL = NOW.date() + timedelta(days=6)
CITIES_UNTIL = NOW.date() + timedelta(days=12)


@dataclass
class Chain:
    """The people's sessions, and what one step leaves to the next."""

    offices: Offices
    as_staff: Callable[[Staff], Session]
    sessions: Callable[[str], Session]
    folder: Path
    people: dict[str, Session] = field(default_factory=dict)
    number: str = ""  # of the application that the chain follows

    def staff(self, person: Staff) -> Session:
        """Signed in once, kept for the whole chain."""
        if person.name not in self.people:
            self.people[person.name] = self.as_staff(person)
        return self.people[person.name]

    def visitor(self) -> Session:
        return self.named("访客")

    def named(self, who: str) -> Session:
        if who not in self.people:
            self.people[who] = self.sessions(who)
        return self.people[who]

    def applicant(self, enterprise: Enterprise) -> Applicant:
        return Applicant(self.named(enterprise.person))


def admin_of(enterprise: Enterprise) -> Actor:
    membership = Membership.objects.select_related("user", "organisation__region").get(
        user__name=enterprise.person, organisation__name=enterprise.name
    )
    return Actor(user=membership.user, membership=membership)


def draft(enterprise: Enterprise, *, direction: str) -> Application:
    """One more draft of an enterprise."""
    actor = admin_of(enterprise)
    with system_scope("a test's further application"):
        found = Direction.objects.select_related("published", "call").get(
            call=Call.objects.get(title=material.CALL), published__title=direction
        )
        return application_start(direction=found, key=uuid4(), arrived_at=timezone.now(), actor=actor)


def completed(enterprise: Enterprise, *, product: str, direction: str, recommender_id: int) -> Application:
    """One more application of an enterprise with everything filled in."""
    actor, application = admin_of(enterprise), draft(enterprise, direction=direction)
    with system_scope("a test's further application"):
        recommender_choose(application=application, recommender_id=recommender_id, actor=actor)
        application.refresh_from_db()
        own = {"unit_name": enterprise.name, "credit_code": enterprise.code}
        save(application, "profile", enterprise.profile | own, actor)
        save(application, "participants", {"none": "on"}, actor)
        save(application, "product", material.product(product), actor)
        rows = {}
        for indicator in application.current.direction_version.indicators.all():
            value, upper = indicator.value, indicator.value_max
            asked = "" if value is None else f"{value.normalize():f}" + (f"～{upper.normalize():f}" if upper else "")
            target = "达到国际先进水平" if indicator.qualitative else asked
            rows |= {f"i{indicator.pk}-current": "样机阶段", f"i{indicator.pk}-target": target}
        save(application, "indicators", rows, actor)
        save(application, "task_plan", material.NARRATIVE, actor)
        for kind in material.EVIDENCE:
            upload = SimpleUploadedFile(f"{kind}.pdf", pdf(kind))
            evidence_add(application=application, kind=kind, upload=upload, not_secret=True, actor=actor)
        save(application, "pledge", enterprise.pledge, actor)
        application.refresh_from_db()
    return application


def handed_in(enterprise: Enterprise, **values) -> Application:
    """One more application of an enterprise, complete and submitted; ``values`` as `completed` takes them."""
    application = completed(enterprise, **values)
    with system_scope("a test's further application"):
        application_submit(
            application=application,
            key=submission_key(application.current),
            arrived_at=timezone.now(),
            actor=admin_of(enterprise),
        )
        application.refresh_from_db()
    return application
