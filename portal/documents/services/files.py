"""Taking files in and giving their bytes out. Bytes are kept once per SHA-256; every use of them is a FileLink."""

import hashlib
import io
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import PurePath
from typing import IO, Protocol

from django.core.files.base import File
from django.core.files.storage import default_storage
from django.db import models, transaction
from django.db.models import Sum
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.accounts.actor import Actor
from portal.audit.services.record import audit_record, register_actions
from portal.documents import sniffing
from portal.documents.access import issuer_of
from portal.documents.models import Blob, FileLink
from portal.locks import name_lock
from portal.scoping import system_scope

register_actions(file_download=gettext_lazy("下载文件"))

MB = 1024 * 1024
#: One file; the proxy refuses larger requests before they come here.
MAX_BYTES = sniffing.MAX_BYTES
#: All files that the people of one organisation uploaded.
QUOTA_BYTES = 2048 * MB
MAX_NAME = 255
_CHUNK = 256 * 1024
_SPOOL = 2 * MB


class FileRefused(Exception):
    """The upload is not taken; ``reason`` is Chinese, for the person who uploaded. Nothing was saved."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class Upload(Protocol):
    """What is asked of an upload: Django's UploadedFile and ContentFile are such."""

    name: str | None
    size: int

    def chunks(self, chunk_size: int | None = None) -> Iterator[bytes]: ...


@contextmanager
def _read(upload: Upload) -> Iterator[tuple[IO[bytes], str, int]]:
    """The bytes in a temporary file with digest and size; refuses what is empty, too large or cut short."""
    digest, size = hashlib.sha256(), 0
    with tempfile.SpooledTemporaryFile(max_size=_SPOOL) as stream:
        for chunk in upload.chunks(_CHUNK):
            size += len(chunk)
            if size > MAX_BYTES:
                raise FileRefused(_("文件超过 %(limit)d MB，请压缩或拆分后再上传。") % {"limit": MAX_BYTES // MB})
            digest.update(chunk)
            stream.write(chunk)
        if size == 0:
            raise FileRefused(_("文件是空的（0 字节），请检查后重新上传。"))
        if upload.size is not None and upload.size != size:
            raise FileRefused(_("文件没有传完，请重新上传。"))
        stream.seek(0)
        yield stream, digest.hexdigest(), size


def _printed_name(name: str | None) -> str:
    """The name as it will be printed: no folders, no control characters, its end kept when it is too long."""
    plain = PurePath((name or "").replace("\\", "/")).name
    plain = "".join(c for c in plain if c.isprintable()).strip() or _("未命名文件")
    if len(plain) <= MAX_NAME:
        return plain
    suffix = PurePath(plain).suffix[:20]
    return plain[: MAX_NAME - len(suffix)] + suffix


def _blob(stream: IO[bytes], sha256: str, size: int, media_type: str) -> Blob:
    """The blob of these bytes. Bytes go to the storage first, then the row; what a rolled-back transaction left
    in the storage is written anew, since nobody knows whether it is whole."""
    name_lock("blob", sha256)
    blob = Blob.objects.filter(sha256=sha256).first()
    if blob and default_storage.exists(blob.storage_name):
        return blob
    name = blob.storage_name if blob else f"blobs/{sha256[:2]}/{sha256[2:4]}/{sha256}"
    if default_storage.exists(name):
        default_storage.delete(name)
    saved = default_storage.save(name, File(stream))
    if blob:
        return blob
    return Blob.objects.create(sha256=sha256, size=size, media_type=media_type, storage_name=saved)


@transaction.atomic
def blob_store(*, content: bytes, media_type: str) -> Blob:
    """Keep bytes that the portal made itself (papers, exports); the same bytes again give the same blob."""
    return _blob(io.BytesIO(content), hashlib.sha256(content).hexdigest(), len(content), media_type)


def organisation_usage(*, organisation_id: int) -> int:
    """Bytes of all files that members of the organisation uploaded; a file used twice counts twice."""
    with system_scope("quota of an organisation's files"):
        links = FileLink.objects.filter(created_by__organisation=organisation_id)
        return links.aggregate(total=Sum("blob__size"))["total"] or 0


def _check_quota(organisation_id: int | None, size: int) -> None:
    if organisation_id is None:
        return
    name_lock("files of organisation", organisation_id)
    used = organisation_usage(organisation_id=organisation_id)
    if used + size > QUOTA_BYTES:
        raise FileRefused(
            _("本单位文件总量将超过 %(limit)d MB（已用 %(used)d MB），请先删除不用的文件。")
            % {"limit": QUOTA_BYTES // MB, "used": used // MB}
        )


def _check_open(blob: Blob) -> None:
    """Not what was closed in another place. (The blob's name is locked: nobody closes it meanwhile.)"""
    with system_scope("whether uploaded bytes were closed"):
        closed = FileLink.objects.filter(blob=blob, quarantined_at__isnull=False).exists()
    if closed:
        raise FileRefused(_("这个文件已被封存，不能再次上传。"))


@transaction.atomic
def file_store(*, upload: Upload, purpose: str, owner: models.Model, actor: Actor) -> FileLink:
    """Keep an uploaded file for ``owner``; its type is told by its content, not by its name.

    Raises `FileRefused` with a Chinese reason: empty, cut short, too large, of a type that is not taken, over the
    organisation's quota, quarantined elsewhere.
    """
    with _read(upload) as (stream, sha256, size):
        found = sniffing.sniff(stream, name=upload.name or "")
        if found.refusal:
            raise FileRefused(found.refusal)
        _check_quota(actor.organisation_id, size)
        stream.seek(0)
        blob = _blob(stream, sha256, size, found.media_type)
        _check_open(blob)
    return FileLink.objects.create(
        blob=blob,
        purpose=purpose,
        owner_type=owner._meta.label_lower,
        owner_id=owner.pk,
        name=_printed_name(upload.name),
        created_by=actor.membership,
    )


@transaction.atomic
def file_keep(*, upload: Upload, media_type: str, purpose: str, owner: models.Model, actor: Actor) -> FileLink:
    """Keep a document as it came, of whatever type, for a reader of ours: it is checked where it is read.

    Raises `FileRefused` with a Chinese reason: empty, cut short, too large, over the organisation's quota, quarantined
    elsewhere.
    """
    with _read(upload) as (stream, sha256, size):
        _check_quota(actor.organisation_id, size)
        stream.seek(0)
        blob = _blob(stream, sha256, size, media_type)
        _check_open(blob)
    return FileLink.objects.create(
        blob=blob,
        purpose=purpose,
        owner_type=owner._meta.label_lower,
        owner_id=owner.pk,
        name=_printed_name(upload.name),
        created_by=actor.membership,
    )


def file_bytes(link: FileLink) -> bytes:
    """The whole file; for rendering and tests, not for answering requests."""
    with default_storage.open(link.blob.storage_name) as stream:
        return stream.read()


@transaction.atomic
def file_download(*, link: FileLink, actor: Actor, address: str | None = None) -> None:
    """Write down that ``actor`` downloads the file; the view has checked that it may."""
    audit_record(
        actor=actor,
        action="file_download",
        obj=link,
        issuer_id=issuer_of(link),
        data={"name": link.name, "sha256": link.blob.sha256, "purpose": link.purpose},
        address=address,
    )
