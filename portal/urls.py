"""Every address of the portal; each room adds its own include below."""

from django.urls import path

from portal import health

handler500 = "portal.outage.server_error"

urlpatterns = [
    path("healthz", health.healthz, name="healthz"),
    path("readyz", health.readyz, name="readyz"),
]
