from .message import Delivery, Message
from .outbox import OutboxRow

__all__ = ["Delivery", "Message", "OutboxRow"]
