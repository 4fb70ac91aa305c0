"""What a person should look at before the call is published. A check gives Chinese sentences and changes nothing."""

import re

from calls.importing.indicators.sense import SURE
from calls.importing.structure import DirectionRead, Doubt, TrackRead

STATED = re.compile(r"(?P<n>\d{1,3})\s?个(?:重点)?(?:任务)?(?:方向|类别)")
CATEGORIES = re.compile(
    r"(?P<list>(?:[\u4e00-\u9fff]{2,6}、){1,6}[\u4e00-\u9fff]{2,6}?)等?\s?(?:\d|[两三四五六])?\s?类?(?:创新)?任务"
)


def indicator_doubts(directions: tuple[DirectionRead, ...]) -> list[Doubt]:
    return [
        Doubt(
            f"{direction.number}{direction.title}：{indicator.text}",
            indicator.reason,
            "comparator_sense" if indicator.subject else "subject_missing",
            f"indicator:{place}:{index}",
            indicator.start,
            indicator.end,
        )
        for place, direction in enumerate(directions)
        for index, indicator in enumerate(direction.indicators)
        if indicator.confidence < SURE
    ]


def count_doubts(form_texts: list[tuple[int, str]], tracks: tuple[TrackRead, ...]) -> list[Doubt]:
    """``form_texts``: (index of the track it follows, text). The stated number of directions against those found."""
    made: list[Doubt] = []
    for track, text in form_texts:
        if "任务" in text and 0 <= track < len(tracks) and (match := STATED.search(text)):
            found = len(tracks[track].directions)
            if int(match["n"]) != found:
                reason = f"原文写有 {match['n']} 个任务方向，读出 {found} 个。"
                made.append(Doubt(tracks[track].title or "任务方向", reason, "direction_count", f"track:{track}"))
    return made


def category_doubts(notice: list[str], tracks: tuple[TrackRead, ...]) -> list[Doubt]:
    """Categories that the notice names and no annex has."""
    known = {category for track in tracks for category in track.categories}
    if not known:
        return []
    for text in notice:
        match = CATEGORIES.search(text)
        if not match:
            continue
        named = [re.sub(r"^.*(?:的|聚焦|围绕)", "", name) for name in match["list"].split("、")]
        missing = [name for name in named if name not in known]
        if missing and len(missing) < len(named):
            others = "、".join(sorted(known - set(named))) or "无"
            reason = f"通知所列类别“{'、'.join(missing)}”在附件中没有；附件另有：{others}。"
            return [Doubt("类别", reason, "category_names")]
    return []
