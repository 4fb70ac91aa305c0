#!/usr/bin/env python
"""Django's command line, with the settings of the demo unless told otherwise.

Commands that change the schema connect as the database role `owner`; every other
command, like web and workers, connects as `app` (DESIGN.md, "Data that must not move later").
"""

import os
import sys

OWNER_COMMANDS = {"migrate", "grant_roles", "createcachetable", "makemigrations", "sqlmigrate"}


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings.demo")
    if len(sys.argv) > 1 and sys.argv[1] in OWNER_COMMANDS:
        os.environ["DATABASE_ROLE"] = "owner"
    from django.core.management import execute_from_command_line

    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
