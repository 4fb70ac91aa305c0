"""Addresses of calls: public ones, and those of the issuing office."""

from django.urls import path

from calls import correction_urls, public_urls, recommender_urls, review_urls, writing_urls
from calls.views.office import calls, deadlines, directions, files, importing, publishing, rules

app_name = "calls"

_CALL = "office/calls/<uuid:public_id>/"
_DIRECTION = f"{_CALL}directions/<uuid:key>/"

urlpatterns = [
    *public_urls.urlpatterns,
    path("office/calls/", calls.call_list, name="office_list"),
    path("office/calls/new/", calls.call_new, name="office_new"),
    path("office/calls/import/", importing.import_new, name="office_import_new"),
    path("office/calls/imports/<uuid:public_id>/", importing.import_detail, name="office_import"),
    path("office/calls/imports/<uuid:public_id>/create/", importing.import_create, name="office_import_create"),
    path(_CALL, calls.call_overview, name="office_call"),
    path(f"{_CALL}basics/", calls.basics, name="office_basics"),
    path(f"{_CALL}contact/", calls.contact, name="office_contact"),
    path(f"{_CALL}deadlines/", deadlines.deadlines, name="office_deadlines"),
    path(f"{_CALL}extension/", deadlines.extension, name="office_extension"),
    path(f"{_CALL}directions/", directions.directions, name="office_directions"),
    path(_DIRECTION, directions.direction, name="office_direction"),
    path(f"{_DIRECTION}remove/", directions.direction_remove, name="office_direction_remove"),
    path(f"{_DIRECTION}indicators/new/", directions.indicator_new, name="office_indicator_new"),
    path(f"{_DIRECTION}indicators/<uuid:indicator_key>/", directions.indicator, name="office_indicator"),
    path(
        f"{_DIRECTION}indicators/<uuid:indicator_key>/remove/",
        directions.indicator_remove,
        name="office_indicator_remove",
    ),
    path(f"{_CALL}files/", files.files, name="office_files"),
    path(f"{_CALL}files/original/", files.original, name="office_original"),
    path(f"{_CALL}files/<uuid:file_id>/remove/", files.file_remove, name="office_file_remove"),
    path(f"{_CALL}rules/", rules.rules, name="office_rules"),
    path(f"{_CALL}rules/add/", rules.rule_kinds, name="office_rule_kinds"),
    path(f"{_CALL}rules/add/<slug:code>/", rules.rule_new, name="office_rule_new"),
    path(f"{_CALL}rules/<uuid:key>/", rules.rule, name="office_rule"),
    path(f"{_CALL}rules/<uuid:key>/remove/", rules.rule_remove, name="office_rule_remove"),
    path(f"{_CALL}publish/", publishing.publish, name="office_publish"),
    path(f"{_CALL}publish/approve/", publishing.approve, name="office_publish_approve"),
    path(f"{_CALL}publish/send-back/", publishing.send_back, name="office_publish_send_back"),
    path(f"{_CALL}publish/take-back/", publishing.take_back, name="office_publish_take_back"),
    *writing_urls.urlpatterns,
    *review_urls.urlpatterns,
    *correction_urls.urlpatterns,
    *recommender_urls.urlpatterns,
]
