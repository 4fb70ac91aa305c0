"""Addresses that everyone may open, and those of people who ask and subscribe."""

from django.urls import path

from calls.views import public, public_lists

urlpatterns = [
    path("", public_lists.call_list, name="list"),
    path("directions/", public_lists.direction_search, name="directions"),
    path("directions/compare/", public.compare, name="compare"),
    path("directions/<uuid:key>/", public.direction_detail, name="direction"),
    path("calls/<uuid:public_id>/", public.call_detail, name="detail"),
    path("calls/<uuid:public_id>/notice/", public.call_notice, name="notice"),
    path("calls/<uuid:public_id>/print/", public.call_print, name="print"),
    path("calls/<uuid:public_id>/files/<uuid:file_id>", public.call_file, name="file"),
]
