from django.apps import AppConfig
from django.db.models import Q


class DocumentsConfig(AppConfig):
    name = "portal.documents"
    verbose_name = "文书与文件"

    def ready(self) -> None:
        from portal.documents.access import register_purpose
        from portal.documents.models import Export
        from portal.documents.services.exports import PURPOSE

        register_purpose(PURPOSE, lambda actor: Q(owner_id__in=Export.objects.visible_to(actor).values("pk")))
