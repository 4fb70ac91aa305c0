from django.apps import AppConfig


class ApplicationsConfig(AppConfig):
    name = "applications"
    verbose_name = "申报"

    def ready(self) -> None:
        from applications import access, documents, reminders, workflow  # noqa: F401  workflow registers the transition table
        from applications.selectors import trying
        from applications.services import taking

        access.register()
        documents.register()
        reminders.register()
        taking.register()
        trying.register()
