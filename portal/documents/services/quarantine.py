"""封存: an officer closes a file to every reader at once (涉密), and opens it again when it was closed by mistake.

Closed are the bytes, whoever uploaded them wherever: every link to the same blob, and new uploads of it.
"""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.accounts.actor import Actor
from portal.audit.services.record import audit_record, register_actions
from portal.documents.access import issuer_of
from portal.documents.models import FileLink
from portal.documents.rules import can_quarantine, can_release
from portal.locks import name_lock
from portal.notifications.services.messages import messages_send, register_message_kinds
from portal.scoping import system_scope
from portal.workflow import NotAllowed, StateConflict

register_actions(file_quarantine=gettext_lazy("封存文件"), file_release=gettext_lazy("解除封存"))
register_message_kinds(file_quarantined=gettext_lazy("文件封存"))


def _links(link: FileLink) -> list[FileLink]:
    """Every use of the same bytes, locked; nobody adds one until this transaction ends."""
    name_lock("blob", link.blob.sha256)
    with system_scope("all uses of a file that is closed or opened"):
        rows = FileLink.objects.filter(blob=link.blob_id).select_related("blob", "created_by__user")
        return list(rows.select_for_update(of=("self",)))


def _record(action: str, link: FileLink, *, actor: Actor, reason: str) -> None:
    audit_record(
        actor=actor,
        action=action,
        obj=link,
        issuer_id=issuer_of(link),
        comment=reason,
        data={"name": link.name, "sha256": link.blob.sha256, "purpose": link.purpose},
    )


@transaction.atomic
def file_quarantine(*, link: FileLink, reason: str, actor: Actor) -> None:
    """Close the file of ``link``, which the actor reads. Raises `NotAllowed`, `StateConflict` (closed already, or no
    reason). Who uploaded it is told that it is closed and by whom; the reason stays in the audit log, for a message
    that says what is secret about a file would be one itself."""
    allowed, why = can_quarantine(actor, link)
    if not allowed:
        raise NotAllowed(why)
    if not reason.strip():
        raise StateConflict(_("请写明封存的原因。"))
    open_links = [one for one in _links(link) if one.quarantined_at is None]
    if not open_links:
        raise StateConflict(_("该文件已经封存。"))
    now = timezone.now()
    for one in open_links:
        one.quarantined_at, one.quarantined_by, one.quarantine_reason = now, actor.membership, reason.strip()
        one.save(update_fields=["quarantined_at", "quarantined_by", "quarantine_reason"])
        _record("file_quarantine", one, actor=actor, reason=reason.strip())
        if one.created_by:
            messages_send(
                key_prefix=f"quarantined:{one.pk}:{now.isoformat()}",
                memberships=[one.created_by],
                kind="file_quarantined",
                subject=_("文件“%(name)s”已封存") % {"name": one.name},
                body=_("该文件已由%(office)s封存，任何人都不能再查看或下载，也不能再次上传。原因请向该单位了解。")
                % {"office": actor.organisation.name},
            )


@transaction.atomic
def file_release(*, link: FileLink, reason: str, actor: Actor) -> None:
    """Open the file again for those who may read it. Raises `NotAllowed`, `StateConflict` (not closed, no reason)."""
    closed = [one for one in _links(link) if one.quarantined_at is not None]
    here = next((one for one in closed if one.pk == link.pk), None)
    if here is None:
        raise StateConflict(_("该文件没有封存。"))
    allowed, why = can_release(actor, here)
    if not allowed:
        raise NotAllowed(why)
    if not reason.strip():
        raise StateConflict(_("请写明解除封存的原因。"))
    for one in closed:
        one.quarantined_at, one.quarantined_by, one.quarantine_reason = None, None, ""
        one.save(update_fields=["quarantined_at", "quarantined_by", "quarantine_reason"])
        _record("file_release", one, actor=actor, reason=reason.strip())
