"""Uploads: told by content, kept once, refused with a reason and without a trace; downloads only for those who may."""

import io
import threading
from urllib.parse import quote

import pikepdf
import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection, transaction
from django.db.models import Q
from django.urls import reverse

from portal.accounts.roles import Role
from portal.audit.models import AuditEntry
from portal.documents import access
from portal.documents.models import Blob, FileLink
from portal.documents.services import files
from portal.documents.services.files import FileRefused, file_bytes, file_store, organisation_usage
from portal.scoping import system_scope
from tests.factories import make_actor

PURPOSE = "test_purpose"


def pdf(text: str = "a") -> bytes:
    made, out = pikepdf.new(), io.BytesIO()
    made.add_blank_page()
    made.docinfo["/Title"] = text
    made.save(out, deterministic_id=True)
    return out.getvalue()


def upload(content: bytes | None = None, name: str = "营业执照.pdf") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, pdf() if content is None else content)


@pytest.fixture
def purpose(monkeypatch):
    """A purpose whose files only their uploader may read."""
    monkeypatch.setattr(access, "_purposes", dict(access._purposes))
    access.register_purpose(PURPOSE, lambda actor: Q(created_by=actor.membership))


@pytest.fixture
def actor(db):
    return make_actor(role=Role.APPLICANT_EDITOR)


def store(actor, **kwargs) -> FileLink:
    return file_store(
        upload=kwargs.pop("upload", None) or upload(**kwargs), purpose=PURPOSE, owner=actor.organisation, actor=actor
    )


def test_same_bytes_are_kept_once(actor):
    one, two = store(actor), store(actor, name="副本.pdf")
    assert one.blob_id == two.blob_id
    assert one.name != two.name
    assert file_bytes(one) == pdf()
    assert one.blob.size == len(pdf())
    assert one.blob.media_type == "application/pdf"
    assert organisation_usage(organisation_id=actor.organisation_id) == 2 * len(pdf())


@pytest.mark.parametrize(
    ("content", "name", "reason"),
    [
        (b"", "a.pdf", "0 字节"),
        (b"MZ\x90\x00 not a document", "a.pdf", "只接收"),
        (pdf(), "a.docx", "后缀"),
    ],
)
def test_refused_uploads_leave_nothing(actor, private_files, content, name, reason):
    with pytest.raises(FileRefused, match=reason):
        store(actor, content=content, name=name)
    assert not Blob.objects.exists()
    assert not private_files.exists()


def test_a_cut_upload_is_refused(actor):
    cut = upload()
    cut.size += 10
    with pytest.raises(FileRefused, match="没有传完"):
        store(actor, upload=cut)


def test_quota_of_the_organisation(actor, monkeypatch):
    monkeypatch.setattr(files, "QUOTA_BYTES", len(pdf()) + 10)
    store(actor)
    with pytest.raises(FileRefused, match="总量"):
        store(actor, content=pdf("b"))


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("../../etc/密钥.pdf", "密钥.pdf"),
        ("C:\\资料\\报告.pdf", "报告.pdf"),
        ("长" * 300 + ".pdf", "长" * 251 + ".pdf"),
    ],
)
def test_names_are_plain_and_short(actor, name, kept):
    made = upload()
    made._name = name
    assert store(actor, upload=made).name == kept


def test_bytes_left_by_a_rolled_back_upload_are_written_anew(actor):
    try:
        with transaction.atomic():
            link = store(actor)
            raise RuntimeError
    except RuntimeError:
        name = link.blob.storage_name
    assert default_storage.exists(name)
    default_storage.delete(name)
    default_storage.save(name, io.BytesIO(b"half"))
    assert file_bytes(store(actor)) == pdf()


@pytest.mark.django_db(transaction=True)
def test_thirty_uploads_of_the_same_bytes_at_once_are_one_blob():
    actor = make_actor(role=Role.APPLICANT_EDITOR)
    errors, barrier = [], threading.Barrier(10)

    def run():
        try:
            barrier.wait()
            for _ in range(3):
                store(actor)
        except Exception as error:  # noqa: BLE001  told to the test below
            errors.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=run) for _ in range(10)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert errors == []
    assert Blob.objects.count() == 1
    with system_scope("test"):
        assert FileLink.objects.count() == 30


def test_download_is_an_attachment_in_a_sandbox_and_audited(client, actor, purpose):
    link = store(actor)
    client.force_login(actor.user)
    response = client.get(reverse("documents:file", args=[link.public_id]))
    assert response.status_code == 200
    assert b"".join(response.streaming_content) == pdf()
    assert response["Content-Disposition"] == f"attachment; filename*=utf-8''{quote('营业执照.pdf')}"
    assert response["Content-Security-Policy"].startswith("sandbox")
    assert response["X-Content-Type-Options"] == "nosniff"
    assert "no-store" in response["Cache-Control"]
    with system_scope("test"):
        entry = AuditEntry.objects.get(action="file_download")
    assert (entry.user_id, entry.data["sha256"]) == (actor.user_id, link.blob.sha256)


def test_the_proxy_sends_the_bytes(client, actor, purpose, settings):
    settings.PRIVATE_FILES_ACCEL = "/private/"
    link = store(actor)
    client.force_login(actor.user)
    response = client.get(reverse("documents:file", args=[link.public_id]))
    assert response["X-Accel-Redirect"] == f"/private/{link.blob.storage_name}"
    assert response.content == b""


def test_others_files_are_not_there(client, actor, purpose):
    link = store(actor)
    client.force_login(make_actor(role=Role.APPLICANT_EDITOR).user)
    assert client.get(reverse("documents:file", args=[link.public_id])).status_code == 404


def test_visitors_are_sent_to_sign_in(client, actor, purpose):
    response = client.get(reverse("documents:file", args=[store(actor).public_id]))
    assert response.status_code == 302
