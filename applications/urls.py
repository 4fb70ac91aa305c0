from django.urls import path

from applications.views import drafting, evidence, external, listing, office, sections, submitting

app_name = "applications"

urlpatterns = [
    path("applications/", listing.listing, name="list"),
    path("applications/start/<uuid:call_id>/", drafting.start, name="start"),
    path("applications/<uuid:public_id>/", listing.detail, name="detail"),
    path("applications/<uuid:public_id>/recommender/", drafting.recommender, name="recommender"),
    path("applications/<uuid:public_id>/external/", external.external, name="external"),
    path("applications/<uuid:public_id>/sections/<slug:key>/", sections.section, name="section"),
    path("applications/<uuid:public_id>/evidence/add/", evidence.add, name="evidence_add"),
    path("applications/<uuid:public_id>/evidence/<int:pk>/remove/", evidence.remove, name="evidence_remove"),
    path("applications/<uuid:public_id>/check/", submitting.check, name="check"),
    path("applications/<uuid:public_id>/reason/", submitting.reason, name="reason"),
    path("applications/<uuid:public_id>/submit/", submitting.submit, name="submit"),
    path("applications/<uuid:public_id>/withdraw/", submitting.withdraw, name="withdraw"),
    path("applications/<uuid:public_id>/receipts/<int:number>/", submitting.receipt, name="receipt"),
    path("applications/<uuid:public_id>/versions/<int:number>/", listing.version, name="version"),
    path("office/calls/<uuid:public_id>/form/", office.form, name="office_form"),
]
