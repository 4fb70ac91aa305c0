from .entry import AuditEntry, AuditLink
from .transition import TransitionLog

__all__ = ["AuditEntry", "AuditLink", "TransitionLog"]
