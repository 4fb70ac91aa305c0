"""Addresses of 更正公告: of the office, and the public one."""

from django.urls import path

from calls.views import public_corrections
from calls.views.office import correcting, corrections

_CALL = "office/calls/<uuid:public_id>/corrections/"
_ONE = f"{_CALL}<uuid:correction_id>/"
_DIRECTION = f"{_ONE}directions/<uuid:key>/"

urlpatterns = [
    path("calls/<uuid:public_id>/corrections/<int:number>/", public_corrections.correction, name="correction"),
    path(_CALL, corrections.corrections, name="office_corrections"),
    path(f"{_CALL}new/", corrections.correction_new, name="office_correction_new"),
    path(_ONE, corrections.correction, name="office_correction"),
    path(f"{_ONE}words/", corrections.correction_words, name="office_correction_words"),
    path(f"{_ONE}deadlines/", corrections.correction_deadlines, name="office_correction_deadlines"),
    path(f"{_ONE}send-back/", corrections.send_back, name="office_correction_send_back"),
    path(f"{_ONE}act/<slug:act>/", corrections.correction_act, name="office_correction_act"),
    path(_DIRECTION, correcting.direction, name="office_correction_direction"),
    path(f"{_DIRECTION}undo/", correcting.direction_undo, name="office_correction_direction_undo"),
    path(f"{_DIRECTION}indicators/new/", correcting.indicator_new, name="office_correction_indicator_new"),
    path(f"{_DIRECTION}indicators/<uuid:indicator_key>/", correcting.indicator, name="office_correction_indicator"),
    path(
        f"{_DIRECTION}indicators/<uuid:indicator_key>/remove/",
        correcting.indicator_remove,
        name="office_correction_indicator_remove",
    ),
    path(f"{_ONE}rules/add/", correcting.rule_kinds, name="office_correction_rule_kinds"),
    path(f"{_ONE}rules/add/<slug:code>/", correcting.rule_new, name="office_correction_rule_new"),
    path(f"{_ONE}rules/<uuid:key>/", correcting.rule, name="office_correction_rule"),
    path(f"{_ONE}rules/<uuid:key>/<slug:act>/", correcting.rule_act, name="office_correction_rule_act"),
]
