"""Adding and removing 证明材料."""

from django.db import transaction
from django.utils.translation import gettext as _

from applications.form_schema import EVIDENCE
from applications.models import Application, Evidence
from applications.selectors.forms import schema_of
from applications.services.locks import lock_open_version
from applications.services.saving import state_of, touch, writable
from portal.accounts.actor import Actor
from portal.documents.services.files import FileRefused, Upload, file_store
from portal.workflow import StateConflict

PURPOSE = "evidence"
MAX_FILES_A_KIND = 30


@transaction.atomic
def evidence_add(
    *, application: Application, kind: str, upload: Upload | None, not_secret: bool, actor: Actor
) -> Evidence:
    """Attach one file of one kind. ``not_secret`` is the uploader's word that it holds nothing 涉密.

    Raises `FileRefused` with a Chinese reason (nothing is kept), `StateConflict`, `NotAllowed`.
    """
    application, version = lock_open_version(application)
    writable(application, version, actor)
    section = schema_of(version.form_version).first(EVIDENCE)
    if section is None or kind not in {e.key for e in section.evidence}:
        raise StateConflict(_("表单中没有这一类证明材料，请刷新页面。"))
    if not not_secret:
        raise FileRefused(_("请先确认文件不含涉密信息。"))
    if upload is None:
        raise FileRefused(_("请选择要上传的文件。"))
    orders = list(version.evidence.filter(kind=kind).values_list("order", flat=True))
    if len(orders) >= MAX_FILES_A_KIND:
        raise FileRefused(_("每类最多 %(limit)d 个文件，请合并后再上传。") % {"limit": MAX_FILES_A_KIND})
    link = file_store(upload=upload, purpose=PURPOSE, owner=application, actor=actor)
    if version.evidence.filter(kind=kind, file__blob=link.blob_id).exists():
        raise FileRefused(_("这一类中已有内容相同的文件。"))
    evidence = Evidence.objects.create(version=version, kind=kind, order=max(orders, default=0) + 1, file=link)
    touch(state_of(version, section.key), actor)
    return evidence


@transaction.atomic
def evidence_remove(*, application: Application, evidence_id: int, actor: Actor) -> str:
    """Take a file out of the draft; versions submitted before keep it. Returns its kind; removing it twice is no
    error and gives ""."""
    application, version = lock_open_version(application)
    writable(application, version, actor)
    evidence = version.evidence.select_related("file").filter(pk=evidence_id).first()
    if evidence is None:
        return ""
    link = evidence.file
    evidence.delete()
    # A closed file stays on record, and its bytes closed, also when nobody uses it any more.
    if not link.quarantined and not Evidence.objects.filter(file=link).exists():
        link.delete()
    section = schema_of(version.form_version).first(EVIDENCE)
    if section:
        touch(state_of(version, section.key), actor)
    return evidence.kind
