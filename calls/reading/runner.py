"""Starting the child and understanding what it says, or that it did not survive the document."""

import json
import logging
import subprocess
import sys
import threading
from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

from django.conf import settings
from django.utils.translation import gettext as _

from calls.importing.structure import ReadError
from calls.reading.office import readable

logger = logging.getLogger(__name__)
TIMEOUT_SECONDS = 90

#: Told, in Chinese, how far the reading is.
Progress = Callable[[str], None]


class Reading(NamedTuple):
    """``result`` is a ReadCall as JSON values, ``text`` the normalised text its offsets point into."""

    result: dict[str, Any]
    text: str


class Unreadable(Exception):
    """The document cannot be read; the message is Chinese, for the officer."""


def documents_read(files: Sequence[tuple[bytes, str]], *, progress: Progress) -> Reading:
    """Read one notice, given as (bytes, name) of each file, in a child process with limits. Raises `Unreadable`."""
    try:
        ready = [(readable(content, name), name) for content, name in _told(files, progress)]
    except ReadError as error:
        raise Unreadable(str(error)) from error
    answer = _answer(ready, progress)
    if "error" in answer:
        raise Unreadable(answer["error"])
    return Reading(answer["call"], answer["text"])


def _told(files: Sequence[tuple[bytes, str]], progress: Progress):
    for index, (content, name) in enumerate(files, start=1):
        if name.lower().endswith((".doc", ".wps")):
            progress(_("正在转换第 %(n)s 个文件：%(name)s") % {"n": index, "name": name})
        yield content, name


def _answer(files: list[tuple[bytes, str]], progress: Progress) -> dict[str, Any]:
    child = subprocess.Popen(
        [sys.executable, "-P", "-m", "calls.reading.child"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        cwd=settings.BASE_DIR,
        env={"PYTHONPATH": str(settings.BASE_DIR), "PYTHONIOENCODING": "utf-8", "LANG": "C.UTF-8"},
    )
    late = threading.Event()

    def stop() -> None:
        late.set()
        child.kill()

    clock = threading.Timer(TIMEOUT_SECONDS, stop)
    said: list[bytes] = []
    errors = threading.Thread(target=lambda: said.append(child.stderr.read()[-2000:]), daemon=True)
    feeder = threading.Thread(target=_feed, args=(child, files), daemon=True)
    answer: dict[str, Any] = {}
    clock.start()
    errors.start()
    feeder.start()
    try:
        for line in child.stdout:
            answer = json.loads(line)
            if "progress" in answer:
                progress(answer["progress"])
    except ValueError:
        answer = {}  # a line cut off when the child was ended
    finally:
        clock.cancel()
        child.kill()
        code = child.wait()
        feeder.join()
        errors.join()
        child.stdout.close()
        child.stderr.close()
    if late.is_set():
        raise Unreadable(_("读取超过 90 秒，已停止。请只保留榜单正文和附件，或分开上传。"))
    if "call" not in answer and "error" not in answer:
        logger.error("reader ended with %s: %s", code, b"".join(said).decode("utf-8", "replace"))
        raise Unreadable(_("读取程序没有读完这份文件。请另存为 .docx 或纯文本后再试，或直接粘贴文字。"))
    return answer


def _feed(child: subprocess.Popen[bytes], files: list[tuple[bytes, str]]) -> None:
    """A child that refuses its first file does not read the rest."""
    try:
        with child.stdin:
            child.stdin.write(json.dumps([[name, len(content)] for content, name in files]).encode() + b"\n")
            for content, _name in files:
                child.stdin.write(content)
    except BrokenPipeError:
        return
