"""The two mails of a subscription: please confirm, and a new call. Sent at least once, with one Message-ID each."""

from urllib.parse import urljoin

from django.conf import settings
from django.core.mail import EmailMessage
from django.urls import reverse
from django.utils.translation import gettext as _

from calls.feeds import absolute
from calls.models import Subscription
from calls.selectors.calls import public_call
from calls.selectors.deadlines import deadline_of
from calls.services.subscriptions import confirm_token, end_token
from portal.accounts.actor import VISITOR
from portal.notifications.services.delivering import message_id
from portal.templatetags.portal import beijing_deadline


def confirmation_mail(*, subscription_id: int) -> None:
    row = Subscription.objects.select_related("region").filter(pk=subscription_id, confirmed_at__isnull=True).first()
    if row is None:
        return
    words = {"what": row, "url": absolute("calls:subscription_confirm", confirm_token(row))}
    EmailMessage(
        subject=_("【揭榜挂帅】请确认邮件订阅"),
        body=_(
            "有人用这个邮箱订阅了揭榜挂帅榜单的更新：%(what)s。\n\n"
            "如果是您本人，请在三天内打开下面的地址确认；不是的，不必理会，不会再收到邮件。\n%(url)s\n"
        )
        % words,
        to=[row.email],
        headers={
            "Message-ID": message_id(f"subscription:{row.pk}:{row.asked_at.timestamp():.0f}"),
            "Auto-Submitted": "auto-generated",
        },
    ).send()


def call_mail(*, subscription_id: int, call_id: int) -> None:
    """Of a new call; nothing when the subscription was ended meanwhile."""
    row = Subscription.objects.select_related("region").filter(pk=subscription_id, confirmed_at__isnull=False).first()
    if row is None:
        return
    call = public_call(actor=VISITOR).get(pk=call_id)
    lines = [f"{call.title}", f"{call.issuer} {call.doc_no}".strip()]
    lines += [
        _("%(what)s截止：%(at)s")
        % {
            "what": one.get_kind_display(),
            "at": beijing_deadline(deadline_of(call=call, kind=one.kind), one.precision),
        }
        for one in call.deadlines.all()
    ]
    end = urljoin(settings.PORTAL_URL, reverse("calls:subscription_end", args=[end_token(row)]))
    words = {"lines": "\n".join(lines), "url": absolute("calls:detail", call.public_id), "what": row, "end": end}
    EmailMessage(
        subject=_("【揭榜挂帅】新榜单：%(title)s") % {"title": " ".join(call.title.split())},
        body=_("%(lines)s\n\n%(url)s\n\n您订阅了：%(what)s。不想再收到的，打开：%(end)s\n") % words,
        to=[row.email],
        headers={
            "Message-ID": message_id(f"subscriber:{call.pk}:{row.pk}"),
            "Auto-Submitted": "auto-generated",
            "List-Unsubscribe": f"<{end}>",
            "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
        },
    ).send()
