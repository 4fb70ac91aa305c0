"""Addresses of a call's 推荐单位, for the office."""

from django.urls import path

from calls.views.office import recommenders

_ALL = "office/calls/<uuid:public_id>/recommenders/"

urlpatterns = [
    path(_ALL, recommenders.recommenders, name="office_recommenders"),
    path(f"{_ALL}fill/", recommenders.fill, name="office_recommenders_fill"),
    path(f"{_ALL}<int:pk>/", recommenders.recommender, name="office_recommender"),
    path(f"{_ALL}<int:pk>/remove/", recommenders.remove, name="office_recommender_remove"),
]
