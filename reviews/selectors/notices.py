"""Published 公示, for everyone. Order is direction, then name: nothing of scores or ranks shows in it."""

from django.db.models import QuerySet

from portal.accounts.actor import Actor
from portal.scoping import system_scope
from reviews.models import Decision, PublicNotice, Reserve
from reviews.models.decision import Outcome


def published_notices(actor: Actor) -> QuerySet[PublicNotice]:
    return (
        PublicNotice.objects.visible_to(actor)
        .filter(published_at__isnull=False)
        .select_related("call__issuer")
        .order_by("-published_at")
    )


_ORDER = ("application__direction__order", "application__organisation__name_pinyin", "application__pk")
_WITH = (
    "application__organisation",
    "application__direction__published",
    "application__recommender",
    "application__submitted_version",
)


def shortlisted_of(notice: PublicNotice) -> list[Decision]:
    """入围 of a published notice: who, direction, product, recommender. Those 未入围 are told themselves only."""
    with system_scope("a published notice is public"):
        rows = list(
            Decision.objects.filter(notice=notice, outcome=Outcome.SHORTLISTED, announced_at__isnull=False)
            .select_related(*_WITH, "superseded_by", "supersedes")
            .order_by(*_ORDER)
        )
    for row in rows:
        # A newer decision shows only once it was announced itself.
        newer = getattr(row, "superseded_by", None)
        row.corrected = newer is not None and newer.announced_at is not None
    return rows


def corrected_by(notice: PublicNotice) -> list[Decision]:
    """Decisions of this notice that supersede earlier ones (更正)."""
    with system_scope("a published notice is public"):
        return list(
            Decision.objects.filter(notice=notice, supersedes__isnull=False, announced_at__isnull=False)
            .select_related(*_WITH, "supersedes__notice", "application__reserve")
            .order_by(*_ORDER)
        )


def reserve_of(notice: PublicNotice) -> list[Reserve]:
    """储备 announced together with the notice."""
    with system_scope("a published notice is public"):
        return list(
            Reserve.objects.filter(call=notice.call_id, announced_at=notice.published_at)
            .select_related(*_WITH)
            .order_by(*_ORDER)
        )
