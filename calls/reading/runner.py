"""Starting the child and understanding what it says, or that it did not survive the document."""

import json
import logging
import subprocess
import sys
from typing import Any, NamedTuple

from django.conf import settings
from django.utils.translation import gettext as _

logger = logging.getLogger(__name__)
TIMEOUT_SECONDS = 90


class Reading(NamedTuple):
    """``result`` is a ReadCall as JSON values, ``text`` the normalised text its offsets point into."""

    result: dict[str, Any]
    text: str


class Unreadable(Exception):
    """The document cannot be read; the message is Chinese, for the officer."""


def document_read(content: bytes, *, name: str) -> Reading:
    """Read a document in a child process with limits on memory and time. Raises `Unreadable`."""
    try:
        done = subprocess.run(
            [sys.executable, "-P", "-m", "calls.reading.child", name],
            input=content,
            capture_output=True,
            timeout=TIMEOUT_SECONDS,
            cwd=settings.BASE_DIR,
            env={"PYTHONPATH": str(settings.BASE_DIR), "PYTHONIOENCODING": "utf-8", "LANG": "C.UTF-8"},
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        raise Unreadable(_("读取超过 90 秒，已停止。请只保留榜单正文和附件，或分开上传。")) from error
    if done.returncode != 0:
        logger.error("reader ended with %s: %s", done.returncode, done.stderr[-2000:].decode("utf-8", "replace"))
        raise Unreadable(_("读取程序没有读完这份文件。请另存为 .docx 或纯文本后再试，或直接粘贴文字。"))
    answer = json.loads(done.stdout)
    if "error" in answer:
        raise Unreadable(answer["error"])
    return Reading(answer["call"], answer["text"])
