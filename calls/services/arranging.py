"""领域, 类别 and the order of directions in a draft call."""

from collections.abc import Callable, Iterable

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from calls.arranging import Block, moved, numbered, shifted
from calls.models import Call, Category, Direction, DirectionVersion, Indicator, IndicatorVersion, Track
from calls.models.edit import EditAction
from calls.rules import draft_for_writing
from calls.services.directions import draft_version
from calls.services.edits import edit_record
from calls.services.renumbering import call_blocks, call_renumber
from portal.accounts.actor import Actor
from portal.scoping import system_scope
from portal.workflow import StateConflict

Target = tuple[Block, Direction | None]


def _move(call: Call, actor: Actor, directions: Iterable[Direction], where: Callable[..., Target | None]) -> None:
    row = draft_for_writing(call=call, actor=actor)
    blocks = call_blocks(row)
    went: dict[int, tuple[Block, Block]] = {}
    for direction in directions:
        if (target := where(blocks, direction)) is not None:
            went[direction.pk] = (next(one for one in blocks if direction in one.directions), target[0])
            moved(blocks, direction, *target)
    call_renumber(row, blocks)
    for version in _drafts(row).filter(direction__in=[pk for pk, (old, new) in went.items() if old != new]):
        old, new = went[version.direction_id]
        _changed(version, actor, {"category": _category(old)}, {"category": _category(new)})


def _category(block: Block) -> str:
    return block.category.title if block.category else ""


def _drafts(call: Call):
    """The versions being written, locked."""
    drafts = DirectionVersion.objects.filter(direction__call=call, published_at__isnull=True)
    return drafts.select_related("direction__call").select_for_update(of=("self",)).order_by("pk")


def _changed(version: DirectionVersion, actor: Actor, before: dict[str, str], after: dict[str, str]) -> None:
    """Whoever has the direction open is told that it changed (`calls.services.edits`), and by whom."""
    version.revision += 1
    version.save(update_fields=["revision", *(after.keys() & {"printed_number"})])
    edit_record(
        call=version.direction.call,
        actor=actor,
        direction=version.direction.key,
        action=EditAction.CHANGE,
        revision=version.revision,
        before=before,
        after=after,
    )


@transaction.atomic
def direction_shift(*, direction: Direction, step: int, actor: Actor) -> None:
    """One up (-1) or down (1); at the edge of its category it goes over into the next one."""
    _move(direction.call, actor, [direction], lambda blocks, one: shifted(blocks, one, step))


@transaction.atomic
def direction_number(*, direction: Direction, number: int, actor: Actor) -> None:
    """Make it the ``number``-th of its track, in the category of whoever stood there; too large: the last."""
    _move(direction.call, actor, [direction], lambda blocks, one: numbered(blocks, one, number))


@transaction.atomic
def directions_place(
    *, call: Call, directions: Iterable[Direction], block: str, actor: Actor, before: Direction | None = None
) -> None:
    """Put ``directions`` of ``call``, in this order, into the block of that code, before ``before`` or last.

    Raises `StateConflict` when the block is gone. One without category exists in every track.
    """

    def target(blocks: list[Block], _direction: Direction) -> Target:
        found = next((one for one in blocks if one.code == block), None)
        if found is None:
            track = next((one.track for one in blocks if f"{one.track.pk}-0" == block), None)
            if track is None:
                raise StateConflict(_("要移到的领域或类别已经删除，请刷新页面再试。"))
            last = max(index for index, one in enumerate(blocks) if one.track.pk == track.pk)
            found = Block(track, None)
            blocks.insert(last + 1, found)
        return found, before

    _move(call, actor, directions, target)


@transaction.atomic
def printed_numbers_clear(*, call: Call, actor: Actor) -> None:
    """Count directions by their place instead of by the numbers of the document, which no longer fit."""
    row = draft_for_writing(call=call, actor=actor)
    for version in _drafts(row).exclude(printed_number=""):
        before, version.printed_number = version.printed_number, ""
        _changed(version, actor, {"printed_number": before}, {"printed_number": ""})


