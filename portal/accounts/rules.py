"""Who may do what with organisations, memberships and persons: predicates that answer (allowed, 原因)."""

from django.utils.translation import gettext as _

from portal.accounts.actor import Actor
from portal.accounts.models import Membership, Organisation, User
from portal.accounts.roles import APPLICANT_ROLES, FREE_ROLES, Role
from portal.workflow import ALLOWED, Verdict

#: Roles that an administrator grants; applicants' roles are given by their own administrators.
STAFF_ROLES = frozenset({Role.BUREAU_OFFICER, Role.ISSUING_OFFICER, Role.AUDITOR, *FREE_ROLES})


def can_activate(actor: Actor, organisation: Organisation) -> Verdict:
    """A bureau officer, for the applicants registered in the bureau's region or below it."""
    if not actor.is_bureau or not actor.organisation.is_recommender:
        return False, _("只有推荐单位审核员可以激活、退回或停用申报单位。")
    if not organisation.is_applicant or organisation.pk == actor.organisation_id:
        return False, _("只能审核申报单位，且不能审核本单位。")
    if not organisation.region.path.startswith(actor.organisation.region.path):
        return False, _("该单位不在本地区，请由其所在地的推荐单位审核。")
    return ALLOWED


def can_manage_colleagues(actor: Actor, organisation: Organisation) -> Verdict:
    if actor.role == Role.APPLICANT_ADMIN and actor.organisation_id == organisation.pk:
        return ALLOWED
    return False, _("只有本单位的单位管理员可以邀请同事、调整角色和修改单位信息。")


def is_not_last_admin(membership: Membership) -> Verdict:
    """An organisation keeps at least one administrator."""
    if membership.role != Role.APPLICANT_ADMIN:
        return ALLOWED
    others = Membership.objects.filter(
        organisation=membership.organisation_id, role=Role.APPLICANT_ADMIN, ended_at__isnull=True
    ).exclude(pk=membership.pk)
    return ALLOWED if others.exists() else (False, _("这是本单位唯一的单位管理员，请先指定另一位管理员。"))


def can_invite_as(role: str) -> Verdict:
    return ALLOWED if role in APPLICANT_ROLES else (False, _("不能邀请他人担任该角色。"))


def can_invite_officer(actor: Actor, role: str, organisation: Organisation) -> Verdict:
    """Administrators invite officers and auditors into offices; the role is given when the invited accept."""
    if not actor.is_administrator:
        return False, _("只有平台管理员可以邀请工作人员。")
    if role not in STAFF_ROLES - FREE_ROLES:
        return False, _("不能邀请他人担任该角色。")
    return role_fits(role, organisation)


def can_grant(actor: Actor, user: User, role: str, organisation: Organisation | None) -> Verdict:
    """Administrators grant staff roles, never to themselves: who gives rights does not use them."""
    if not actor.is_administrator:
        return False, _("只有平台管理员可以授予工作人员身份。")
    if user.pk == actor.user_id:
        return False, _("不能给自己授予身份。")
    if role not in STAFF_ROLES:
        return False, _("申报单位的角色由其单位管理员授予。")
    return role_fits(role, organisation)


def role_fits(role: str, organisation: Organisation | None) -> Verdict:
    """Whether the organisation is of the kind that the role needs."""
    if role in FREE_ROLES:
        return ALLOWED if organisation is None else (False, _("该身份不属于任何单位，请不要选择单位。"))
    if organisation is None:
        return False, _("请选择单位。")
    if role == Role.BUREAU_OFFICER and not organisation.is_recommender:
        return False, _("该单位不是推荐单位。")
    if role in (Role.ISSUING_OFFICER, Role.AUDITOR) and not organisation.is_issuer:
        return False, _("该单位不是发榜单位。")
    return ALLOWED


def can_end_staff(actor: Actor, membership: Membership) -> Verdict:
    if not actor.is_administrator:
        return False, _("只有平台管理员可以终止工作人员身份。")
    if membership.role not in STAFF_ROLES:
        return False, _("申报单位的角色由其单位管理员调整。")
    if membership.user_id == actor.user_id:
        return False, _("不能终止自己的身份，请由其他管理员办理。")
    return ALLOWED


def can_administer_user(actor: Actor, user: User) -> Verdict:
    if not actor.is_administrator:
        return False, _("只有平台管理员可以管理用户。")
    return (False, _("不能对自己的账号进行此项操作。")) if user.pk == actor.user_id else ALLOWED
