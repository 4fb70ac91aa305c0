from django.apps import AppConfig
from django.db.models import Q


class CallsConfig(AppConfig):
    name = "calls"
    verbose_name = "榜单"

    def ready(self) -> None:
        from calls import hooks, workflow  # noqa: F401  registers the transition table
        from calls.selectors.deriving import parent_section
        from calls.services.importing import PURPOSE
        from portal.documents.access import register_purpose

        hooks.sections.append(parent_section)
        register_purpose(PURPOSE, _import_files, issuer=lambda link: link.owner_id)


def _import_files(actor) -> Q:
    """Documents handed to the reader: the office's own people."""
    if actor.is_issuing or actor.is_auditor:
        return Q(owner_type="accounts.organisation", owner_id=actor.organisation_id)
    return Q(pk__in=[])
