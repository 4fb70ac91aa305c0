"""What would be made of a workbook, row by row, with every error: the dry run, and what confirming carries out."""

import re
from dataclasses import dataclass, field

from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator, validate_email
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.accounts.models import Invitation, Membership, Organisation, Region
from portal.accounts.models.region import RegionLevel
from portal.accounts.roles import Role
from portal.accounts.roster.sheets import LEVELS, NO, OFFICERS, OFFICES, REGIONS, ROLES, YES, Cells

_CODE = re.compile(r"^\d{6}(-[A-Z0-9]{1,5})?$")
_PHONE = RegexValidator(r"^[0-9+()（）\- 转]{7,40}$", gettext_lazy("联系电话应为手机号，或带区号的固定电话。"))
MAKE, RENAME, THERE = "make", "rename", "there"
_WHAT = {MAKE: gettext_lazy("新增"), RENAME: gettext_lazy("改名"), THERE: gettext_lazy("已有，不变")}


@dataclass
class Planned:
    """One row: what it does (`MAKE`, `RENAME`, `THERE`), in words, and what is wrong with it."""

    sheet: str
    line: int
    text: str
    values: dict[str, str]
    what: str = MAKE
    errors: list[str] = field(default_factory=list)

    @property
    def what_label(self) -> str:
        return str(_("有误") if self.errors else _WHAT[self.what])


@dataclass
class Plan:
    rows: list[Planned]

    @property
    def wrong(self) -> list[Planned]:
        return [row for row in self.rows if row.errors]

    def doing(self, sheet: str, *what: str) -> list[Planned]:
        return [row for row in self.rows if row.sheet == sheet and row.what in what and not row.errors]

    def counts(self) -> list[tuple[str, int, int]]:
        """(sheet, rows that make or change something, rows that are there already)."""
        sheets = dict.fromkeys(row.sheet for row in self.rows)
        return [(s, len(self.doing(s, MAKE, RENAME)), len(self.doing(s, THERE))) for s in sheets]


def roster_plan(*, sheets: dict[str, list[Cells]], own_email: str) -> Plan:
    """Asks the database a number of times that does not grow with the rows. ``own_email``: nobody gives a role to
    oneself."""
    regions = _regions(sheets.get(REGIONS, []))
    codes = {row.values["code"] for row in regions if not row.errors}
    offices = _offices(sheets.get(OFFICES, []), codes)
    return Plan([*regions, *offices, *_officers(sheets.get(OFFICERS, []), offices, own_email)])


def _row(sheet: str, cells: Cells, names: tuple[str, ...], needed: dict[str, str]) -> Planned:
    values = dict(zip(names, cells.texts, strict=True))
    row = Planned(sheet, cells.line, values[names[0]], values)
    row.errors += [_("请填写%(what)s。") % {"what": word} for name, word in needed.items() if not values[name]]
    return row


def _too_long(row: Planned, name: str, word: str, most: int) -> None:
    if len(row.values[name]) > most:
        row.errors.append(_("%(what)s不能超过 %(n)d 字。") % {"what": word, "n": most})


def _regions(cells: list[Cells]) -> list[Planned]:
    there = {region.code: region for region in Region.objects.select_related("parent")}
    codes, seen, rows = set(there), set(), []
    for one in cells:
        row = _row(
            REGIONS, one, ("code", "name", "level", "parent"), {"code": "区划代码", "name": "名称", "level": "层级"}
        )
        rows.append(row)
        values = row.values
        row.text = f"{values['code']} {values['name']}"
        _too_long(row, "name", "名称", 60)
        if values["code"] and not _CODE.match(values["code"]):
            row.errors.append(_("区划代码应为六位数字，功能区加短横和字母，如 410100-HK。"))
        if values["level"] and values["level"] not in LEVELS:
            row.errors.append(_("层级应为%(levels)s之一。") % {"levels": "、".join(LEVELS)})
        level = LEVELS.get(values["level"], "")
        if values["parent"] and values["parent"] not in codes:
            row.errors.append(_("没有上级区划代码 %(code)s，请把上级写在前面的行。") % {"code": values["parent"]})
        if not values["parent"] and level not in ("", RegionLevel.NATION, RegionLevel.PROVINCE):
            row.errors.append(_("请填写上级区划代码。"))
        if values["code"] in seen:
            row.errors.append(_("区划代码 %(code)s 在表中重复。") % {"code": values["code"]})
        if region := there.get(values["code"]):
            same = region.level == level and (region.parent.code if region.parent else "") == values["parent"]
            row.what = THERE if region.name == values["name"] else RENAME
            if level and not same:
                row.errors.append(_("已有这个区划代码，层级或上级与表中不同，不能通过导入更改。"))
        seen.add(values["code"])
        if not row.errors:
            codes.add(values["code"])
    return rows


def _flag(row: Planned, name: str, word: str) -> bool:
    text = row.values[name]
    if text not in YES | NO:
        row.errors.append(_("%(what)s请填“是”或“否”。") % {"what": word})
    return text in YES


