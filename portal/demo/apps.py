from django.apps import AppConfig
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext_lazy as _


class DemoConfig(AppConfig):
    name = "portal.demo"
    label = "demo"
    verbose_name = _("演示")

    def ready(self) -> None:
        if not settings.DEMO:
            raise ImproperlyConfigured("portal.demo 只能在演示环境中安装。")
