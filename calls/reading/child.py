"""The child: the files of one notice on standard input, JSON on standard output. Imports no Django.

In: a line ``[["name", size], …]``, then the bytes one after the other. Out, a line each: ``{"progress": "中文"}`` any
number of times, then ``{"call": {…}, "text": "…"}`` or ``{"error": "中文原因"}``. For `calls.reading.runner`.
"""

import dataclasses
import json
import resource
import sys
from typing import Any

MEMORY_BYTES = 1024 * 1024 * 1024
CPU_SECONDS = 60
#: Left out of the result: the text has a column of its own, the others only serve the reader.
LEFT_OUT = {"text", "raw", "origin"}


def limit() -> None:
    """No more memory and time than any real document takes, and no file written."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def say(answer: dict[str, Any]) -> None:
    sys.stdout.write(json.dumps(answer, ensure_ascii=True) + "\n")
    sys.stdout.flush()


def main() -> None:
    from calls.importing import ReadError, read_files
    from calls.importing.export import plain

    manifest = json.loads(sys.stdin.buffer.readline())
    files = [(sys.stdin.buffer.read(size), name) for name, size in manifest]
    try:
        call = read_files(files, progress=lambda words: say({"progress": words}))
    except ReadError as error:
        say({"error": str(error)})
    else:
        fields = [f.name for f in dataclasses.fields(call) if f.name not in LEFT_OUT]
        say({"call": {field: plain(getattr(call, field)) for field in fields}, "text": call.text})


if __name__ == "__main__":
    limit()
    main()
