"""The mails that Django's filebased backend wrote: one file a connection, a line of 79 dashes after each mail."""

import re
from dataclasses import dataclass
from datetime import UTC, datetime
from email import message_from_bytes, policy
from email.message import EmailMessage
from email.utils import parsedate_to_datetime
from pathlib import Path

from django.conf import settings
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

_BETWEEN = re.compile(rb"^-{79}\n", re.MULTILINE)
#: Ends at what no address holds, above all at Chinese text that follows it without a blank.
_ADDRESS = re.compile(r"(https?://[!-~]+)")
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

    @property
    def linked(self) -> SafeString:
        """The text with its addresses as links; ours lead to this portal by whatever name it is reached."""
        ours = settings.PORTAL_URL.rstrip("/")
        parts = _ADDRESS.split(self.text)
        pieces = (
            (format_html('<a href="{}">{}</a>', part.removeprefix(ours) or "/", part) if place % 2 else part,)
            for place, part in enumerate(parts)
        )
        return format_html_join("", "{}", pieces)


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
    # Django writes “-0000”: UTC, from a machine that keeps its zone to itself.
    return sent if timezone.is_aware(sent) else sent.replace(tzinfo=UTC)


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
