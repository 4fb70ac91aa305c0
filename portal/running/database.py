"""Bring the schema up to date as `owner`, in one process (each `manage.py` costs a second or two).

In production, ends with status 1 and a clear line when the database is not fit for it (portal/checks.py).
"""

import os
import sys


def main() -> None:
    os.environ["DATABASE_ROLE"] = "owner"
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings.demo")
    import django
    from django.core.management import CommandError, call_command

    django.setup()
    try:
        call_command("migrate", interactive=False)
        call_command("createcachetable")
        call_command("grant_roles")
        call_command("check_production")
    except CommandError as error:
        sys.exit(str(error))
    call_command("load_regions")


if __name__ == "__main__":
    main()
