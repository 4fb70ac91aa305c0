"""Tables of this room that can be exported: exactly what the page with the same address shows."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from applications.models import Application
from calls.models import Call
from calls.numbering import direction_name
from portal.accounts.actor import Actor
from portal.documents.export_kinds import ExportKind, register_export
from portal.documents.workbook import Column
from reviews import labels
from reviews.models.decision import Outcome
from reviews.selectors.bureau import bureau_applications
from reviews.selectors.calls import bureau_calls, chosen, office_calls
from reviews.selectors.filters import Filters
from reviews.selectors.office import decision_rows, office_applications, rounded


def _profile(application: Application):
    return getattr(application.submitted_version, "profile", None)


def _contact(field: str):
    return lambda row: getattr(_profile(row), field, "") if _profile(row) else ""


def _direction(row: Application) -> str:
    return direction_name(row.direction, row.direction.published)


def _rank(row: Application) -> int | None:
    recommendation = getattr(row, "recommendation", None)
    return recommendation.rank if recommendation else None


def _outcome(row: Application) -> str:
    return f"{labels.outcome_label(row.decided[0]).text}（{row.decided[0].get_state_display()}）" if row.decided else ""


def _numbered(rows):
    for number, row in enumerate(rows, start=1):
        row.line = number
        yield row


LINE = Column("序号", lambda row: row.line, "integer", 6)
NUMBER = Column("申报编号", lambda row: row.number, "code", 14)
EXTERNAL = Column("外部系统编号", lambda row: row.external_number, "code", 14)
NAME = Column("单位名称", lambda row: row.organisation.name, "text", 24)
CODE = Column("统一社会信用代码", lambda row: row.organisation.credit_code, "code", 14)
DIRECTION = Column("所属方向", _direction, "text", 20)
PRODUCT = Column("揭榜产品", lambda row: row.submitted_version.product_name, "text", 20)
RECOMMENDER = Column("推荐单位", lambda row: row.recommender.name, "text", 16)
RANK = Column("推荐序号", _rank, "integer", 8)
CONTACT = Column("联系人", _contact("contact_name"), "text", 8)
PHONE = Column("手机", _contact("contact_phone"), "phone", 12)
SUBMITTED = Column("提交时间", lambda row: row.submitted_at, "datetime", 12)

SHORTLIST = (
    LINE,
    NAME,
    CODE,
    DIRECTION,
    PRODUCT,
    RECOMMENDER,
    RANK,
    Column("均分", lambda row: rounded(row.mean), "number", 8),
    Column("结果", _outcome, "text", 12),
    Column("储备", lambda row: "是" if getattr(row, "reserve", None) else "", "text", 6),
    CONTACT,
    PHONE,
)
BUREAU = (
    LINE,
    NUMBER,
    NAME,
    CODE,
    DIRECTION,
    PRODUCT,
    Column("状态", lambda row: str(labels.bureau_label(row).text), "text", 8),
    RANK,
    Column("推荐理由", lambda row: row.recommendation.reason if _rank(row) else "", "text", 30),
    CONTACT,
    PHONE,
    SUBMITTED,
    EXTERNAL,
)
OFFICE = (
    LINE,
    NUMBER,
    NAME,
    CODE,
    DIRECTION,
    PRODUCT,
    RECOMMENDER,
    RANK,
    Column("状态", lambda row: str(labels.office_label(row).text), "text", 12),
    CONTACT,
    PHONE,
    SUBMITTED,
    EXTERNAL,
)

_STATE_WORDS = {
    **{key: label.text for key, label in labels.BUREAU.items()},
    **{key.value: label.text for key, label in labels.OFFICE.items()},
    **dict(Outcome.choices),
    "undecided": _("未拟定"),
    "reserve": _("储备"),
}
_NAMES = {"direction": _("方向序号"), "recommender": _("推荐单位"), "q": _("检索词"), "sort": _("排序")}


def _describe(filters: dict[str, Any]) -> list[tuple[str, str]]:
    """The filters in Chinese, the call and the recommender by their names."""
    words = []
    for name, value in filters.items():
        if name == "call":
            call = Call._base_manager.filter(public_id=value).first()
            words.append((str(_("榜单")), call.title if call else value))
        elif name == "state":
            words.append((str(_("状态")), str(_STATE_WORDS.get(value, value))))
        else:
            words.append((str(_NAMES[name]), value))
    return words


def _kind(code: str, title, columns, select, calls) -> ExportKind:
    def rows(actor: Actor, filters: dict[str, Any]):
        read = Filters.read(filters)
        call = chosen(list(calls(actor)), read.call)
        # select_related adds up: the pages do without the profile, the tables need contact and phone.
        return select(actor=actor, filters=read, call=call).select_related("submitted_version__profile")

    def issuer(actor: Actor, filters: dict[str, Any]) -> int | None:
        call = chosen(list(calls(actor)), filters.get("call", ""))
        return call.issuer_id if call else None

    return ExportKind(
        code=code,
        title=str(title),
        columns=columns,
        rows=lambda actor, filters: _numbered(rows(actor, filters)),
        total=lambda actor, filters: rows(actor, filters).count(),
        describe=_describe,
        issuer=issuer,
    )


def register() -> None:
    register_export(_kind("shortlist", "入围名单", SHORTLIST, decision_rows, office_calls))
    register_export(_kind("bureau_applications", "推荐单位申报汇总", BUREAU, bureau_applications, bureau_calls))
    register_export(_kind("office_applications", "申报汇总", OFFICE, office_applications, office_calls))
