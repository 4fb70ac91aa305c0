"""Many indicators at once."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.db import transaction

from calls.models import Direction, IndicatorVersion
from calls.services.directions import indicator_add
from portal.accounts.actor import Actor


@transaction.atomic
def indicators_add(*, direction: Direction, rows: Iterable[Mapping[str, Any]], actor: Actor) -> list[IndicatorVersion]:
    """All or none, behind those that stand there; ``rows`` are what `indicator_add` takes."""
    return [indicator_add(direction=direction, actor=actor, **row) for row in rows]
