"""Addresses of the portal as they are in the demo."""

from django.urls import include, path

from portal.urls import handler500, urlpatterns

urlpatterns = [*urlpatterns, path("demo/", include("portal.demo.urls"))]

__all__ = ["handler500", "urlpatterns"]