@transaction.atomic
def indicators_reorder(*, direction: Direction, indicators: Iterable[Indicator], actor: Actor) -> None:
    """Give the draft version's indicators this order; those not named keep theirs, behind."""
    draft_for_writing(call=direction.call, actor=actor)
    version = draft_version(direction)
    ranks = {indicator.pk: rank for rank, indicator in enumerate(indicators)}
    rows = sorted(version.indicators.all(), key=lambda row: (ranks.get(row.indicator_id, len(ranks)), row.order))
    # One place may be taken once at a time: first out of the way, then to where they belong.
    last = max((row.order for row in rows), default=0)
    for start in (last + 1, 1):
        for order, row in enumerate(rows, start=start):
            row.order = order
        IndicatorVersion.objects.bulk_update(rows, ["order"])


@transaction.atomic
def track_add(*, call: Call, title: str, actor: Actor) -> Track:
    row = draft_for_writing(call=call, actor=actor)
    _refuse_double(row.tracks.all(), title)
    last = row.tracks.aggregate(last=Max("order"))["last"] or 0
    return Track.objects.create(call=row, order=last + 1, title=title)


@transaction.atomic
def category_add(*, track: Track, title: str, actor: Actor) -> Category:
    draft_for_writing(call=track.call, actor=actor)
    _refuse_double(track.categories.all(), title)
    last = track.categories.aggregate(last=Max("order"))["last"] or 0
    return Category.objects.create(track=track, order=last + 1, title=title)


@transaction.atomic
def heading_rename(*, heading: Track | Category, title: str, actor: Actor) -> None:
    """Another title for a track or a category; two of one level never have the same."""
    draft_for_writing(call=call_of(heading), actor=actor)
    _refuse_double(_siblings(heading).exclude(pk=heading.pk), title)
    heading.title = title
    heading.save(update_fields=["title"])


@transaction.atomic
def heading_shift(*, heading: Track | Category, step: int, actor: Actor) -> None:
    """A track or category with everything in it, one up (-1) or down (1); the directions count anew."""
    row = draft_for_writing(call=call_of(heading), actor=actor)
    found = list(_siblings(heading).order_by("order", "pk"))
    at = found.index(heading)
    if 0 <= at + step < len(found):
        found[at], found[at + step] = found[at + step], found[at]
    for order, one in enumerate(found, start=1):
        one.order = order
    type(heading).objects.bulk_update(found, ["order"])
    call_renumber(row)


@transaction.atomic
def track_remove(*, track: Track, actor: Actor) -> None:
    """Raises `StateConflict` as long as it has directions or rules, or is the only one."""
    row = draft_for_writing(call=track.call, actor=actor)
    if row.tracks.count() == 1:
        raise StateConflict(_("榜单至少保留一个领域；不分领域的，把名称留空即可。"))
    with system_scope("whether a track is empty"):
        if track.directions.exists():
            raise StateConflict(_("“%(title)s”下还有任务方向，请先移走或删除。") % {"title": track.title})
    if row.rules.filter(versions__track=track).exists():
        raise StateConflict(_("有报送条件只适用于“%(title)s”，请先修改或删除。") % {"title": track.title})
    track.delete()


@transaction.atomic
def category_remove(*, category: Category, actor: Actor) -> None:
    """Its directions stay in the track, without a category."""
    row = draft_for_writing(call=category.track.call, actor=actor)
    category.delete()
    call_renumber(row)


def call_of(heading: Track | Category) -> Call:
    return heading.call if isinstance(heading, Track) else heading.track.call


def _siblings(heading: Track | Category):
    return heading.call.tracks.all() if isinstance(heading, Track) else heading.track.categories.all()


def _refuse_double(others, title: str) -> None:
    if others.filter(title=title).exists():
        raise StateConflict(_("已经有“%(title)s”了。") % {"title": title})
