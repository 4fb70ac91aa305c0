from django.apps import AppConfig


class ReviewsConfig(AppConfig):
    name = "reviews"
    verbose_name = "推荐与评审"

    def ready(self) -> None:
        # Audited actions and transition tables register themselves.
        from reviews import actions, documents, exports, hooks, reminders, workflow  # noqa: F401

        documents.register()
        exports.register()
        hooks.register()
        reminders.register()
