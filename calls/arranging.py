"""How directions stand in a call: block after block, each one category of one track. Pure; nothing is written here."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from calls.models import Category, Direction, Track


@dataclass
class Block:
    """Directions of one category of one track, in their order; ``category`` None: those without one."""

    track: Track
    category: Category | None
    directions: list[Direction] = field(default_factory=list)

    @property
    def code(self) -> str:
        """What pages call it: track and category, 0 for none."""
        return f"{self.track.pk}-{self.category.pk if self.category else 0}"


def blocks_of(tracks: Iterable[Track], directions: Iterable[Direction]) -> list[Block]:
    """Blocks of all tracks (with ``categories`` prefetched), empty categories too, since one may move there.

    Directions without a category stand last in their track (seed 003's 其他), or first where the track begins so.
    """
    found: list[Block] = []
    members = sorted(directions, key=lambda direction: (direction.place, direction.pk))
    for track in tracks:
        mine = [direction for direction in members if direction.track_id == track.pk]
        categories = sorted(track.categories.all(), key=lambda category: (category.order, category.pk))
        blocks = [Block(track, c, [d for d in mine if d.category_id == c.pk]) for c in categories]
        bare = Block(track, None, [direction for direction in mine if direction.category_id is None])
        if bare.directions or not blocks:
            first = bool(mine) and mine[0].category_id is None
            blocks.insert(0 if first else len(blocks), bare)
        found += blocks
    return found


def shifted(blocks: list[Block], direction: Direction, step: int) -> tuple[Block, Direction | None] | None:
    """Where ``direction`` goes one step up (-1) or down (1): the block and the direction it then stands before.

    Out of its block it enters the next one; None at either end of the call.
    """
    index = next(i for i, block in enumerate(blocks) if direction in block.directions)
    block = blocks[index]
    at = block.directions.index(direction) + step
    if 0 <= at < len(block.directions):
        others = [other for other in block.directions if other != direction]
        return block, others[at] if at < len(others) else None
    if not 0 <= index + step < len(blocks):
        return None
    beside = blocks[index + step]
    return beside, (beside.directions[0] if step > 0 and beside.directions else None)


def numbered(blocks: list[Block], direction: Direction, number: int) -> tuple[Block, Direction | None]:
    """Where ``direction`` goes to be the ``number``-th of its track: before whoever stands there without it."""
    mine = [block for block in blocks if block.track.pk == direction.track_id]
    row = [(block, other) for block in mine for other in block.directions if other != direction]
    if not row:
        return next(block for block in mine if direction in block.directions), None
    if number > len(row):
        return row[-1][0], None
    return row[max(number, 1) - 1]


def moved(blocks: list[Block], direction: Direction, block: Block, before: Direction | None) -> None:
    """Take ``direction`` out of its block and put it into ``block`` before ``before``, or last."""
    for one in blocks:
        one.directions = [other for other in one.directions if other != direction]
    at = block.directions.index(before) if before in block.directions else len(block.directions)
    block.directions.insert(at, direction)
