"""Addresses that everyone may open, and those of people who ask, answer and subscribe."""

from django.urls import path

from calls.views import public, public_data, public_feeds, public_lists, public_questions, subscriptions
from calls.views.office import questions

urlpatterns = [
    path("", public_lists.call_list, name="list"),
    path("directions/", public_lists.direction_search, name="directions"),
    path("directions/compare/", public.compare, name="compare"),
    path("directions/<uuid:key>/", public.direction_detail, name="direction"),
    path("calls/<uuid:public_id>/", public.call_detail, name="detail"),
    path("calls/<uuid:public_id>/notice/", public.call_notice, name="notice"),
    path("calls/<uuid:public_id>/print/", public.call_print, name="print"),
    path("calls/<uuid:public_id>/files/<uuid:file_id>", public.call_file, name="file"),
    path("calls/<uuid:public_id>/questions/", public_questions.questions, name="questions"),
    path("calls/<uuid:public_id>/questions/ask/", public_questions.ask, name="ask"),
    path("office/calls/questions/", questions.question_list, name="office_questions"),
    path("office/calls/questions/<uuid:public_id>/", questions.question, name="office_question"),
    path("feeds/calls.atom", public_feeds.calls_feed, name="feed"),
    path("feeds/deadlines.ics", public_feeds.deadlines_calendar, name="calendar"),
    path("calls/<uuid:public_id>/deadlines.ics", public_feeds.call_calendar, name="call_calendar"),
    path("data/", public_data.data_page, name="data"),
    path("data/<slug:name>.csv", public_data.data_csv, name="data_csv"),
    path("data/<slug:name>.json", public_data.data_json, name="data_json"),
    path("subscribe/", subscriptions.subscribe, name="subscribe"),
    path("subscribe/sent/", subscriptions.sent, name="subscribe_sent"),
    path("subscribe/confirm/<str:token>/", subscriptions.confirm, name="subscription_confirm"),
    path("subscribe/end/<str:token>/", subscriptions.end, name="subscription_end"),
]
