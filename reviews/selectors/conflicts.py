"""利益冲突 that the portal can see: an expert's units against those that take part in an application.

What is known of experts is read for all of them at once: two queries, however many experts and applications.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from applications.models import Application
from portal.accounts.models import Membership, User
from reviews.models import Expert


def _plain(name: str) -> str:
    """A unit's name for comparing: without blanks, full-width brackets as half-width."""
    return "".join(name.split()).replace("（", "(").replace("）", ")").casefold()


@dataclass(slots=True)
class Units:
    """Plain names and 统一社会信用代码 of the units that an expert works for."""

    names: set[str] = field(default_factory=set)
    codes: set[str] = field(default_factory=set)

    def add(self, name: str, code: str | None) -> None:
        self.names |= {_plain(name)} - {""}
        self.codes |= {code or ""} - {""}


def units_of_experts(experts: Iterable[User]) -> dict[int, Units]:
    """User id → the expert's employer and every organisation the expert acts for now."""
    found = {expert.pk: Units() for expert in experts}
    for known in Expert.objects.filter(user__in=found):
        found[known.user_id].add(known.employer, known.employer_code)
    acting = Membership.objects.filter(user__in=found, organisation__isnull=False, ended_at__isnull=True)
    for membership in acting.select_related("organisation"):
        found[membership.user_id].add(membership.organisation.name, membership.organisation.credit_code)
    return found


def units_of_application(application: Application) -> list[tuple[str, str, str]]:
    """(name, 统一社会信用代码, part it takes) of the applicant, its profile and the participants of the version handed
    in last."""
    version = application.submitted_version
    units = [(application.organisation.name, application.organisation.credit_code or "", _("申报单位"))]
    profile = getattr(version, "profile", None)
    if profile:
        units.append((profile.unit_name, profile.credit_code, _("申报单位")))
    return units + [(one.name, one.credit_code, _("参与单位")) for one in version.participants.all()]


def conflicts_of(*, experts: Iterable[User], application: Application) -> dict[int, str]:
    """User id → why the expert may not review the application (Chinese), for those who may not."""
    experts = list(experts)
    known, units = units_of_experts(experts), units_of_application(application)
    found = {expert.pk: conflict_between(expert=expert, known=known[expert.pk], units=units) for expert in experts}
    return {pk: reason for pk, reason in found.items() if reason}


def conflict_between(*, expert: User, known: Units, units: list[tuple[str, str, str]]) -> str:
    """The first unit that is the expert's own, as a sentence; or nothing."""
    for name, code, part in units:
        if _plain(name) in known.names or code in known.codes:
            return _("%(expert)s 的工作单位是%(part)s“%(unit)s”，存在利益冲突。") % {
                "expert": expert.name,
                "part": part,
                "unit": name,
            }
    return ""
