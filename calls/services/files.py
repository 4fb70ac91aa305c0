"""Attachments of a call, and whether its original is public: decided by the office, also after publication."""

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from calls.models import Call
from calls.rules import call_for_writing
from calls.selectors.files import ATTACHMENT, attachments_of
from portal.accounts.actor import Actor
from portal.audit.services.record import audit_record, register_actions
from portal.documents.models import FileLink
from portal.documents.services.files import Upload, file_store
from portal.workflow import StateConflict

register_actions(
    call_attachment_add=gettext_lazy("添加榜单附件"),
    call_attachment_remove=gettext_lazy("删除榜单附件"),
    call_original_public=gettext_lazy("公开或收回通知原件"),
)
MOST_ATTACHMENTS = 30


@transaction.atomic
def attachment_add(*, call: Call, upload: Upload, actor: Actor) -> FileLink:
    """Keep a file for everyone to download; audited. Raises `FileRefused` (Chinese reason), `StateConflict` when there
    are too many, `NotAllowed`."""
    row = call_for_writing(call=call, actor=actor)
    if attachments_of(call=row, actor=actor).count() >= MOST_ATTACHMENTS:
        raise StateConflict(_("附件最多 %(n)s 个。") % {"n": MOST_ATTACHMENTS})
    link = file_store(upload=upload, purpose=ATTACHMENT, owner=row, actor=actor)
    _record(row, "call_attachment_add", actor, name=link.name, sha256=link.blob.sha256)
    return link


@transaction.atomic
def attachment_remove(*, call: Call, link: FileLink, actor: Actor) -> None:
    """Take an attachment of a draft away; what was published stays. Raises `StateConflict`."""
    row = call_for_writing(call=call, actor=actor)
    if row.is_published:
        raise StateConflict(_("榜单已发布，附件不能删除；可以添加新的附件。"))
    _record(row, "call_attachment_remove", actor, name=link.name, sha256=link.blob.sha256)
    link.delete()


@transaction.atomic
def original_publish(*, call: Call, public: bool, actor: Actor) -> None:
    """Whether everyone may download the files the call was read from (once it is published); audited."""
    row = call_for_writing(call=call, actor=actor)
    if row.original_public != public:
        Call._base_manager.filter(pk=row.pk).update(original_public=public)
        _record(row, "call_original_public", actor, public=public)


def _record(call: Call, action: str, actor: Actor, **data: object) -> None:
    audit_record(actor=actor, action=action, obj=call, issuer_id=call.issuer_id, data={"title": call.title, **data})
