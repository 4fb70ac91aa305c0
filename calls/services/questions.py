"""问答: asking, and answering for all or for the one who asked."""

from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from calls.models import Answer, Call, Direction, Question
from calls.models.question import Outcome
from calls.rules import can_write
from calls.selectors.deadlines import stage_of
from calls.stages import Stage
from calls.telling import officers_of
from portal.accounts.actor import Actor
from portal.audit.services.record import audit_record, register_actions
from portal.locks import name_lock
from portal.notifications.services.messages import messages_send, register_message_kinds
from portal.notifications.services.outbox import outbox_put
from portal.workflow import ALLOWED, NotAllowed, StateConflict, Verdict, lock

register_actions(question_answer=gettext_lazy("答复提问"))
register_message_kinds(question=gettext_lazy("问答"))
#: Questions of one person on one call that wait for their answer.
MOST_OPEN = 10


def can_ask(call: Call) -> Verdict:
    """Questions are taken until the last deadline of the call."""
    if not call.is_published or stage_of(call, timezone.now()) is Stage.CLOSED:
        return False, _("本榜单已截止，不再接受提问；仍有疑问的，请按公布的联系方式咨询。")
    return ALLOWED


@transaction.atomic
def question_ask(*, call: Call, text: str, actor: Actor, direction: Direction | None = None) -> Question:
    """Keep a question and tell the office. Raises `StateConflict` when the call is over or too many wait."""
    if actor.user is None:
        raise NotAllowed(_("登录后才能提问。"))
    allowed, reason = can_ask(call)
    if not allowed:
        raise StateConflict(reason)
    name_lock("questions of user", actor.user.pk)
    waiting = Question.objects.visible_to(actor).filter(call=call, user=actor.user, closed_at__isnull=True)
    if waiting.count() >= MOST_OPEN:
        raise StateConflict(_("您在本榜单已有 %(n)s 个问题等待答复，请等答复后再提问。") % {"n": MOST_OPEN})
    question = Question.objects.create(
        call=call, direction=direction, user=actor.user, membership=actor.membership, text=text
    )
    messages_send(
        key_prefix=f"question:{question.pk}",
        memberships=officers_of(call),
        kind="question",
        subject=_("有新的提问：%(call)s") % {"call": call},
        body=_("榜单《%(call)s》有一个提问等待答复：\n\n%(text)s") % {"call": call, "text": text},
        link=reverse("calls:office_question", args=[question.public_id]),
    )
    return question


@transaction.atomic
def question_answer(
    *, question: Question, text: str, actor: Actor, shown_text: str = "", private: bool = False
) -> Answer:
    """Answer for all, with the question as ``shown_text``; or ``private``: for the one who asked alone.

    A question that was answered in public takes further answers; one that was answered in private is done. Audited.
    Raises `NotAllowed`, `StateConflict`.
    """
    row = lock(question)
    allowed, reason = can_write(actor, row.call)
    if not allowed:
        raise NotAllowed(reason)
    if row.outcome == Outcome.PRIVATE:
        raise StateConflict(_("这个提问已经单独答复。"))
    now = timezone.now()
    if not row.closed_at:
        row.outcome = Outcome.PRIVATE if private else Outcome.PUBLIC
        row.shown_text = "" if private else (shown_text.strip() or row.text)
        row.closed_at = now
        row.save(update_fields=["outcome", "shown_text", "closed_at"])
    answer = Answer.objects.create(question=row, text=text, answered_by=actor.membership, answered_at=now)
    audit_record(
        actor=actor,
        action="question_answer",
        obj=row,
        issuer_id=row.call.issuer_id,
        data={"call": str(row.call.public_id), "outcome": row.outcome, "text": text},
    )
    _tell(row, answer)
    return answer


def _tell(question: Question, answer: Answer) -> None:
    """Who asked, in the role in which it was asked; who acted for nobody has no inbox and gets a mail."""
    membership = question.membership
    if membership is None:
        outbox_put(
            task="calls.tasks.mail_answer", key=f"calls.tasks.mail_answer:{answer.pk}", payload={"answer_id": answer.pk}
        )
        return
    subject, body = answer_words(answer)
    messages_send(
        key_prefix=f"answer:{answer.pk}",
        memberships=[membership],
        kind="question",
        subject=subject,
        body=body,
        link=reverse("calls:questions", args=[question.call.public_id]),
    )


def answer_words(answer: Answer) -> tuple[str, str]:
    """Subject and text of what the one who asked is told."""
    words = {"call": answer.question.call, "question": answer.question.text, "answer": answer.text}
    return (
        _("您的提问已答复：%(call)s") % words,
        _("您在榜单《%(call)s》的提问：\n%(question)s\n\n答复：\n%(answer)s") % words,
    )
