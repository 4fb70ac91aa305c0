"""The child: document on standard input, its name as argument, JSON on standard output. Imports no Django.

``{"call": {…}, "text": "…"}`` or ``{"error": "中文原因"}``. Started by `calls.reading.runner` only.
"""

import dataclasses
import json
import resource
import sys

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


def main(name: str) -> None:
    from calls.importing import ReadError, read_call
    from calls.importing.export import plain

    try:
        call = read_call(sys.stdin.buffer.read(), name)
    except ReadError as error:
        answer = {"error": str(error)}
    else:
        fields = [f.name for f in dataclasses.fields(call) if f.name not in LEFT_OUT]
        answer = {"call": {field: plain(getattr(call, field)) for field in fields}, "text": call.text}
    json.dump(answer, sys.stdout, ensure_ascii=True)


if __name__ == "__main__":
    limit()
    main(sys.argv[1])
