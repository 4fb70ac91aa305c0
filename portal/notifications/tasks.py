"""Tasks of the notifications room, and the decorator that every room's tasks use."""

from celery import shared_task
from django.utils import timezone

from portal.notifications.outbox_tasks import Hopeless, Job, outbox_task
from portal.notifications.services.delivering import delivery_fail, delivery_send
from portal.notifications.services.reminding import reminders_send
from portal.scoping import system_scope

__all__ = ["Hopeless", "Job", "outbox_task"]


@outbox_task(name="portal.notifications.tasks.deliver_mail", on_dead=delivery_fail)
def deliver_mail(*, delivery_id: int) -> None:
    """Send one mail; its Message-ID comes from the message's key, so receivers see a repetition as the same mail."""
    delivery_send(delivery_id=delivery_id)


@shared_task(name="portal.notifications.tasks.send_reminders")
def send_reminders() -> None:
    """Sent by beat; a run that is missed or repeated changes nothing but the time of a reminder."""
    with system_scope("task portal.notifications.tasks.send_reminders"):
        reminders_send(now=timezone.now())
