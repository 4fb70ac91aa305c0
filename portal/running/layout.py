"""Where what the portal needs while running lies: everything under `var/`.

var/run/          addresses (environment, 0600), process ids, the beat's memory
var/secrets/      generated passwords and keys (0700, files 0600)
var/log/          one log a process
var/files/        uploads and rendered documents
var/fonts/        fonts that are not Debian packages of their own
var/postgres/     the embedded database (or under /var/lib/jiebang-portal/, see users.py)
var/valkey/       the embedded broker
"""

import os
from pathlib import Path

BASE_DIR = Path(__file__).resolve().parent.parent.parent
VAR = Path(os.environ.get("PORTAL_VAR") or BASE_DIR / "var")
RUN = VAR / "run"
SECRETS = VAR / "secrets"
LOG = VAR / "log"
FONTS = VAR / "fonts"
# NAME=value lines that the settings of the demo read: DATABASE_URL, REDIS_URL, SECRET_KEY …
ENVIRONMENT_FILE = RUN / "environment"
VENV = BASE_DIR / ".venv"
