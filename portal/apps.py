"""The kernel as a Django app: whatever starts Django also gets our Celery app and our checks."""

from django.apps import AppConfig


class PortalConfig(AppConfig):
    name = "portal"
    verbose_name = "揭榜挂帅申报平台"

    def ready(self) -> None:
        # Makes ours the current Celery app: without it, a command's task would go to amqp://localhost.
        from portal import celery, checks  # noqa: F401
