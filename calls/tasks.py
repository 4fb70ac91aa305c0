"""Tasks of the calls room; all run on outbox rows."""

from calls.services.approving import call_publish_due, call_publish_give_up
from calls.services.importing import import_finish, import_give_up, import_read, import_reading
from calls.services.question_mail import answer_mail
from calls.services.subscription_mail import call_mail, confirmation_mail
from calls.services.subscriptions import subscribers_tell
from portal.notifications.tasks import Job, outbox_task


@outbox_task(name="calls.tasks.read_import", steps=True, on_dead=import_give_up)
def read_import(job: Job, *, import_id: int) -> None:
    """Read an uploaded 榜单 document; the state shows that reading began, the result comes with DONE."""
    row = import_reading(import_id=import_id)
    columns = import_read(row=row) if row else {}
    with job.finish() as mine:
        if mine and row:
            import_finish(row=row, columns=columns)


@outbox_task(name="calls.tasks.publish_scheduled", on_dead=call_publish_give_up)
def publish_scheduled(*, call_id: int, at: str) -> None:
    """Publish a call at the time that was set; the outbox row waits until then, without beat."""
    call_publish_due(call_id=call_id, at=at)


@outbox_task(name="calls.tasks.mail_answer")
def mail_answer(*, answer_id: int) -> None:
    """Tell who asked and acts for nobody, so has no inbox, of an answer."""
    answer_mail(answer_id=answer_id)


@outbox_task(name="calls.tasks.mail_confirmation")
def mail_confirmation(*, subscription_id: int) -> None:
    """Ask a mailbox whether it wants the subscription."""
    confirmation_mail(subscription_id=subscription_id)


@outbox_task(name="calls.tasks.tell_subscribers")
def tell_subscribers(*, call_id: int) -> None:
    """Order a mail to each who waits for such a call."""
    subscribers_tell(call_id=call_id)


@outbox_task(name="calls.tasks.mail_subscriber")
def mail_subscriber(*, subscription_id: int, call_id: int) -> None:
    """Tell one mailbox of a new call."""
    call_mail(subscription_id=subscription_id, call_id=call_id)
