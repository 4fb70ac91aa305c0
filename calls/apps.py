from django.apps import AppConfig


class CallsConfig(AppConfig):
    name = "calls"
    verbose_name = "榜单"

    def ready(self) -> None:
        from calls import hooks, workflow  # noqa: F401  registers the transition table
        from calls.selectors import files
        from calls.selectors.deriving import parent_section
        from calls.selectors.questions import questions_section
        from calls.services.importing import PURPOSE
        from portal.documents.access import register_purpose

        hooks.sections.append(parent_section)
        hooks.sections.append(files.files_section)
        hooks.sections.append(questions_section)
        register_purpose(PURPOSE, files.originals_q, issuer=lambda link: link.owner_id)
        register_purpose(files.ATTACHMENT, files.attachments_q, issuer=files.issuer_of_attachment)
