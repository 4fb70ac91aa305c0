"""Reading 问答: what everyone sees, one's own, and the office's."""

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from calls.hooks import CallSection
from calls.models import Call, Question
from calls.models.question import Outcome
from portal.accounts.actor import Actor


def _with_rows(questions: QuerySet[Question]) -> QuerySet[Question]:
    return questions.select_related("call__issuer", "direction__published", "direction__track").prefetch_related(
        "answers"
    )


def public_questions(*, call: Call, actor: Actor, direction: str = "") -> QuerySet[Question]:
    """Answered for all, the newest answer first; ``direction`` is a key."""
    found = Question.objects.visible_to(actor).filter(call=call, outcome=Outcome.PUBLIC)
    if direction:
        found = found.filter(direction__key=direction)
    return _with_rows(found).order_by("-closed_at", "-pk")


def own_questions(*, call: Call, actor: Actor) -> QuerySet[Question]:
    """What the person asked and is not to be read by all: waiting, or answered to it alone."""
    if actor.user is None:
        return Question.objects.none()
    found = Question.objects.visible_to(actor).filter(call=call, user=actor.user)
    return _with_rows(found.exclude(outcome=Outcome.PUBLIC))


def office_questions(*, actor: Actor, state: str = "", call: str = "") -> QuerySet[Question]:
    """Of the office's calls: ``state`` open or closed; ``call`` is a public id. What waits longest comes first."""
    found = Question.objects.visible_to(actor).filter(call__issuer=actor.organisation_id)
    if state:
        found = found.filter(closed_at__isnull=state == "open")
    if call:
        found = found.filter(call__public_id=call)
    return _with_rows(found).order_by("closed_at", "pk") if state == "open" else _with_rows(found)


def open_questions(*, actor: Actor) -> int:
    """How many wait for an answer of the actor's office."""
    return Question.objects.visible_to(actor).filter(call__issuer=actor.organisation_id, closed_at__isnull=True).count()


def questions_section(call: Call, actor: Actor) -> list[CallSection]:
    """The call's line in its task list, once it is published."""
    if not call.is_published:
        return []
    waiting = Question.objects.visible_to(actor).filter(call=call, closed_at__isnull=True).count()
    state = _("%(n)s 个待答复") % {"n": waiting} if waiting else _("没有待答复")
    url = f"{reverse('calls:office_questions')}?call={call.public_id}"
    return [CallSection(_("问答"), url, state, "warn" if waiting else "ok", _("提问和答复；公开的答复所有人可见"))]
