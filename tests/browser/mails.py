"""Mails as the worker wrote them into its folder."""

import email
import email.policy
from pathlib import Path

#: What Django's file backend writes below each mail.
_RULE = b"-" * 79 + b"\n"


def mails_sent(folder: Path, *, subject: str, to: str) -> list[str]:
    """Message-IDs of all mails with these words in the subject to this address."""
    read = [
        email.message_from_bytes(one, policy=email.policy.default)
        for path in folder.glob("*.log")
        for one in path.read_bytes().split(_RULE)
        if one.strip()
    ]
    return [mail["Message-ID"] for mail in read if subject in mail["Subject"] and to in mail["To"]]
