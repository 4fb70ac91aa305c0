"""The offices and people of the chain that are there before it begins; enterprises come by the sign-up page."""

from dataclasses import dataclass

from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.core.management import call_command

from portal.accounts.models import Organisation, Region
from portal.accounts.roles import Role
from portal.accounts.services.users import user_open
from portal.documents.services.seals import seal_register
from tests.factories import make_membership, make_organisation
from tests.signing_in import code_of

PASSWORD = "correct-horse-27"
CITY = "成都市"


@dataclass(frozen=True)
class Staff:
    """A person with a second factor, as a role in an organisation (or in none)."""

    name: str
    login: str
    secret: str

    @property
    def code(self) -> str:
        """What the person's app shows now."""
        return code_of(self.secret)


@dataclass(frozen=True)
class Offices:
    issuer: Organisation
    bureau: Organisation
    officer: Staff
    bureau_officer: Staff
    auditor: Staff
    experts: tuple[Staff, ...]


def make_staff(*, name: str, login: str, role: str, organisation: Organisation | None = None) -> Staff:
    user = user_open(name=name, login=login, password=PASSWORD)
    make_membership(role=role, organisation=organisation, user=user)
    secret = generate_totp_secret()
    TOTP.activate(user, secret)
    return Staff(name, login, secret)


def make_offices() -> Offices:
    """省厅 with an officer and an auditor, the city's bureau with an officer and a seal, three experts."""
    call_command("load_regions", verbosity=0)
    province, city = Region.objects.get(code="510000"), Region.objects.get(name=CITY)
    issuer = make_organisation(name="四川省经济和信息化厅", region=province, is_issuer=True)
    bureau = make_organisation(name="成都市经济和信息化局", region=city, is_recommender=True)
    seal_register(organisation=bureau, is_demo=True)
    return Offices(
        issuer=issuer,
        bureau=bureau,
        officer=make_staff(
            name="省厅经办", login="officer@demo.example", role=Role.ISSUING_OFFICER, organisation=issuer
        ),
        auditor=make_staff(name="审计员", login="auditor@demo.example", role=Role.AUDITOR, organisation=issuer),
        bureau_officer=make_staff(
            name="市局审核", login="bureau@demo.example", role=Role.BUREAU_OFFICER, organisation=bureau
        ),
        experts=tuple(
            make_staff(name=f"专家{mark}", login=f"expert{n}@demo.example", role=Role.EXPERT)
            for n, mark in enumerate("甲乙丙", start=1)
        ),
    )
