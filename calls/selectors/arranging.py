"""A call's directions as its office arranges them."""

from calls.arranging import Block, blocks_of
from calls.models import Call, DirectionVersion, Track
from calls.selectors.directions import directions_for_writing
from portal.accounts.actor import Actor


def tracks_for_writing(*, call: Call) -> list[Track]:
    return list(call.tracks.prefetch_related("categories"))


def blocks_for_writing(*, call: Call, actor: Actor) -> list[Block]:
    """All blocks, their directions with ``newest`` (see `directions_for_writing`)."""
    directions = list(directions_for_writing(call=call, actor=actor))
    return blocks_of(tracks_for_writing(call=call), directions)


def numbers_out_of_order(blocks: list[Block]) -> bool:
    """Whether the document's numbers no longer count up: a track prints one twice, or directions stand in another
    order than in the document they were read from."""
    tracks: dict[int, list[DirectionVersion]] = {}
    for block in blocks:
        numbered = [d.newest[0] for d in block.directions if d.newest[0].printed_number]
        tracks.setdefault(block.track.pk, []).extend(numbered)
    for versions in tracks.values():
        printed = [version.printed_number for version in versions]
        places = [version.source_start for version in versions if version.source_start is not None]
        if len(set(printed)) < len(printed) or places != sorted(places):
            return True
    return False
