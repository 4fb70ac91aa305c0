"""Bring the schema up to date as `owner`, in one process (each `manage.py` costs a second or two)."""

import os


def main() -> None:
    os.environ["DATABASE_ROLE"] = "owner"
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings.demo")
    import django
    from django.core.management import call_command

    django.setup()
    call_command("migrate", interactive=False)
    call_command("createcachetable")
    call_command("grant_roles")
    call_command("load_regions")


if __name__ == "__main__":
    main()
