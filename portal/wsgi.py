"""Entry point for gunicorn and Django's own server."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings.demo")
application = get_wsgi_application()
