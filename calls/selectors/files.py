"""Files of a call: its attachments, and the documents it was read from."""

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from calls.hooks import CallSection
from calls.models import Call, CallImportFile
from calls.models.call import CallState
from portal.accounts.actor import Actor
from portal.documents.models import FileLink

ATTACHMENT = "call_attachment"


def attachments_of(*, call: Call, actor: Actor) -> QuerySet[FileLink]:
    """附件 in the order in which they were added."""
    found = FileLink.objects.visible_to(actor).filter(
        purpose=ATTACHMENT, owner_type=call._meta.label_lower, owner_id=call.pk
    )
    return found.select_related("blob").order_by("pk")


def originals_of(*, call: Call, actor: Actor) -> QuerySet[FileLink]:
    """The documents that the call was read from, in their order, as far as ``actor`` may read them."""
    files = CallImportFile.objects.filter(call_import__call=call)
    found = FileLink.objects.visible_to(actor).filter(pk__in=files.values("link"))
    return found.select_related("blob").order_by("pk")


def attachments_q(actor: Actor) -> Q:
    """Attachments of published calls are public; an office reads those of its drafts."""
    calls = Call.objects.visible_to(actor)
    return Q(owner_type=Call._meta.label_lower, owner_id__in=calls.values("pk"))


def originals_q(actor: Actor) -> Q:
    """Documents handed to the reader: the office's own people, and everyone once an officer made them public."""
    shown = CallImportFile.objects.filter(
        call_import__call__state=CallState.PUBLISHED, call_import__call__original_public=True
    )
    public = Q(pk__in=shown.values("link"))
    if actor.is_issuing or actor.is_auditor:
        return public | Q(owner_type="accounts.organisation", owner_id=actor.organisation_id)
    return public


def issuer_of_attachment(link: FileLink) -> int | None:
    return Call._base_manager.filter(pk=link.owner_id).values_list("issuer", flat=True).first()


def files_section(call: Call, actor: Actor) -> list[CallSection]:
    count = attachments_of(call=call, actor=actor).count()
    state = _("%(n)s 个附件") % {"n": count} if count else _("没有附件")
    url = reverse("calls:office_files", args=[call.public_id])
    return [
        CallSection(_("附件与原件"), url, state, "ok" if count else "none", _("供公众下载的附件；是否公开通知原件"))
    ]
