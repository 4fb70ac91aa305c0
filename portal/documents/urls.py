from django.urls import path

from portal.documents.views import exports, files, papers, verify

app_name = "documents"

urlpatterns = [
    path("files/<uuid:public_id>", files.download, name="file"),
    path("files/<uuid:public_id>/quarantine", files.quarantine, name="quarantine"),
    path("files/<uuid:public_id>/release", files.release, name="release"),
    path("documents/<uuid:public_id>", papers.download, name="download"),
    path("documents/<uuid:public_id>/status", papers.status, name="status"),
    path("documents/<uuid:public_id>/retry", papers.retry, name="retry"),
    path("exports/", exports.export_list, name="export_list"),
    path("exports/<uuid:public_id>", exports.export, name="export"),
    path("exports/<uuid:public_id>/status", exports.status, name="export_status"),
    path("verify", verify.verify, name="verify"),
    path("verify/<str:code>", verify.verify_code, name="verify_code"),
]