def _offices(cells: list[Cells], new_codes: set[str]) -> list[Planned]:
    names = ("name", "region", "is_issuer", "is_recommender", "parent", "contact_name", "contact_phone")
    there: dict[str, list[Organisation]] = {}
    for office in Organisation._base_manager.filter(is_applicant=False).select_related("region"):
        there.setdefault(office.name, []).append(office)
    known = new_codes | set(Region.objects.values_list("code", flat=True))
    rows, seen = [], set()
    for one in cells:
        row = _row(OFFICES, one, names, {"name": "单位名称", "region": "区划代码"})
        values = row.values
        issuer, recommender = _flag(row, "is_issuer", "发榜单位"), _flag(row, "is_recommender", "推荐单位")
        values |= {"is_issuer": "1" if issuer else "", "is_recommender": "1" if recommender else ""}
        for name, word, most in (("name", "单位名称", 120), ("contact_name", "联系人", 60)):
            _too_long(row, name, word, most)
        if not (issuer or recommender or row.errors):
            row.errors.append(_("发榜单位、推荐单位至少有一项为“是”。"))
        if values["region"] and values["region"] not in known:
            row.errors.append(_("没有区划代码 %(code)s，请先写在“地区”表中。") % {"code": values["region"]})
        if values["contact_phone"]:
            try:
                _PHONE(values["contact_phone"])
            except ValidationError as error:
                row.errors += error.messages
        if values["parent"] and values["parent"] not in there and values["parent"] not in seen:
            row.errors.append(_("没有上级单位“%(name)s”，请把上级写在前面的行。") % {"name": values["parent"]})
        if row.text in seen:
            row.errors.append(_("单位名称在表中重复。"))
        seen.add(row.text)
        rows.append(row)
        if found := there.get(values["name"]):
            row.what = THERE
            if not any(_same(office, values, issuer, recommender) for office in found):
                row.errors.append(_("已有同名单位，地区或类别与表中不同，不能通过导入更改。"))
    return rows


def _same(office: Organisation, values: dict[str, str], issuer: bool, recommender: bool) -> bool:
    return (
        office.region.code == values["region"] and office.is_issuer == issuer and office.is_recommender == recommender
    )


_NEEDS = {Role.BUREAU_OFFICER: "is_recommender", Role.ISSUING_OFFICER: "is_issuer", Role.AUDITOR: "is_issuer"}


def _officers(cells: list[Cells], offices: list[Planned], own_email: str) -> list[Planned]:
    planned = {row.text: row for row in offices if not row.errors and row.what == MAKE}
    there: dict[str, list[Organisation]] = {}
    for office in Organisation._base_manager.filter(is_applicant=False):
        there.setdefault(office.name, []).append(office)
    has = set(
        Membership.objects.filter(ended_at__isnull=True, organisation__isnull=False).values_list(
            "user__email", "organisation__name", "role"
        )
    )
    asked = set(
        Invitation.objects.filter(
            accepted_at__isnull=True, revoked_at__isnull=True, expires_at__gt=timezone.now()
        ).values_list("email", "organisation__name", "role")
    )
    rows, seen = [], set()
    for one in cells:
        row = _row(
            OFFICERS,
            one,
            ("name", "email", "office", "role"),
            {"name": "姓名", "email": "邮箱", "office": "单位名称", "role": "身份"},
        )
        values = row.values
        values["email"] = values["email"].lower()
        row.text = f"{values['name']}，{values['office']}{values['role']}"
        _too_long(row, "name", "姓名", 60)
        _officer_check(row, planned, there, own_email)
        key = (values["email"], values["office"], ROLES.get(values["role"], ""))
        if key in has | asked:
            row.what = THERE
        if key in seen:
            row.errors.append(_("同一人的同一身份在表中重复。"))
        seen.add(key)
        rows.append(row)
    return rows


def _officer_check(
    row: Planned, planned: dict[str, Planned], there: dict[str, list[Organisation]], own_email: str
) -> None:
    values = row.values
    if values["email"]:
        try:
            validate_email(values["email"])
        except ValidationError:
            row.errors.append(_("邮箱格式不对。"))
        if values["email"] == own_email.lower():
            row.errors.append(_("不能给自己授予身份。"))
    role = ROLES.get(values["role"])
    if values["role"] and role is None:
        row.errors.append(_("身份应为%(roles)s之一。") % {"roles": "、".join(ROLES)})
    found = there.get(values["office"], [])
    if not values["office"]:
        return
    if len(found) > 1:
        row.errors.append(_("有几家单位叫这个名称，请在“身份与权限”中逐个授予。"))
    elif not found and values["office"] not in planned:
        row.errors.append(_("没有这家单位，请先写在“单位”表中。"))
    elif role:
        kind = _NEEDS[role]
        fits = getattr(found[0], kind) if found else bool(planned[values["office"]].values[kind])
        if not fits:
            needed = _("推荐单位") if kind == "is_recommender" else _("发榜单位")
            row.errors.append(_("该单位不是%(kind)s，不能有这个身份。") % {"kind": needed})
