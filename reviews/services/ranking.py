"""One ranking per list, changed under a lock and only by who saw the order that stands.

Who saves an order names the revision it was made from. When another officer saved in between, nothing is written and
`RankingConflict` carries both orders, so that the page can show them side by side.
"""

from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from portal.accounts.actor import Actor
from portal.accounts.models import Membership
from portal.audit.services.record import audit_record
from portal.workflow import NotAllowed, StateConflict, lock
from reviews import rules
from reviews.models import RecommendationList
from reviews.models.recommendation import ListState


class RankingConflict(StateConflict):
    """The order changed since it was shown. ``order`` is what stands, ``wanted`` what was to be saved (ids of
    recommendations, best first); ``by`` and ``at`` say who changed it and when."""

    def __init__(self, *, list_: RecommendationList, order: list[int], wanted: list[int]) -> None:
        super().__init__(_("推荐顺序刚被另一位审核员改过，您的改动没有覆盖它。"))
        self.order = order
        self.wanted = wanted
        self.revision: int = list_.revision
        self.by: Membership | None = list_.revised_by
        self.at: datetime | None = list_.revised_at


def order_of(list_: RecommendationList) -> list[int]:
    """Ids of the recommendations, best first."""
    return list(list_.recommendations.order_by("rank").values_list("pk", flat=True))


def moved(order: list[int], item: int, step: int) -> list[int]:
    """``order`` with ``item`` moved by ``step`` places (-1 is up), staying within the list."""
    place = order.index(item)
    rest = [other for other in order if other != item]
    rest.insert(min(max(place + step, 0), len(rest)), item)
    return rest


def placed(order: list[int], numbers: dict[int, int]) -> list[int]:
    """``order`` after numbers were typed beside rows: each row with a new number stands at it (1 is first, too
    large a number is last), all others keep their order among themselves."""
    changed = {item: number for item, number in numbers.items() if item in order and order.index(item) + 1 != number}
    rest = [item for item in order if item not in changed]
    for item, number in sorted(changed.items(), key=lambda pair: (pair[1], order.index(pair[0]))):
        rest.insert(min(max(number - 1, 0), len(rest)), item)
    return rest


@transaction.atomic
def list_reorder(*, list_: RecommendationList, order: list[int], revision: int, actor: Actor) -> RecommendationList:
    """Save ``order`` (ids of all recommendations, best first) made from ``revision``.

    Raises `RankingConflict` when another order or other rows stand now, `StateConflict` when the list was sent.
    """
    row = lock(list_)
    allowed, reason = rules.is_list_officer(actor, row)
    if not allowed:
        raise NotAllowed(reason)
    if row.state != ListState.DRAFT:
        raise StateConflict(_("推荐表已经报送，不能再改。"))
    standing = order_of(row)
    if revision != row.revision or sorted(order) != sorted(standing):
        raise RankingConflict(list_=row, order=standing, wanted=order)
    if order == standing:
        return row
    rows = {item.pk: item for item in row.recommendations.all()}
    for rank, item in enumerate(order, start=1):
        rows[item].rank = rank
    row.recommendations.bulk_update(rows.values(), ["rank"])
    row.revision += 1
    row.revised_by, row.revised_at = actor.membership, timezone.now()
    row.save(update_fields=["revision", "revised_by", "revised_at"])
    audit_record(
        actor=actor,
        action="list_reorder",
        obj=row,
        issuer_id=row.call.issuer_id,
        data={"revision": row.revision, "before": standing, "after": order},
    )
    return row
