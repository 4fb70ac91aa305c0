from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class OutboxState(models.TextChoices):
    WAITING = "waiting"
    SENT = "sent"
    DONE = "done"
    DEAD = "dead"


class OutboxRow(models.Model):
    """A task to be run, written in the transaction that needs it and published by the dispatcher.

    ``key`` makes putting it twice one row. ``SENT`` means handed to the broker under a lease; the task marks it
    ``DONE`` in the same transaction as its own effect; when the lease runs out the sweeper publishes it again, and
    after ``MAX_ATTEMPTS`` it is ``DEAD`` and shown to administrators. ``attempts`` counts the times it was begun
    (waiting long in the broker's queue is not a failure); ``started_at`` is set while an attempt runs.
    """

    key = models.CharField(max_length=200, unique=True)
    task = models.CharField(max_length=120)
    payload = models.JSONField(default=dict)
    state = models.CharField(max_length=10, choices=OutboxState, default=OutboxState.WAITING)
    attempts = models.PositiveSmallIntegerField(default=0)
    next_at = models.DateTimeField(default=timezone.now)
    lease_until = models.DateTimeField(null=True, blank=True)
    started_at = models.DateTimeField(null=True, blank=True)
    last_error = models.TextField(blank=True)
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    done_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["pk"]
        verbose_name = _("后台任务")
        indexes = [
            models.Index(fields=["next_at"], condition=Q(state="waiting"), name="outbox_waiting"),
            models.Index(fields=["lease_until"], condition=Q(state="sent"), name="outbox_sent"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=~Q(state=OutboxState.SENT) | Q(lease_until__isnull=False), name="sent_outbox_has_lease"
            ),
            models.CheckConstraint(
                condition=~Q(state=OutboxState.DONE) | Q(done_at__isnull=False), name="done_outbox_has_date"
            ),
        ]
