from django.apps import AppConfig


class ReviewsConfig(AppConfig):
    name = "reviews"
    verbose_name = "推荐与评审"

    def ready(self) -> None:
        from reviews import actions, workflow  # noqa: F401  registers audited actions and transition tables
