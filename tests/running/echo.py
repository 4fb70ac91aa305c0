"""A WSGI application that says what reached it, to be put behind the real proxy."""

import json
import time
from urllib.parse import quote


def application(environ: dict, start_response):
    """/private/<name>: an X-Accel-Redirect; anything else: the request's headers and the time as JSON."""
    path = environ["PATH_INFO"]
    if path.startswith("/private/"):
        name = path.removeprefix("/private/").encode("latin-1").decode()
        headers = [
            ("Content-Type", "application/pdf"),
            ("Content-Disposition", "attachment; filename*=UTF-8''" + quote(name)),
            ("Content-Security-Policy", "sandbox; default-src 'none'"),
            ("X-Content-Type-Options", "nosniff"),
            ("Cache-Control", "no-store, private"),
            ("X-Accel-Redirect", "/-private/" + quote(name)),
        ]
        start_response("200 OK", headers)
        return [b""]
    body = environ["wsgi.input"].read(int(environ.get("CONTENT_LENGTH") or 0))
    told = {name: value for name, value in environ.items() if name.startswith(("HTTP_", "REMOTE_"))}
    told |= {"now": time.time(), "bytes": len(body)}
    start_response("200 OK", [("Content-Type", "application/json")])
    return [json.dumps(told).encode()]
