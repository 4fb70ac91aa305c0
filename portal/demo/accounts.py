"""The demo's accounts in groups, and what to try with them."""

from dataclasses import dataclass

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from calls.models import Call
from calls.models.call import DeadlineKind
from calls.selectors.deadlines import is_before_deadline
from portal.accounts.models import Membership, User
from portal.accounts.roles import APPLICANT_ROLES, SECOND_FACTOR_ROLES, Role
from portal.accounts.services.demo import demo_code
from portal.demo import world
from portal.scoping import system_scope

#: Heading → roles, in the order in which a call passes through their hands.
_GROUPS = (
    (gettext_lazy("发榜单位"), (Role.ISSUING_OFFICER,)),
    (gettext_lazy("申报单位"), tuple(APPLICANT_ROLES)),
    (gettext_lazy("推荐单位"), (Role.BUREAU_OFFICER,)),
    (gettext_lazy("评审专家"), (Role.EXPERT,)),
    (gettext_lazy("审计与管理"), (Role.AUDITOR, Role.ADMINISTRATOR)),
)
_TODO = {
    "officer": gettext_lazy("发布榜单草稿，接收、审查、评审、入围和公示"),
    "zhixin": gettext_lazy("还没有申报：从头申报一次"),
    "zhixin-editor": gettext_lazy("只填写，不能提交"),
    "yunsuan": gettext_lazy("接着填一份草稿；另有一份已提交"),
    "ganzhi": gettext_lazy("已提交一份，等待推荐单位"),
    "rongguang": gettext_lazy("一份被退回：修改后重新提交"),
    "waiting": gettext_lazy("单位待激活，可填草稿，不能提交"),
    "chengdu": gettext_lazy("激活一家单位，审核一份申报"),
    "mianyang": gettext_lazy("审核一份申报"),
    "expert1": gettext_lazy("两份申报待声明和评分（重庆榜单）"),
    "expert2": gettext_lazy("两份申报待声明和评分（重庆榜单）"),
    "expert3": gettext_lazy("尚无任务，可指派"),
    "auditor": gettext_lazy("查看全部记录，不能改动"),
    "admin": gettext_lazy("用户、单位、身份与权限"),
    "henan": gettext_lazy("河南榜单正在公示：看评分、入围和储备，处理异议"),
    "zhengzhou": gettext_lazy("郑州四个方向的榜单，三日内截止"),
    "chongqing": gettext_lazy("一份待形式审查，两份评审中"),
    "liangjiang": gettext_lazy("推荐表已报送"),
    "yuzhi": gettext_lazy("重庆榜单的申报单位"),
    "shancheng": gettext_lazy("重庆榜单的申报单位"),
    "zhengzhou-bureau": gettext_lazy("河南榜单的推荐表已报送，结果公示中"),
    "zhongyuan": gettext_lazy("两份申报已公布结果：一份入围，一份未入围"),
    "songshan": gettext_lazy("一份申报列入储备：可以提出异议"),
    "huanghe": gettext_lazy("一份申报入围"),
}


@dataclass(frozen=True, slots=True)
class Account:
    """``code``: a one-time code that it can enter now, "" for roles without a second factor."""

    membership: Membership
    todo: str
    code: str

    @property
    def login(self) -> str:
        return self.membership.user.login


@dataclass(frozen=True, slots=True)
class Group:
    title: str
    accounts: list[Account]


def demo_is_loaded() -> bool:
    return User.objects.filter(login=world.ADMINISTRATOR.login).exists()


def account_groups() -> list[Group]:
    """Every current membership of the demo's own accounts."""
    order = {person.login: place for place, person in enumerate(world.PEOPLE)}
    found = Membership.objects.select_related("user", "organisation").filter(
        user__login__in=order, user__is_demo=True, user__is_active=True, ended_at__isnull=True
    )
    memberships = sorted(found, key=lambda membership: order[membership.user.login])
    groups = []
    for title, roles in _GROUPS:
        accounts = [_account(membership) for membership in memberships if membership.role in roles]
        if accounts:
            groups.append(Group(str(title), accounts))
    return groups


def _account(membership: Membership) -> Account:
    mailbox = membership.user.login.partition("@")[0]
    code = demo_code(user=membership.user) if membership.role in SECOND_FACTOR_ROLES else ""
    return Account(membership, str(_TODO.get(mailbox, "")), code)


def is_over() -> bool:
    """Whether the open call of the demo has closed, so that nobody can apply any more."""
    with system_scope("does the demo still take applications"):
        calls = list(Call.objects.filter(issuer__name=world.OFFICES[0].name, published_at__isnull=False))
    now = timezone.now()
    return bool(calls) and not any(
        is_before_deadline(call=call, kind=DeadlineKind.APPLICANT, arrived_at=now) for call in calls
    )


def steps() -> list[str]:
    """What to try, in the order of the chain."""
    return [
        _("访客：打开首页，看 18 个方向的四川榜单；郑州榜单三日内截止，页面上有倒计时；河南榜单正在公示。"),
        _("新用户：注册账号（验证码在演示邮箱），登记单位（可用示例信用代码），选方向开始申报。"),
        _("成都市局（chengdu）：在“单位”里激活新登记的单位；在“待办”里退回、推荐或不予推荐，排序后盖章报送。"),
        _("智芯管理员（zhixin）：按任务清单填一份申报，检查并提交，看回执和盖演示章的申报书。"),
        _("蓉光管理员（rongguang）：按退回意见修改后重新提交，看两版对照。"),
        _("省厅经办员（officer）：接收推荐表，形式审查，建评审轮次并指派两位专家；榜单管理里还有一份草稿可发布。"),
        _("专家甲、专家乙（expert1、expert2）：先声明有无利害关系，再评分。"),
        _("省厅经办员：定入围和储备，发布公示，导出入围名单；审计员（auditor）可查全部记录。"),
    ]
