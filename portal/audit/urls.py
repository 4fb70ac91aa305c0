"""Addresses under /audit/."""

from django.urls import path

from portal.audit.views import entries

app_name = "audit"

urlpatterns = [
    path("", entries.entry_list, name="list"),
    path("export/", entries.entry_export, name="export"),
    path("<int:pk>/", entries.entry_page, name="entry"),
]
