"""Addresses under /demo/; included only where the app is installed (portal/settings/demo.py)."""

from django.urls import path

from portal.demo.views import accounts, mail

app_name = "demo"

urlpatterns = [
    path("", accounts.account_list, name="accounts"),
    path("enter/", accounts.enter, name="enter"),
    path("mail/", mail.mail_list, name="mail"),
    path("mail/<str:name>/", mail.mail_detail, name="mail_detail"),
]
