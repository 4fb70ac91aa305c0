"""Tasks of the notifications room, and the decorator that every room's tasks use."""

from portal.notifications.outbox_tasks import Hopeless, Job, outbox_task
from portal.notifications.services.delivering import delivery_fail, delivery_send

__all__ = ["Hopeless", "Job", "outbox_task"]


@outbox_task(name="portal.notifications.tasks.deliver_mail", on_dead=delivery_fail)
def deliver_mail(*, delivery_id: int) -> None:
    """Send one mail; its Message-ID comes from the message's key, so receivers see a repetition as the same mail."""
    delivery_send(delivery_id=delivery_id)
