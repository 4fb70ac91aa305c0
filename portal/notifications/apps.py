from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class NotificationsConfig(AppConfig):
    name = "portal.notifications"
    verbose_name = "通知"

    def ready(self) -> None:
        from portal.audit.services.record import register_actions
        from portal.notifications.services.messages import register_message_kinds

        register_actions(outbox_retry=_("重试后台任务"))
        register_message_kinds(outbox_dead=_("后台任务"), reminder=_("截止提醒"))
