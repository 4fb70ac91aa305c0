from django.apps import AppConfig


class AuditConfig(AppConfig):
    name = "portal.audit"
    verbose_name = "审计"

    def ready(self) -> None:
        from portal.audit import exports

        exports.register()
