"""What this room tells the rooms below it (applications.hooks), handed in when Django starts."""

from datetime import datetime

from django.urls import reverse

from applications import hooks
from applications.models import Application, ApplicationState


def answer_until(application: Application) -> datetime | None:
    """Until when the return or the 补正 that stands may be answered."""
    if application.state == ApplicationState.RETURNED:
        rows = application.return_notes
    elif application.state == ApplicationState.CORRECTION:
        rows = application.corrections
    else:
        return None
    return rows.order_by("-pk").values_list("until", flat=True).first()


def bureau_url(application: Application) -> str:
    return reverse("reviews:bureau_application", args=[application.public_id])


def register() -> None:
    hooks.answer_until.append(answer_until)
    hooks.bureau_url.append(bureau_url)
