"""On whom a rule may be tried: organisations of the call's region, and the applications of the call (`calls.hooks`)."""

from django.utils import timezone

from applications.models import Application, ApplicationState
from applications.selectors.facts import NO_LEGAL_PERSON, facts_gather
from applications.selectors.forms import schema_of
from applications.selectors.loading import version_loaded
from calls import hooks
from calls.models import Call, FormerWinner
from calls.rule_kinds.base import Facts, Subject
from calls.search import words
from portal.accounts.actor import Actor
from portal.accounts.models import Organisation
from portal.accounts.models.organisation import OrganisationState
from portal.scoping import system_scope

#: More tell an officer nothing new, and each application costs a dozen queries.
MOST_ORGANISATIONS, MOST_APPLICATIONS = 200, 40


def organisations_to_try(*, call: Call, actor: Actor, q: str = "") -> list[Subject]:
    """Active applicants of the call's region that the actor may see, by name."""
    found = Organisation.objects.visible_to(actor).filter(
        is_applicant=True, state=OrganisationState.ACTIVE, region__path__startswith=call.region.path
    )
    for word in words(q):
        found = found.filter(name__icontains=word)
    winners = tuple(FormerWinner.objects.filter(call=call).values_list("organisation_name", "product_name"))
    rows = found.select_related("region").order_by("name_pinyin", "pk")[:MOST_ORGANISATIONS]
    return [Subject(row.name, _facts(row, winners)) for row in rows]


def _facts(organisation: Organisation, winners: tuple[tuple[str, str], ...]) -> Facts:
    """What is registered of an organisation; everything that only an application says is left open."""
    code = organisation.credit_code or ""
    legal = None
    if code.startswith(NO_LEGAL_PERSON):
        legal = False
    elif code and organisation.legal_representative:
        legal = True
    return Facts(
        today=timezone.localdate(),
        organisation_name=organisation.name,
        product_name="",
        region_path=organisation.region.path,
        ownership=organisation.ownership,
        is_legal_person=legal,
        registered_on=None,
        recommender_count=0,
        other_applications=0,
        running_projects=None,
        participant_count=0,
        former_winners=winners,
    )


def applications_to_try(*, call: Call, actor: Actor) -> list[Subject]:
    """The call's applications, drafts too, the newest first. Those that the actor may not see have no name."""
    today = timezone.localdate()
    shown = set(Application.objects.visible_to(actor).filter(call=call).values_list("pk", flat=True))
    found = []
    with system_scope("a rule tried on the applications of its call"):
        rows = Application.objects.filter(call=call).exclude(state=ApplicationState.WITHDRAWN)
        rows = rows.select_related("organisation__region", "direction", "current", "submitted_version")
        for row in rows.order_by("-pk")[:MOST_APPLICATIONS]:
            # Of a row that others see, what they see: never what its owner is writing now.
            version = version_loaded((row.pk in shown and row.submitted_version) or row.current)
            facts = facts_gather(version=version, schema=schema_of(version.form_version), today=today)
            name = f"{row.number} {row.organisation.name}" if row.pk in shown else ""
            found.append(Subject(name, facts, True, row.direction.track_id, row.direction_id))
    return found


def subjects(call: Call, actor: Actor, q: str) -> list[Subject]:
    return [*organisations_to_try(call=call, actor=actor, q=q), *applications_to_try(call=call, actor=actor)]


def register() -> None:
    hooks.subjects.append(subjects)
