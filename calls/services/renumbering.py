"""Counting the directions of a call anew, after one was added, moved or taken out."""

from calls.arranging import Block, blocks_of
from calls.models import Call, Direction
from portal.scoping import system_scope


def call_blocks(call: Call) -> list[Block]:
    """The call as it stands, for moving things about in it; callers hold the call's lock."""
    with system_scope("order of a call's directions"):
        directions = list(Direction.objects.filter(call=call).select_related("track", "category"))
    return blocks_of(call.tracks.prefetch_related("categories"), directions)


def call_renumber(call: Call, blocks: list[Block] | None = None) -> None:
    """Count the directions anew, block after block: ``order`` through the call, ``place`` within the track."""
    changed: list[Direction] = []
    order, places = 0, {}
    for block in blocks if blocks is not None else call_blocks(call):
        for direction in block.directions:
            order += 1
            places[block.track.pk] = places.get(block.track.pk, 0) + 1
            wanted = (order, places[block.track.pk], block.track.pk, block.category.pk if block.category else None)
            if wanted != (direction.order, direction.place, direction.track_id, direction.category_id):
                direction.order, direction.place, direction.track_id, direction.category_id = wanted
                changed.append(direction)
    with system_scope("order of a call's directions"):
        Direction.objects.bulk_update(changed, ["order", "place", "track", "category"])
