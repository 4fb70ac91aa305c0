"""A mail about an answer to a person who acts for no organisation."""

from urllib.parse import urljoin

from django.conf import settings
from django.core.mail import EmailMessage
from django.urls import reverse
from django.utils.translation import gettext as _

from calls.models import Answer
from calls.services.questions import answer_words
from portal.notifications.services.delivering import message_id


def answer_mail(*, answer_id: int) -> None:
    """Sent at least once; a repetition carries the same Message-ID."""
    answer = Answer.objects.select_related("question__call", "question__user").get(pk=answer_id)
    user = answer.question.user
    if not (user.email and user.is_active):
        return
    subject, body = answer_words(answer)
    page = urljoin(settings.PORTAL_URL, reverse("calls:questions", args=[answer.question.call.public_id]))
    EmailMessage(
        subject=f"【揭榜挂帅】{subject}",
        body=_("%(body)s\n\n全部问答：%(url)s\n") % {"body": body, "url": page},
        to=[user.email],
        headers={"Message-ID": message_id(f"answer:{answer.pk}"), "Auto-Submitted": "auto-generated"},
    ).send()
