"""The sheets of the workbook that administrators fill in, with the words they know."""

from typing import NamedTuple

from portal.accounts.models.region import RegionLevel
from portal.accounts.roles import Role

REGIONS, OFFICES, OFFICERS = "地区", "单位", "经办人"

#: Sheet → its columns; those with * must be filled in. The head of the template, and of what is read.
COLUMNS: dict[str, tuple[str, ...]] = {
    REGIONS: ("区划代码*", "名称*", "层级*", "上级区划代码"),
    OFFICES: ("单位名称*", "区划代码*", "发榜单位", "推荐单位", "上级单位", "联系人", "联系电话"),
    OFFICERS: ("姓名*", "邮箱*", "单位名称*", "身份*"),
}
#: One row of each, shown in the template as an example.
EXAMPLES: dict[str, tuple[str, ...]] = {
    REGIONS: ("410100-HK", "郑州航空港经济综合实验区", "功能区", "410100"),
    OFFICES: ("示例区工业和信息化局", "410100-HK", "否", "是", "", "示例联系人", "0371-00000000"),
    OFFICERS: ("示例经办人", "officer@demo.example", "示例区工业和信息化局", "推荐单位审核员"),
}
NOTES = (
    "每张表第一行是表头，不要改动；第二行是示例，填写前请删去。三张表可以只填其中几张。",
    "层级："
    + "、".join(str(label) for label in RegionLevel.labels)
    + "。功能区的代码写上级代码加短横和字母，如 410100-HK。",
    "发榜单位、推荐单位填“是”或“否”，至少有一项为“是”；推荐单位负责核对本地区及下级地区的申报单位。",
    "身份：推荐单位审核员、发榜单位经办人、审计员。每人收到一封邮件邀请，用该邮箱登录后接受，链接七日内有效。",
    "上传后先列出将要建立的内容和有误的行，核对无误再确认；有一行有误就不能导入。",
)
MAX_ROWS = 3000

LEVELS: dict[str, str] = {str(label): value for value, label in RegionLevel.choices}
ROLES: dict[str, str] = {str(r.label): r.value for r in (Role.BUREAU_OFFICER, Role.ISSUING_OFFICER, Role.AUDITOR)}
YES, NO = frozenset({"是", "√", "Y", "y", "1"}), frozenset({"", "否", "×", "N", "n", "0"})


class Cells(NamedTuple):
    """A row as read: the number of its line in the sheet, and the texts of its cells."""

    line: int
    texts: list[str]
