import uuid

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from portal.scoping import NOTHING, ScopedModel


class Outcome(models.TextChoices):
    PUBLIC = "public", _("已公开答复")
    PRIVATE = "private", _("已单独答复")


class Question(ScopedModel):
    """提问 on a call or one of its directions, by a registered person; who asked is never shown.

    ``shown_text`` is what the office shows of it. Once it is answered (``closed_at``) the row is frozen.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    call = models.ForeignKey("calls.Call", models.PROTECT, related_name="questions")
    direction = models.ForeignKey(
        "calls.Direction", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("方向")
    )
    user = models.ForeignKey("accounts.User", models.PROTECT, related_name="+")
    membership = models.ForeignKey("accounts.Membership", models.PROTECT, null=True, blank=True, related_name="+")
    text = models.TextField(_("问题"))
    asked_at = models.DateTimeField(default=timezone.now, editable=False)
    shown_text = models.TextField(_("公开的问题"), blank=True)
    outcome = models.CharField(max_length=10, choices=Outcome, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-pk"]
        verbose_name = _("提问")
        indexes = [models.Index(fields=["call"], condition=Q(closed_at__isnull=True), name="question_open")]
        constraints = [
            models.CheckConstraint(
                condition=Q(closed_at__isnull=True, outcome="") | (Q(closed_at__isnull=False) & ~Q(outcome="")),
                name="closed_question_has_outcome",
            ),
            models.CheckConstraint(
                condition=~Q(outcome=Outcome.PUBLIC) | ~Q(shown_text=""), name="public_question_has_text"
            ),
        ]

    def __str__(self) -> str:
        return (self.shown_text or self.text)[:60]

    @property
    def is_public(self) -> bool:
        return self.outcome == Outcome.PUBLIC

    @classmethod
    def visible_q(cls, actor) -> Q:
        """Answered in public: everyone. One's own: who asked. All of a call: its office."""
        public = Q(outcome=Outcome.PUBLIC, call__state="published")
        own = Q(user=actor.user_id) if actor.user_id else NOTHING
        if actor.is_issuing or actor.is_auditor:
            return public | own | Q(call__issuer=actor.organisation_id)
        return public | own


class Answer(models.Model):
    """答复: for all when its question is public; a later one supplements it. Never changed."""

    append_only = True

    question = models.ForeignKey(Question, models.PROTECT, related_name="answers")
    text = models.TextField(_("答复"))
    answered_by = models.ForeignKey("accounts.Membership", models.PROTECT, related_name="+")
    answered_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        ordering = ["pk"]
        verbose_name = _("答复")
        constraints = [models.CheckConstraint(condition=~Q(text=""), name="answer_has_text")]
