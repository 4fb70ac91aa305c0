import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from calls.models import Call, CallImport
from portal.scoping import system_scope
from tests.calls.documents import imported, seed
from tests.calls.views.office import text_of, url
from tests.factories import make_actor

pytestmark = pytest.mark.django_db


def test_a_document_is_uploaded_read_and_becomes_a_call(officer, call):
    answer = officer.post(url("import_new"), {"file": SimpleUploadedFile("通知.txt", seed("000"))}, follow=True)
    assert "正在排队" in text_of(answer)
    with system_scope("test"):
        row = CallImport.objects.get()
    assert 'hx-trigger="every 2s"' in text_of(officer.get(url("import", row.public_id), headers={"HX-Request": "true"}))
    actor = make_actor(organisation=call.issuer)
    read = imported(seed("000"), actor=actor, name="榜单.txt")
    assert "读出任务方向 11 个" in text_of(officer.get(url("import", read.public_id)))
    for _click in range(2):
        text_of(officer.post(url("import_create", read.public_id), follow=True))
    with system_scope("test"):
        assert Call.objects.filter(title__contains="重大科技专项").count() == 1
    assert "打开已创建的榜单" in text_of(officer.get(url("import", read.public_id)))


@pytest.mark.parametrize("number", ["002", "003"])
def test_the_reading_and_its_draft_doubt_the_same(officer, call, number):
    """003: a direction without indicators; 002: another issuer, a region that the portal does not know."""
    read = imported(seed(number), actor=make_actor(organisation=call.issuer))
    before = [doubt["where"] for doubt in officer.get(url("import", read.public_id)).context["summary"].doubts]
    assert len(before) > len([doubt for doubt in read.result["doubts"] if not doubt["note"]])
    page = officer.post(url("import_create", read.public_id), follow=True)
    assert f"还有 {len(before)} 处疑点待核对" in text_of(page)
    draft = officer.get(url("call", page.context["call"].public_id))
    assert [doubt.where for doubt in draft.context["overview"].doubts] == before
    assert f"有 {len(before)} 处需要核对" in text_of(draft)
    assert "对照原文核对" in text_of(draft)
    after = officer.get(url("import", read.public_id)).context["summary"].doubts
    assert [doubt.where for doubt in after] == before


@pytest.mark.parametrize(
    ("data", "words"),
    [
        ({}, "二者选一"),
        ({"file": SimpleUploadedFile("x.pdf", b"text"), "text": ""}, "扩展名"),
        ({"file": SimpleUploadedFile("x.docm", b"PK\x03\x04"), "text": ""}, "宏"),
        ({"file": SimpleUploadedFile("x.txt", b"x"), "text": "y"}, "二者选一"),
        ({"file": SimpleUploadedFile("x.txt", b"")}, "空"),
    ],
)
def test_what_is_no_document_is_refused_beside_the_field(officer, data, words):
    assert words in text_of(officer.post(url("import_new"), data), 422)


def test_pasted_text_is_a_document_too(officer):
    text_of(officer.post(url("import_new"), {"text": "关于某事的通知"}, follow=True))
    with system_scope("test"):
        assert CallImport.objects.get().name == "粘贴的文字.txt"


def test_a_document_imported_again_is_a_warning_too(officer, call):
    for warned in (False, True):
        read = imported(seed("000"), actor=make_actor(organisation=call.issuer), name="榜单.txt")
        answer = officer.post(url("import_create", read.public_id), follow=True)
        assert ("核对是否重复创建" in text_of(answer)) is warned
