"""Addresses under /accounts/ that carry the namespace “accounts”; those of signing in: sign_in_urls.py."""

from django.urls import path

from portal.accounts.views import acting, me

app_name = "accounts"

urlpatterns = [
    path("switch/", acting.switch, name="switch"),
    path("me/", me.me, name="me"),
]
