"""Reading organisations, their members and their invitations."""

from datetime import datetime

from django.db.models import Q, QuerySet
from django.utils import timezone

from portal.accounts.actor import Actor
from portal.accounts.models import Invitation, Membership, Organisation, Region, User
from portal.accounts.models.organisation import OrganisationState
from portal.accounts.models.region import RegionLevel
from portal.accounts.roles import APPLICANT_ROLES, Role

SORTS = {
    "name": ("name_pinyin", "pk"),
    "-name": ("-name_pinyin", "-pk"),
    "registered": ("created_at", "pk"),
    "-registered": ("-created_at", "-pk"),
}


def organisations_shown(
    *, actor: Actor, name: str = "", state: str = "", kind: str = "", sort: str = "name"
) -> QuerySet[Organisation]:
    """What the list shows: a bureau's applicants, an administrator's every organisation; ``sort`` is a key of SORTS.

    ``kind`` is applicant, recommender or issuer; ``name`` is looked for in name and 统一社会信用代码.
    """
    rows = Organisation.objects.visible_to(actor).select_related("region__parent")
    if not actor.is_administrator:
        rows = rows.filter(is_applicant=True)
    if name:
        rows = rows.filter(Q(name__icontains=name) | Q(credit_code__icontains=name))
    if state in OrganisationState.values:
        rows = rows.filter(state=state)
    if kind in ("applicant", "recommender", "issuer"):
        rows = rows.filter(**{f"is_{kind}": True})
    return rows.order_by(*SORTS.get(sort, SORTS["name"]))


def colleagues_of(organisation: Organisation) -> QuerySet[Membership]:
    """Current members, administrators first."""
    return (
        organisation.memberships.filter(ended_at__isnull=True, role__in=APPLICANT_ROLES)
        .select_related("user")
        .order_by("role", "pk")
    )


def admins_of(organisation: Organisation) -> QuerySet[Membership]:
    return colleagues_of(organisation).filter(role=Role.APPLICANT_ADMIN)


def open_invitations_of(organisation: Organisation, *, now: datetime | None = None) -> QuerySet[Invitation]:
    """Invitations that may still be accepted."""
    return organisation.invitations.filter(
        accepted_at__isnull=True, revoked_at__isnull=True, expires_at__gt=now or timezone.now()
    ).select_related("invited_by__user")


def issuer_over(organisation: Organisation) -> int | None:
    """The nearest issuer whose region holds the organisation's: its auditor reads what is decided about it."""
    codes = organisation.region.path.strip("/").split("/")
    above = Organisation._base_manager.filter(is_issuer=True, region__code__in=codes).order_by("-region__path", "pk")
    return above.values_list("pk", flat=True).first()


def auditing_issuer(organisation: Organisation | None) -> int | None:
    """Whose auditor reads what is done about an organisation and its people: an issuer's own, else that of the issuer
    over it; none for who belongs to no organisation."""
    if organisation is None:
        return None
    return organisation.pk if organisation.is_issuer else issuer_over(organisation)


def users_shown(*, text: str = "") -> QuerySet[User]:
    """All persons, for administrators."""
    rows = User.objects.order_by("name", "pk")
    if text:
        rows = rows.filter(Q(name__icontains=text) | Q(email__icontains=text) | Q(phone=text))
    return rows


def staff_memberships(*, text: str = "", role: str = "", current: bool = True) -> QuerySet[Membership]:
    """Memberships of officers, auditors, experts and administrators."""
    rows = Membership.objects.exclude(role__in=APPLICANT_ROLES).select_related("user", "organisation")
    if current:
        rows = rows.filter(ended_at__isnull=True)
    if role:
        rows = rows.filter(role=role)
    if text:
        rows = rows.filter(Q(user__name__icontains=text) | Q(organisation__name__icontains=text))
    return rows.order_by("organisation__name_pinyin", "role", "pk")


def region_choices() -> list[tuple[str, list[tuple[int, str]]]]:
    """Regions for a select, in groups: a province's cities, then each city that is divided further."""
    regions = list(Region.objects.order_by("path"))
    children: dict[int | None, list[Region]] = {}
    for region in regions:
        children.setdefault(region.parent_id, []).append(region)
    groups: list[tuple[str, list[tuple[int, str]]]] = []
    whole: list[tuple[int, str]] = []
    for province in children.get(None, []):
        if province.level == RegionLevel.NATION:
            continue
        cities = children.get(province.pk, [])
        if not cities:
            whole.append((province.pk, province.name))
            continue
        groups.append((province.name, [(city.pk, city.name) for city in cities if city.pk not in children]))
        for city in cities:
            if below := children.get(city.pk):
                rows = [(city.pk, f"{city.name}（不分区县）"), *((r.pk, r.name) for r in below)]
                groups.append((f"{province.name} {city.name}", rows))
    return [(label, rows) for label, rows in groups if rows] + ([("其他省（区、市）", whole)] if whole else [])
