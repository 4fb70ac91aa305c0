"""Who may recommend an organisation."""

from django.db.models import QuerySet

from portal.accounts.models import Organisation
from portal.accounts.models.organisation import OrganisationState


def region_prefixes(path: str) -> list[str]:
    """“510000/510100/” → [“510000/”, “510000/510100/”]: a region and all above it."""
    codes = [code for code in path.split("/") if code]
    return ["/".join(codes[: n + 1]) + "/" for n in range(len(codes))]


def recommenders_for(*, organisation: Organisation) -> QuerySet[Organisation]:
    """Active recommenders of the organisation's region or one above it, the nearest first.

    Applicants see only their own organisation otherwise; read inside `system_scope`.
    """
    return (
        Organisation.objects.filter(
            is_recommender=True,
            state=OrganisationState.ACTIVE,
            region__path__in=region_prefixes(organisation.region.path),
        )
        .select_related("region")
        .order_by("-region__path", "name_pinyin")
    )
