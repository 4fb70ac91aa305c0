"""Call facts from the notice: title, 文号, issuer, 主送, dates, basis, contact, the external filing system."""

import datetime as dt
import re

from calls.importing.dates import full_dates
from calls.importing.numbering import numbered
from calls.importing.structure import BasisRead, ContactRead, ExternalSystemRead

DOC_NO = re.compile(r"[\u4e00-\u9fff]{2,14}[〔\[【（(](?:19|20)\d{2}[〕\]】）)]\s?第?\s?\d{1,5}\s?号")
TITLE_END = re.compile(r"(?:通知|公告|通告|意见|函|榜单|指南|公示|方案)(?:[（(][^（）()]{1,20}[）)])?$")
ISSUER_END = r"(?:厅|局|委员会|委|办公室|部|政府|中心|协会|科学院|集团|公司|学会|联盟)"
ISSUER_LINE = re.compile(rf"^[\u4e00-\u9fff（）()]{{3,30}}?{ISSUER_END}(?:文件)?$")
PRINTED = re.compile(
    rf"(?P<office>[\u4e00-\u9fff]{{3,30}}?{ISSUER_END})\s*(?P<date>(?:19|20)\d{{2}}年\d{{1,2}}月\d{{1,2}}日)\s*印发"
)
BASIS = re.compile(
    r"《(?P<title>[^《》]{4,120})》\s*(?:[（(](?P<no>[^（）()]*?[〔\[【]\d{4}[〕\]】][^（）()]*?号)[）)])?"
)
URL = re.compile(r"https?://[\w./:?=&%~#-]+[\w/]")
SYSTEM = re.compile(
    r"(?:^|[，。；：、\s]|通过|登录|登陆|进入|访问|使用|在)(?P<name>(?:(?!通过|登录|登陆|进入|访问)[^，。；：、\s]){2,60}?(?:系统|平台|网站|官网|网))\s*[（(〈<《]?\s*(?:网址|地址)?[：:]?\s*$"
)
PHONE = re.compile(r"(?<![\d.])(?:0\d{2,3}[-—－ ]?\d{7,8}(?:[-—转]\d{1,5})?|1[3-9]\d{9}|\d{8})(?![\d@])")
EMAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+", re.ASCII)
CONTACT = re.compile(
    r"联\s?系\s?人?(?:及|和)?(?:联系)?(?:电话|方式)?(?:及电话)?\s?[：:]\s*(?P<name>[\u4e00-\u9fff·]{2,12}(?:[、/][\u4e00-\u9fff·]{2,12})*)?"
)
NOT_RECIPIENT = re.compile(r"如下|通知|附件|联系|电话|说明|事项")


def call_title(texts: list[str], guide_title: str) -> str:
    """The notice's own title (its lines joined), else the title of the 榜单."""
    for index, text in enumerate(texts[:12]):
        if text.endswith(("：", ":")) or "。" in text:
            break
        if not TITLE_END.search(text):
            continue
        lines = [text]
        # Lines above that belong to it: 关于…任务 / 揭榜挂帅申报工作的通知.
        for above in reversed(texts[:index]):
            if "关于" in lines[0] or DOC_NO.search(above) or ISSUER_LINE.match(above) or len(above) > 60:
                break
            lines.insert(0, above)
        made = "".join(lines)
        return numbered(made).rest
    return guide_title


def call_issuer(texts: list[str], tail: list[str], title: str) -> str:
    """红头, else the title's words before 关于, else the signature, else the office that printed it."""
    for text in texts[:6]:
        if ISSUER_LINE.match(text):
            return re.sub(r"文件$", "", text)
    before = title.split("关于")[0] if "关于" in title else ""
    if ISSUER_LINE.match(before):
        return before
    for index, text in enumerate(texts[:-1]):
        if ISSUER_LINE.match(text) and full_dates(texts[index + 1]) and len(texts[index + 1]) <= 14:
            return text
    for text in tail:
        if match := PRINTED.search(text):
            office = match["office"]
            # 某局办公室 prints for the bureau.
            return re.sub(r"(?<=[厅局委部])办公室$", "", office)
    return ""


def doc_no(texts: list[str]) -> str:
    for text in texts[:8]:
        if match := DOC_NO.fullmatch(text.replace(" ", "")):
            return match[0]
    return ""


def recipients(texts: list[str]) -> str:
    for text in texts[:12]:
        if text.endswith(("：", ":")) and 2 <= len(text) <= 200 and not NOT_RECIPIENT.search(text):
            return text[:-1]
    return ""


def signed_on(texts: list[str]) -> dt.date | None:
    """A line that is nothing but a date, the last one of the notice."""
    for text in reversed(texts):
        found = full_dates(text.replace(" ", ""))
        if len(found) == 1 and found[0][:2] == (0, len(text.replace(" ", ""))):
            return found[0][2]
    return None


def printed_on(tail: list[str]) -> dt.date | None:
    for text in reversed(tail):
        if match := PRINTED.search(text):
            return full_dates(match["date"])[0][2]
    return None


def basis(texts: list[str]) -> tuple[BasisRead, ...]:
    """Documents named after 根据/按照 at the opening of the notice."""
    made: dict[str, BasisRead] = {}
    for text in texts[:12]:
        opening = re.search(r"(?:根据|按照|依据|为贯彻|为落实|贯彻落实|为深入)", text)
        if not opening:
            continue
        for match in BASIS.finditer(text, opening.start()):
            made.setdefault(match["title"], BasisRead(match["title"], match["no"] or ""))
    return tuple(made.values())


def year_of(title: str, number: str, signed: dt.date | None, printed: dt.date | None, whole: str) -> int | None:
    for text in (title, number):
        if match := re.search(r"(?:19|20)\d{2}", text):
            return int(match[0])
    if signed or printed:
        return (signed or printed).year
    found = full_dates(whole)
    return found[0][2].year if found else None


def external_system(texts: list[str]) -> ExternalSystemRead | None:
    for text in texts:
        match = URL.search(text)
        if match:
            named = SYSTEM.search(text[: match.start()])
            return ExternalSystemRead(named["name"] if named else "", match[0])
    return None


def contact(texts: list[str]) -> ContactRead | None:
    name = phone = email = ""
    for text in texts:
        if not name and (match := CONTACT.search(text)) and match["name"]:
            name = re.sub(r"(?:电话|联系)$", "", match["name"])
        if re.search(r"联系|电话|咨询|传真|热线", text) and not phone and (found := PHONE.search(text)):
            phone = found[0]
        if not email and (found := EMAIL.search(text)):
            email = found[0]
    return ContactRead(name, phone, email) if name or phone or email else None
