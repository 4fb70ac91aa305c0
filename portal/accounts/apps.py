from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AccountsConfig(AppConfig):
    name = "portal.accounts"
    verbose_name = "账号与单位"

    def ready(self) -> None:
        from portal.accounts import workflow  # noqa: F401
        from portal.accounts.forms.fields import say_limits_plainly
        from portal.accounts.selectors.people import users_with_shared_organisation
        from portal.audit.services.record import register_actions
        from portal.notifications.services.messages import register_message_kinds
        from portal.phones import register_phone

        say_limits_plainly()
        register_actions(
            organisation_register=_("注册单位"),
            organisation_change=_("修改单位信息"),
            organisation_open=_("建立单位"),
            organisation_approval=_("设置发布榜单的复核"),
            invitation_create=_("邀请同事"),
            invitation_accept=_("接受邀请"),
            invitation_revoke=_("撤回邀请"),
            membership_change_role=_("调整单位内角色"),
            membership_end=_("终止单位成员"),
            roster_apply=_("导入地区、单位和人员"),
            staff_grant=_("授予工作人员身份"),
            staff_end=_("终止工作人员身份"),
            user_stop=_("停用用户"),
            user_restore=_("恢复用户"),
            second_factor_reset=_("重置两步验证"),
            phone_reveal=_("查看完整电话号码"),
        )
        register_message_kinds(organisation=_("单位注册"))
        register_phone("accounts.organisation", "contact_phone")
        register_phone("accounts.user", "phone", visible=users_with_shared_organisation)
