"""Offices, enterprises and accounts of the demo, opened the way an administrator and the people themselves do it."""

from dataclasses import dataclass, field

from portal.accounts.actor import Actor
from portal.accounts.models import Membership, Organisation, Region, User
from portal.accounts.roles import APPLICANT_ROLES, SECOND_FACTOR_ROLES, Role
from portal.accounts.services.demo import demo_second_factor
from portal.accounts.services.invitations import invitation_accept, invitation_create
from portal.accounts.services.memberships import staff_grant
from portal.accounts.services.organisations import office_open, organisation_activate, organisation_register
from portal.accounts.services.users import user_open
from portal.demo import world
from portal.demo.world import Enterprise, Office, Person
from portal.documents.services.seals import seal_register


@dataclass
class People:
    """Actors by the name of their mailbox, organisations by key."""

    actors: dict[str, Actor] = field(default_factory=dict)
    organisations: dict[str, Organisation] = field(default_factory=dict)

    def __getitem__(self, mailbox: str) -> Actor:
        return self.actors[mailbox]


def people_open() -> People:
    """All of `portal.demo.world`, with demo seals for whoever stamps papers."""
    people = People()
    regions = {region.code: region for region in Region.objects.all()}
    administrator = _user(world.ADMINISTRATOR)
    # Nobody is there yet who could grant it: as `manage.py create_administrator` does.
    membership = Membership.objects.create(user=administrator, role=Role.ADMINISTRATOR)
    people.actors["admin"] = Actor(user=administrator, membership=membership)
    for office in world.OFFICES:
        _office(people, office, regions)
    for person in world.PEOPLE:
        if person.role not in APPLICANT_ROLES and person is not world.ADMINISTRATOR:
            _staff(people, person)
    for enterprise in world.ENTERPRISES:
        _enterprise(people, enterprise, regions)
    return people


def _user(person: Person) -> User:
    user = user_open(name=person.name, login=person.login, password=world.PASSWORD, is_demo=True)
    if person.role in SECOND_FACTOR_ROLES:
        demo_second_factor(user=user)
    return user


def _office(people: People, office: Office, regions: dict[str, Region]) -> None:
    made = office_open(
        actor=people["admin"],
        name=office.name,
        region=regions[office.region],
        is_issuer=office.is_issuer,
        is_recommender=office.is_recommender,
        contact_name=office.contact_name,
        contact_phone=office.contact_phone,
    )
    seal_register(organisation=made, is_demo=True)
    people.organisations[office.key] = made


def _staff(people: People, person: Person) -> None:
    user = _user(person)
    organisation = people.organisations.get(person.at)
    membership = staff_grant(actor=people["admin"], user=user, role=person.role, organisation=organisation)
    people.actors[person.mailbox] = Actor(user=user, membership=membership)


def _enterprise(people: People, enterprise: Enterprise, regions: dict[str, Region]) -> None:
    """Registered by its administrator, activated by its bureau, colleagues invited by link."""
    admin, *colleagues = [person for person in world.PEOPLE if person.at == enterprise.key]
    user = _user(admin)
    membership = organisation_register(
        user=user,
        name=enterprise.name,
        credit_code=enterprise.code,
        region=regions[enterprise.region],
        ownership=enterprise.ownership,
        address=f"{regions[enterprise.region].name}示例路1号",
        legal_representative="示例法人",
        contact_name="示例联系人",
        contact_phone="13800000002",
    )
    actor = people.actors[admin.mailbox] = Actor(user=user, membership=membership)
    organisation = people.organisations[enterprise.key] = membership.organisation
    for person in colleagues:
        _invitation, token = invitation_create(actor=actor, organisation=organisation, role=person.role)
        colleague = _user(person)
        joined = invitation_accept(user=colleague, token=token)
        people.actors[person.mailbox] = Actor(user=colleague, membership=joined)
    if enterprise.bureau:
        organisation_activate(actor=people[enterprise.bureau], organisation=organisation)
        seal_register(organisation=organisation, is_demo=True)
