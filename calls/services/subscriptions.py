"""Mail of new calls to who asked for it: asked for, confirmed from the mailbox itself, ended by one click.

Tokens are signed by the portal and mailed to the address alone; nothing says in public whether an address is known.
"""

from datetime import timedelta

from django.core import signing
from django.db import transaction
from django.utils import timezone

from calls.models import Call, Subscription
from calls.models.call import CallState
from calls.search import normalised, words
from calls.selectors.searching import calls_matching
from portal.accounts.actor import VISITOR
from portal.accounts.models import Region
from portal.locks import name_lock
from portal.notifications.services.outbox import Order, outbox_put, outbox_put_all

CONFIRM_TASK = "calls.tasks.mail_confirmation"
TELL_TASK = "calls.tasks.tell_subscribers"
MAIL_TASK = "calls.tasks.mail_subscriber"
CONFIRM_SALT = "calls.subscription.confirm"
END_SALT = "calls.subscription.end"
#: How long a mailed confirmation is good for; who does not confirm is forgotten after it.
CONFIRM_WITHIN = timedelta(days=3)
#: Another confirmation to the same address not before.
AGAIN_AFTER = timedelta(hours=1)
MOST_PER_ADDRESS = 20


class ExpiredToken(Exception):
    """The token is none of ours, or too old."""


@transaction.atomic
def subscription_request(*, email: str, region: Region | None, theme: str) -> None:
    """Order the mail that asks for confirmation. Does nothing, and says nothing, when there is one on its way, when
    the subscription stands already or the address has too many."""
    email, now = email.lower(), timezone.now()
    name_lock("subscriptions of", email)
    Subscription.objects.filter(confirmed_at__isnull=True, created_at__lt=now - CONFIRM_WITHIN).delete()
    row = Subscription.objects.filter(email=email, region=region, theme=theme).first()
    if row is None:
        if Subscription.objects.filter(email=email).count() >= MOST_PER_ADDRESS:
            return
        row = Subscription.objects.create(email=email, region=region, theme=theme)
    elif row.confirmed_at or row.asked_at > now - AGAIN_AFTER:
        return
    else:
        row.asked_at = row.created_at = now
        row.save(update_fields=["asked_at", "created_at"])
    outbox_put(
        task=CONFIRM_TASK,
        key=f"{CONFIRM_TASK}:{row.pk}:{row.asked_at.timestamp():.0f}",
        payload={"subscription_id": row.pk},
    )


def confirm_token(row: Subscription) -> str:
    return signing.dumps(str(row.public_id), salt=CONFIRM_SALT)


def end_token(row: Subscription) -> str:
    return signing.dumps(str(row.public_id), salt=END_SALT)


def subscription_of_confirmation(*, token: str) -> Subscription:
    """What a mailed confirmation asks about. Raises `ExpiredToken`."""
    try:
        public_id = signing.loads(token, salt=CONFIRM_SALT, max_age=CONFIRM_WITHIN)
        return Subscription.objects.select_related("region").get(public_id=public_id)
    except (signing.BadSignature, Subscription.DoesNotExist) as error:
        raise ExpiredToken from error


def subscription_confirm(*, token: str) -> Subscription:
    """From now on it counts; a second time changes nothing. Raises `ExpiredToken`."""
    row = subscription_of_confirmation(token=token)
    if not row.confirmed_at:
        row.confirmed_at = timezone.now()
        row.save(update_fields=["confirmed_at"])
    return row


def subscription_of_end(*, token: str) -> Subscription | None:
    """None when it was ended already. Raises `ExpiredToken` for what is no token of ours."""
    try:
        public_id = signing.loads(token, salt=END_SALT)
    except signing.BadSignature as error:
        raise ExpiredToken from error
    return Subscription.objects.select_related("region").filter(public_id=public_id).first()


def subscription_end(*, token: str) -> None:
    """Forget it, and the address with it. Ending it twice is no error."""
    row = subscription_of_end(token=token)
    if row:
        row.delete()


def subscribers_order(*, call: Call) -> None:
    """On publication: those who wait for such a call are told, by a task of its own."""
    outbox_put(task=TELL_TASK, key=f"{TELL_TASK}:{call.pk}", payload={"call_id": call.pk})


def subscribers_tell(*, call_id: int) -> int:
    """Order a mail to each whose region and theme the call concerns; returns how many. For a region are calls of it,
    below it and above it, since those hold for it as well."""
    public = Call.objects.visible_to(VISITOR).filter(state=CallState.PUBLISHED)
    call = public.select_related("region").filter(pk=call_id).first()
    if call is None:
        return 0
    waiting = Subscription.objects.filter(confirmed_at__isnull=False).select_related("region").order_by("pk")
    fits: dict[str, bool] = {"": True}
    orders = []
    for row in waiting.iterator(chunk_size=1000):
        if row.theme not in fits:
            fits[row.theme] = _concerns(call, row.theme)
        if fits[row.theme] and _holds_for(call, row.region):
            orders.append(Order(f"{MAIL_TASK}:{call.pk}:{row.pk}", {"subscription_id": row.pk, "call_id": call.pk}))
    outbox_put_all(task=MAIL_TASK, orders=orders)
    return len(orders)


def _holds_for(call: Call, region: Region | None) -> bool:
    if region is None:
        return True
    return call.region.path.startswith(region.path) or region.path.startswith(call.region.path)


def _concerns(call: Call, theme: str) -> bool:
    """Whether every word of the theme stands in the title, or all of them in one of the directions."""
    title = normalised(call.title)
    return all(word in title for word in words(theme)) or call.pk in calls_matching(theme)
