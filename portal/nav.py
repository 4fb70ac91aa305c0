"""The main navigation: what each role finds on top of every page."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from portal.accounts.actor import Actor
from portal.accounts.roles import APPLICANT_ROLES, Role
from portal.notifications.models import Message

MESSAGES = "notifications:inbox"


@dataclass(frozen=True, slots=True)
class Item:
    label: str
    url_name: str


@dataclass(frozen=True, slots=True)
class Shown:
    label: str
    url: str
    current: bool
    count: int = 0


INBOX = Item(_("消息"), MESSAGES)
CALLS = Item(_("榜单"), "calls:list")
PUBLIC = (
    CALLS,
    Item(_("方向检索"), "calls:directions"),
    Item(_("公示"), "reviews:notice_list"),
    Item(_("核验文件"), "documents:verify"),
)
#: Signed in, without any role yet.
NEWCOMER = (*PUBLIC, Item(_("登记单位"), "accounts:register"))
_APPLICANT = (CALLS, Item(_("我的申报"), "applications:list"), Item(_("单位"), "accounts:organisation"), INBOX)
BY_ROLE: dict[str, tuple[Item, ...]] = {
    **dict.fromkeys(APPLICANT_ROLES, _APPLICANT),
    Role.BUREAU_OFFICER: (
        Item(_("待办"), "reviews:bureau_todo"),
        Item(_("申报"), "reviews:bureau_list"),
        Item(_("推荐表"), "reviews:bureau_recommendations"),
        Item(_("单位"), "accounts:organisation_list"),
        INBOX,
    ),
    Role.ISSUING_OFFICER: (
        Item(_("总览"), "reviews:office_overview"),
        Item(_("榜单管理"), "calls:office_list"),
        Item(_("形式审查"), "reviews:eligibility_list"),
        Item(_("评审"), "reviews:round_list"),
        Item(_("入围"), "reviews:decision_list"),
        Item(_("公示"), "reviews:office_notice_list"),
        Item(_("导出"), "documents:export_list"),
        INBOX,
    ),
    Role.EXPERT: (Item(_("评审任务"), "reviews:assignment_list"), INBOX),
    Role.AUDITOR: (
        Item(_("审计"), "audit:list"),
        CALLS,
        Item(_("申报"), "reviews:office_applications"),
        INBOX,
    ),
    Role.ADMINISTRATOR: (
        Item(_("用户"), "accounts:user_list"),
        Item(_("单位"), "accounts:organisation_list"),
        Item(_("身份与权限"), "accounts:membership_list"),
        Item(_("审计"), "audit:list"),
        Item(_("后台任务"), "notifications:task_list"),
        INBOX,
    ),
}


def items_of(actor: Actor) -> tuple[Item, ...]:
    return BY_ROLE.get(actor.role, PUBLIC if actor.is_visitor else NEWCOMER)


def shown(actor: Actor, path: str) -> list[Shown]:
    """The items with their addresses; current is the one with the longest address that ``path`` lies under."""
    found = [(item, reverse(item.url_name)) for item in items_of(actor)]
    here = max(
        (url for _item, url in found if path.startswith(url) and (url != "/" or path == "/")), key=len, default=""
    )
    return [
        Shown(
            label=str(item.label),
            url=url,
            current=url == here,
            count=unread(actor) if item is INBOX else 0,
        )
        for item, url in found
    ]


def home(actor: Actor) -> str:
    """Where the acting role begins its work: the first item of its navigation that is not public for all; who has
    no role yet is shown how to come by one."""
    if actor.membership is None:
        return "/" if actor.is_visitor else reverse("accounts:me")
    return next((item.url for item in shown(actor, "") if item.url != "/"), "/")


def unread(actor: Actor) -> int:
    return Message.objects.visible_to(actor).filter(read_at__isnull=True).count()
