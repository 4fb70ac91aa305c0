"""Addresses and answers of the office's pages."""

from django.urls import reverse


def url(name, *args):
    return reverse(f"calls:office_{name}", args=args)


def text_of(response, status=200):
    assert response.status_code == status, response.content.decode()[:2000]
    return response.content.decode()
