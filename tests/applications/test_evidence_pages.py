"""The page of 证明材料: uploaded, refused, replaced, and closed."""

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from applications.models import Evidence
from applications.services.versions import application_reopen
from portal.accounts.roles import Role
from portal.workflow import advance
from tests.applications.helpers import actor_of, agree, complete, pdf, start, submit, url
from tests.signing_in import sign_in


def test_evidence_is_uploaded_downloaded_and_removed(admin, world):
    application = start(world)
    upload = {"kind": "revenue", "file": SimpleUploadedFile("纳税证明.pdf", pdf()), "complete": "1"}
    page = url("evidence_add", application)
    refused = admin.post(page, upload)
    assert refused.status_code == 422
    assert "不含涉密信息" in refused.content.decode()
    upload["file"].seek(0)
    assert admin.post(page, upload | {"not_secret": "on"}).status_code == 302
    evidence = Evidence.objects.get()
    assert "纳税证明.pdf" in admin.get(url("section", application, "evidence")).content.decode()
    file_page = reverse("documents:file", args=[evidence.file.public_id])
    assert b"".join(admin.get(file_page).streaming_content) == pdf()
    assert admin.post(url("evidence_remove", application, evidence.pk)).status_code == 302
    assert admin.get(file_page).status_code == 404


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"complete": ""}, "上传中断"),
        ({"file": SimpleUploadedFile("空.pdf", b"")}, "0 字节"),
        ({"file": SimpleUploadedFile("程序.pdf", b"MZ\x90 no document")}, "只接收"),
        ({"file": ""}, "请选择要上传的文件"),
    ],
)
def test_refused_uploads_say_why(admin, world, change, reason):
    application = start(world)
    upload = {"kind": "revenue", "file": SimpleUploadedFile("a.pdf", pdf()), "complete": "1", "not_secret": "on"}
    response = admin.post(url("evidence_add", application), upload | change)
    assert response.status_code == 422
    assert reason in response.content.decode()
    assert not Evidence.objects.exists()


def test_drafts_of_evidence_are_not_there_for_the_bureau(client, world):
    application = complete(world)
    file_page = reverse("documents:file", args=[Evidence.objects.first().file.public_id])
    sign_in(client, world.officer)
    assert client.get(file_page).status_code == 404
    submit(application, world.admin)
    assert b"".join(client.get(file_page).streaming_content)


@pytest.mark.parametrize("change", [{}, {"complete": ""}, {"file": ""}, {"not_secret": ""}])
def test_uploading_to_what_is_not_open_any_more_is_409_and_offers_no_other_try(admin, world, change):
    application = complete(world)
    submit(application, world.admin)
    before = Evidence.objects.count()
    upload = {"kind": "revenue", "file": SimpleUploadedFile("a.pdf", pdf()), "complete": "1", "not_secret": "on"}
    response = admin.post(url("evidence_add", application), upload | change)
    assert response.status_code == 409
    assert "申报现在是“推荐单位审核中”" in response.content.decode()
    assert 'type="file"' not in response.content.decode()
    assert Evidence.objects.count() == before


def test_evidence_of_a_returned_application_is_replaced_and_the_first_version_keeps_its_file(admin, world):
    application = complete(world)
    submit(application, world.admin)
    advance(application, "return", actor=world.officer, comment="请更换纳税证明。")
    application_reopen(application=application)
    section = url("section", application, "evidence")
    page = admin.get(section).content.decode()
    assert "先上传新的，再删除旧的。已提交的版本保留当时的文件" in page
    upload = {
        "kind": "revenue",
        "file": SimpleUploadedFile("新证明.pdf", pdf("new")),
        "complete": "1",
        "not_secret": "on",
    }
    assert admin.post(url("evidence_add", application), upload).url == section + "?confirmed=1#kind-revenue"
    old = application.current.evidence.get(kind="revenue", order=1)
    assert admin.post(url("evidence_remove", application, old.pk)).url == section + "#kind-revenue"
    assert admin.post(url("evidence_remove", application, old.pk)).url == section, "twice is no error"
    assert "新证明.pdf" in admin.get(section).content.decode()
    agree(application, world.admin)
    submit(application, world.admin)
    first, second = admin.get(url("version", application, 1)), admin.get(url("version", application, 2))
    assert "新证明.pdf" not in first.content.decode()
    assert old.file.name in first.content.decode()
    changes = second.content.decode().partition("全文")[0]
    assert "2 处改动" in changes
    assert "新证明.pdf" in changes
    assert b"".join(admin.get(reverse("documents:file", args=[old.file.public_id])).streaming_content) == pdf("revenue")


def test_who_only_reads_is_refused_before_the_file_is_looked_at(client, world):
    application = start(world)
    client.force_login(actor_of(Role.APPLICANT_READER, world.organisation).user)
    assert client.post(url("evidence_add", application), {"kind": "revenue", "complete": ""}).status_code == 403


def test_one_tick_that_nothing_is_secret_counts_for_the_page(admin, world):
    application = start(world)
    section, add = url("section", application, "evidence"), url("evidence_add", application)
    ticked = re.compile(r'name="not_secret" required [^>]*checked')
    page = admin.get(section).content.decode()
    kinds = page.count('name="not_secret" required')
    assert kinds == 5
    assert page.count("上传前须勾选，否则不会上传") == kinds
    assert not ticked.search(page)
    assert 'enctype="multipart/form-data" novalidate' not in page, "the browser keeps the file when the box is empty"
    upload = {"kind": "revenue", "file": SimpleUploadedFile("a.pdf", pdf()), "complete": "1", "not_secret": "on"}
    refused = admin.post(add, upload | {"file": ""}).content.decode()
    assert len(ticked.findall(refused)) == kinds, "what was ticked stays ticked"
    assert not ticked.search(admin.post(add, upload | {"not_secret": ""}).content.decode())
    upload["file"].seek(0)
    assert len(ticked.findall(admin.post(add, upload, follow=True).content.decode())) == kinds
