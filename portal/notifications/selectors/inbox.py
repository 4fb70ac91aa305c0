"""The inbox of the acting person in the acting role."""

from portal.accounts.actor import Actor
from portal.notifications.models import Message
from portal.notifications.services.messages import message_kind_label
from portal.scoping import ScopedQuerySet


def inbox(*, actor: Actor, unread: bool = False, kind: str = "") -> ScopedQuerySet:
    """Messages, newest first."""
    messages = Message.objects.visible_to(actor)
    if unread:
        messages = messages.filter(read_at=None)
    if kind:
        messages = messages.filter(kind=kind)
    return messages


def kinds_in_inbox(*, actor: Actor) -> list[tuple[str, str]]:
    """(kind, label) of what is there, for the filter; kinds with the same label stay apart."""
    kinds = Message.objects.visible_to(actor).order_by().values_list("kind", flat=True).distinct()
    return sorted(((kind, message_kind_label(kind)) for kind in kinds), key=lambda pair: pair[1])
