"""Every address of the portal; each room adds its own include below."""

from django.apps import apps
from django.urls import include, path

from portal import health

handler500 = "portal.outage.server_error"

urlpatterns = [
    path("healthz", health.healthz, name="healthz"),
    path("readyz", health.readyz, name="readyz"),
    path("accounts/", include("portal.accounts.sign_in_urls")),
    path("accounts/", include("portal.accounts.urls")),
    path("", include("portal.documents.urls")),
    path("", include("applications.urls")),
    path("messages/", include("portal.notifications.urls")),
    path("audit/", include("portal.audit.urls")),
    path("", include("calls.urls")),
    path("", include("reviews.urls")),
]

if apps.is_installed("portal.demo"):
    urlpatterns.append(path("demo/", include("portal.demo.urls")))
