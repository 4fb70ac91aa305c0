"""Addresses of 对照原文核对, below a call of the office."""

from django.urls import path

from calls.views.office import review, review_directions, review_rows

_REVIEW = "office/calls/<uuid:public_id>/review/"
_DIRECTION = f"{_REVIEW}directions/<uuid:key>/"
_INDICATOR = f"{_REVIEW}indicators/<uuid:key>/"

urlpatterns = [
    path(_REVIEW, review.review, name="office_review"),
    path(f"{_REVIEW}doubts/<int:doubt_id>/", review.doubt, name="office_review_doubt"),
    path(_DIRECTION, review_directions.save, name="office_review_direction"),
    path(f"{_DIRECTION}split/", review_directions.split, name="office_review_direction_split"),
    path(f"{_DIRECTION}merge/", review_directions.merge, name="office_review_direction_merge"),
    path(f"{_DIRECTION}remove/", review_directions.remove, name="office_review_direction_remove"),
    path(f"{_DIRECTION}indicators/", review_rows.add, name="office_review_indicator_new"),
    path(_INDICATOR, review_rows.save, name="office_review_indicator"),
    path(f"{_INDICATOR}split/", review_rows.cut, name="office_review_indicator_split"),
    path(f"{_INDICATOR}merge/", review_rows.merge, name="office_review_indicator_merge"),
    path(f"{_INDICATOR}remove/", review_rows.remove, name="office_review_indicator_remove"),
]
