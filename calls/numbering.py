"""Numbers of directions: each track counts its own, in the document's words where it numbers them."""

from calls.models import Direction, DirectionVersion


def direction_number(direction: Direction, version: DirectionVersion | None) -> str:
    """The printed number (“（一）”), else the place within the track (seed 003 prints none beside 其他)."""
    return (version.printed_number if version else "") or str(direction.place)


def direction_numbered(direction: Direction, version: DirectionVersion | None) -> str:
    """“3. 智能传感器”; a number printed in words or brackets takes no point: “(三) 智能传感器”."""
    number = direction_number(direction, version)
    return f"{number}{'. ' if number.isdecimal() else ' '}{version or ''}".strip()


def direction_name(direction: Direction, version: DirectionVersion | None) -> str:
    """As `direction_numbered`, after its track where the call has several: “元宇宙 （一） …”. Needs ``track``."""
    return f"{direction.track.title} {direction_numbered(direction, version)}".strip()
