"""The mails that Django's filebased backend wrote: one file a connection, a line of 79 dashes after each mail."""

import re
from dataclasses import dataclass
from datetime import datetime
from email import message_from_bytes, policy
from email.message import EmailMessage
from email.utils import parsedate_to_datetime
from pathlib import Path

from django.conf import settings
from django.utils import timezone

_BETWEEN = re.compile(rb"^-{79}\n", re.MULTILINE)
_NAME = re.compile(r"^(?P<file>[0-9]{8}-[0-9]{6}-[0-9]+\.log)-(?P<place>[0-9]{1,4})$")


@dataclass(frozen=True, slots=True)
class Mail:
    """``name`` is where it stands: file and place in it."""

    name: str
    subject: str
    sender: str
    recipients: str
    sent_at: datetime | None
    text: str


def _folder() -> Path:
    return Path(settings.EMAIL_FILE_PATH)


def _files() -> list[Path]:
    """Newest first: their names begin with the time."""
    folder = _folder()
    return sorted(folder.glob("*.log"), reverse=True) if folder.is_dir() else []


def _parts(path: Path) -> list[bytes]:
    try:
        content = path.read_bytes()
    except OSError:
        return []
    return [part for part in _BETWEEN.split(content) if part.strip()]


def _mail(name: str, content: bytes) -> Mail:
    message = message_from_bytes(content, policy=policy.default)
    return Mail(
        name=name,
        subject=str(message["Subject"] or ""),
        sender=str(message["From"] or ""),
        recipients=str(message["To"] or ""),
        sent_at=_sent_at(message),
        text=_text(message),
    )


def _sent_at(message: EmailMessage) -> datetime | None:
    try:
        sent = parsedate_to_datetime(str(message["Date"]))
    except (TypeError, ValueError):
        return None
    return sent if timezone.is_aware(sent) else timezone.make_aware(sent)


def _text(message: EmailMessage) -> str:
    body = message.get_body(preferencelist=("plain", "html"))
    try:
        return body.get_content().strip() if body else ""
    except (LookupError, UnicodeError):
        return ""


def mails(*, recipient: str = "", limit: int) -> list[Mail]:
    """The newest ``limit`` mails to addresses that contain ``recipient``."""
    found: list[Mail] = []
    for path in _files():
        parts = list(enumerate(_parts(path)))
        for place, content in reversed(parts):
            mail = _mail(f"{path.name}-{place}", content)
            if recipient.lower() in mail.recipients.lower():
                found.append(mail)
            if len(found) == limit:
                return found
    return found


def mail_of(name: str) -> Mail | None:
    """One mail by its name; None for a name that is none or no longer there."""
    told = _NAME.match(name)
    if told is None:
        return None
    parts = _parts(_folder() / told["file"])
    place = int(told["place"])
    return _mail(name, parts[place]) if place < len(parts) else None
