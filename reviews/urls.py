"""Addresses of this room: the recommender's, the issuer's, the expert's, and the public notices."""

from django.urls import path

from reviews.views import bureau, comparing, deciding, eligibility, expert, exports, office, public, ranking, rounds

app_name = "reviews"

_bureau = [
    path("bureau/", bureau.todo, name="bureau_todo"),
    path("bureau/applications/", bureau.application_list, name="bureau_list"),
    path("bureau/applications/export", exports.bureau, name="bureau_export"),
    path("bureau/applications/recommend", bureau.recommend_many, name="bureau_recommend_many"),
    path("bureau/applications/<uuid:public_id>/", bureau.application_detail, name="bureau_application"),
    path("bureau/applications/<uuid:public_id>/return", bureau.return_, name="bureau_return"),
    path("bureau/applications/<uuid:public_id>/recommend", bureau.recommend, name="bureau_recommend"),
    path("bureau/applications/<uuid:public_id>/decline", bureau.decline, name="bureau_decline"),
    path("bureau/applications/<uuid:public_id>/reconsider", bureau.reconsider, name="bureau_reconsider"),
    path("bureau/lists/", ranking.lists, name="bureau_recommendations"),
    path("bureau/lists/<uuid:public_id>/", ranking.ranking, name="bureau_ranking"),
    path("bureau/lists/<uuid:public_id>/order", ranking.reorder, name="bureau_reorder"),
    path("bureau/lists/<uuid:public_id>/send", ranking.send, name="bureau_send"),
]
_office = [
    path("office/", office.overview, name="office_overview"),
    path("office/applications/", office.application_list, name="office_applications"),
    path("office/applications/receive", office.receive, name="office_receive"),
    path("office/applications/export", exports.office, name="office_export"),
    path("office/applications/<uuid:public_id>/", office.application_detail, name="office_application"),
    path("office/eligibility/<uuid:public_id>/", eligibility.check, name="office_check"),
    path("office/eligibility/<uuid:public_id>/correction", eligibility.correction, name="office_correction"),
    path("office/eligibility/", eligibility.eligibility_list, name="eligibility_list"),
    path("office/rounds/", rounds.round_list, name="round_list"),
    path("office/rounds/new", rounds.round_new, name="round_new"),
    path("office/rounds/<uuid:public_id>/", rounds.round_detail, name="office_round"),
    path("office/rounds/<uuid:public_id>/evenly", rounds.assign_evenly, name="assign_evenly"),
    path("office/rounds/<uuid:public_id>/assign/<uuid:application_id>", rounds.assign, name="assign"),
    path("office/rounds/<uuid:public_id>/open", rounds.round_open, name="round_open"),
    path("office/rounds/<uuid:public_id>/extend", rounds.round_extend, name="round_extend"),
    path("office/rounds/<uuid:public_id>/close", rounds.round_close, name="round_close"),
    path("office/rounds/<uuid:public_id>/scores", rounds.scores, name="round_scores"),
    path("office/rounds/assignments/<uuid:public_id>/replace", rounds.replace, name="assignment_replace"),
    path("office/rounds/assignments/<uuid:public_id>/reopen", rounds.reopen, name="assignment_reopen"),
    path("office/decisions/", deciding.decision_list, name="decision_list"),
    path("office/decisions/decide", deciding.decide, name="decide"),
    path("office/decisions/export", exports.shortlist, name="shortlist_export"),
    path("office/notices/", deciding.notice_list, name="office_notice_list"),
    path("office/notices/new", deciding.announce, name="announce"),
    path("office/notices/<uuid:public_id>/finalise", deciding.finalise, name="finalise"),
    path("office/notices/objections/<uuid:public_id>/", deciding.objection, name="office_objection"),
    path("office/decisions/compare/", comparing.compare, name="compare"),
]
_expert = [
    path("review/", expert.assignment_list, name="assignment_list"),
    path("review/<uuid:public_id>/", expert.assignment, name="assignment"),
    path("review/<uuid:public_id>/declare", expert.declare, name="declare"),
]
_public = [
    path("notices/", public.notice_list, name="notice_list"),
    path("notices/<uuid:public_id>/", public.notice, name="notice"),
    path("notices/<uuid:public_id>/object", public.object_, name="notice_object"),
]

urlpatterns = [*_bureau, *_office, *_expert, *_public]
