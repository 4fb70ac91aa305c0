"""Deadlines of the notice: what is due by whom, online or on paper, when, in how many copies."""

import datetime as dt
import re

from calls.importing.dates import MOMENT, WEEKDAYS, Moment, full_dates, moment
from calls.importing.indicators.numbers import CHINESE, number
from calls.importing.notice import Sentence
from calls.importing.structure import DeadlineRead, Doubt

AFTER = re.compile(r"\s?(?:之前|以前|前|截止|止|24时前)")
BEFORE = re.compile(
    r"(?:截止(?:时间|日期|到|至)?|截至|止于|不迟于|期限|报送时间|申报时间|受理时间|填报时间)[^，。；]{0,26}$|(?:至|到|—|–|~)\s?$"
)
# The first day of a period, and the day by which the work itself is to be done, are no deadlines.
OPENS = re.compile(r"\s?(?:起|开始)?\s?(?:—+|–|-|~|至|到)\s?(?:(?:20\d\d年)?\d{1,2}月)")
WORK = re.compile(r"(?:完成时间|任务完成|完成揭榜任务|实施期|执行期|建设期|项目完成)[^，。；]{0,10}$")
# Whoever is named first in the sentence is the one who must act.
WHO = re.compile(
    r"(?P<applicant>申报主体|申报单位|申报企业|申报人|申请单位|申请人|揭榜单位|揭榜方|揭榜主体|意向\w{0,4}企业|各企业|项目单位|牵头单位|企业)"
    r"|(?P<recommender>各(?:地|省|市|州|区|县|设区|盟|有关)\S{0,6}|\S{0,8}主管部门|推荐单位|组织单位|归口\S{0,4}部门|推荐部门|市（州）\S{0,6})"
)
RECOMMENDS = re.compile(r"推荐表|推荐函|推荐名单|推荐汇总|汇总表|推荐意见|报送至?(?:我厅|我局|我委|我部|省)")
PAPER = re.compile(r"纸质|书面|一式|装订|邮寄|盖章")
ONLINE = re.compile(r"网上|线上|系统|在线|网络|平台")
COPIES = re.compile(rf"一式\s?(?P<a>\d+|{CHINESE})\s?份|(?P<b>\d+|{CHINESE})\s?份")


def read_deadlines(sentences: list[Sentence], year: int | None) -> tuple[list[DeadlineRead], list[Doubt]]:
    """Deadlines in the order printed, and what about them is doubtful. ``year``: of the call, for one left out."""
    made: list[DeadlineRead] = []
    doubts: list[Doubt] = []
    seen_year = year
    for sentence in sentences:
        dates = list(MOMENT.finditer(sentence.text))
        for index, match in enumerate(dates):
            found = moment(match, seen_year)
            after = AFTER.match(sentence.text, match.end())
            head = sentence.text[max(0, match.start() - 60) : match.start()]
            if OPENS.match(sentence.text, match.end()) or WORK.search(head):
                continue
            if found is None or not (after or BEFORE.search(head)):
                continue
            if found.year_printed:
                seen_year = found.at.year
            # Of a sentence with several dates, each is read with its own words.
            first = dates[index - 1].end() if index else 0
            last = dates[index + 1].start() if index + 1 < len(dates) else len(sentence.text)
            words = sentence.text[max(first, match.start() - 400) : min(last, match.end() + 400)]
            printed = sentence.text[match.start() : after.end() if after else match.end()]
            before_it = bool(after) and "前" in after[0]
            made.append(
                DeadlineRead(
                    audience=audience(words, sentence.paragraph[:600]),
                    medium=medium(words, sentence.paragraph[:600]),
                    at=found.at,
                    precision=found.precision,
                    exclusive=before_it and found.precision != "day",
                    printed=printed,
                    copies=copies(words),
                )
            )
            doubts += _doubts(found, printed, before_it, f"deadline:{len(made) - 1}")
    return made, doubts + _order_doubts(made)


def audience(words: str, paragraph: str) -> str:
    if RECOMMENDS.search(words):
        return "recommender"
    for text in (words, paragraph):
        if match := WHO.search(text):
            return "applicant" if match["applicant"] else "recommender"
    return "applicant"


def medium(words: str, paragraph: str) -> str:
    for text in (words, paragraph):
        if PAPER.search(text) and not re.search(r"网上填报截止|网上申报截止", text):
            return "paper"
        if ONLINE.search(text):
            return "online"
    return "online"


def copies(text: str) -> int | None:
    match = COPIES.search(text)
    return int(number(match["a"] or match["b"])) if match else None


def _doubts(found: Moment, printed: str, before_it: bool, target: str) -> list[Doubt]:
    made = []
    day = found.at.date() if isinstance(found.at, dt.datetime) else found.at
    if not found.year_printed:
        made.append(Doubt("截止时间", f"“{printed}”没有写年份，按 {day.year} 年理解。", "year_missing", target))
    if found.weekday and WEEKDAYS[day.weekday()] != found.weekday:
        made.append(
            Doubt(
                "截止时间",
                f"“{printed}”写作星期{found.weekday}，而 {day:%Y-%m-%d} 是星期{WEEKDAYS[day.weekday()]}。",
                "weekday",
                target,
            )
        )
    if found.precision == "day":
        reason = (
            f"“{printed}”是否包含当日需要确认，按当日 24:00 理解。"
            if before_it
            else f"“{printed}”没有写几点，按当日 24:00 理解。"
        )
        made.append(Doubt("截止时间", reason, "day_before" if before_it else "hour_missing", target))
    return made


def _order_doubts(made: list[DeadlineRead]) -> list[Doubt]:
    def day(deadline: DeadlineRead) -> dt.date:
        return deadline.at.date() if isinstance(deadline.at, dt.datetime) else deadline.at

    mine = {d.medium: day(d) for d in made if d.audience == "applicant"}
    if "paper" in mine and "online" in mine and mine["paper"] < mine["online"]:
        return [Doubt("截止时间", "纸质材料截止早于网上填报截止，请核对（不一定有误）。", "paper_first", note=True)]
    return []


def date_doubts(signed: dt.date | None, printed: dt.date | None) -> list[Doubt]:
    if signed and printed and printed < signed:
        reason = f"印发日期 {printed:%Y-%m-%d} 早于成文日期 {signed:%Y-%m-%d}。"
        return [Doubt("日期", reason, "printed_before_signed", "printed_on")]
    return []


def year_hint(texts: list[str], year: int | None) -> int | None:
    """Year for a date without one: of the first full date in the notice, else of the call."""
    for text in texts:
        if found := full_dates(text):
            return found[0][2].year
    return year
