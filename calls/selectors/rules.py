"""Reading the rules of a call."""

from collections.abc import Iterable

from django.db.models import F, Q, QuerySet

from calls.models import Call, Direction, RuleVersion
from calls.models.rule import Strength

_ORDER = {strength: place for place, strength in enumerate(Strength.values)}


def _by_strength(versions: Iterable[RuleVersion]) -> list[RuleVersion]:
    return sorted(versions, key=lambda version: (_ORDER[version.strength], version.rule_id))


def rules_in_force(*, call: Call, direction: Direction | None = None) -> list[RuleVersion]:
    """Published, not withdrawn; for ``direction`` those of the whole call, of its track and its own.

    Without ``direction`` only those of the whole call. 必须 first.
    """
    scope = Q(track__isnull=True, direction__isnull=True)
    if direction is not None:
        scope |= Q(track=direction.track_id) | Q(direction=direction.pk)
    in_force = RuleVersion.objects.filter(scope, rule__call=call, rule__published=F("pk"), withdrawn=False)
    return _by_strength(in_force.select_related("rule", "track"))


def rules_of_everything(*, call: Call) -> list[RuleVersion]:
    """All published rules of a call, whatever they hold for: for the page that shows them together."""
    in_force = RuleVersion.objects.filter(rule__call=call, rule__published=F("pk"), withdrawn=False)
    return _by_strength(in_force.select_related("rule", "track", "direction__published", "direction__track"))


def rules_for_writing(*, call: Call) -> QuerySet[RuleVersion]:
    """The newest version of each rule, as an officer sees them; without what an unpublished 更正公告 says."""
    return (
        RuleVersion.objects.filter(rule__call=call)
        .exclude(correction__isnull=False, published_at__isnull=True)
        .order_by("rule_id", "-number")
        .distinct("rule_id")
        .select_related("rule", "track", "direction__track")
        .prefetch_related("direction__versions")
    )


def rules_in_words(*, call: Call) -> list[RuleVersion]:
    """What the call asks for as others may know it: in force once it is published, else as it is being written."""
    if call.is_published:
        return rules_of_everything(call=call)
    return _by_strength(version for version in rules_for_writing(call=call) if not version.withdrawn)
