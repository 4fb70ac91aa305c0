"""One file as a page needs it, open or closed."""

from uuid import UUID

from portal.accounts.actor import Actor
from portal.documents.access import link_q
from portal.documents.models import FileLink
from portal.scoping import system_scope


def file_shown(*, public_id: UUID, actor: Actor) -> FileLink | None:
    """The file, if ``actor`` reads it or would, were it not closed; None for everybody else. A closed one is never
    sent: ``visible_to`` leaves it out."""
    with system_scope("a file that may be closed, for who would read it"):
        rows = FileLink.objects.filter(link_q(actor), public_id=public_id)
        return rows.select_related("blob", "quarantined_by__organisation", "quarantined_by__user").first()
