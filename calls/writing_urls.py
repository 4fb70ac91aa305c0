"""Addresses of the pages for writing a call without a document."""

from django.urls import path

from calls.views.office import arranging, pasting, rules, taking, winners

_CALL = "office/calls/<uuid:public_id>/"
_DIRECTION = f"{_CALL}directions/<uuid:key>/"

urlpatterns = [
    path("office/calls/take/", taking.take_choose, name="office_take_choose"),
    path("office/calls/take/<uuid:public_id>/", taking.take, name="office_take"),
    path("office/calls/derive/<uuid:public_id>/", taking.derive, name="office_derive"),
    path(f"{_CALL}parent/", taking.parent, name="office_parent"),
    path(f"{_CALL}directions/arrange/", arranging.arrange, name="office_arrange"),
    path(f"{_CALL}tracks/", arranging.tracks, name="office_tracks"),
    path(f"{_DIRECTION}indicators/arrange/", arranging.indicators_arrange, name="office_indicators_arrange"),
    path(f"{_DIRECTION}indicators/paste/", pasting.indicators_paste, name="office_indicators_paste"),
    path(f"{_CALL}rules/<uuid:key>/try/", rules.rule_try, name="office_rule_try"),
    path(f"{_CALL}winners/", winners.winners, name="office_winners"),
    path(f"{_CALL}winners/table/", winners.table, name="office_winners_table"),
]
