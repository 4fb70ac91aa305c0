import pytest

from calls.models import CallImport
from calls.models.call import ImportState
from calls.services.importing import import_finish, import_give_up, import_read, import_start
from calls.tasks import read_import
from portal.accounts.roles import Role
from portal.documents.models import FileLink
from portal.documents.services.files import FileRefused
from portal.notifications.models import OutboxRow
from portal.scoping import system_scope
from portal.workflow import NotAllowed
from tests.calls.documents import imported, seed, upload
from tests.factories import make_actor

pytestmark = pytest.mark.django_db


def test_the_document_is_kept_and_its_reading_ordered_once():
    actor = make_actor()
    row = import_start(uploads=[upload("榜单".encode())], actor=actor)
    assert row.state == ImportState.QUEUED
    assert OutboxRow.objects.get(task="calls.tasks.read_import").payload == {"import_id": row.pk}
    assert FileLink.objects.visible_to(actor).get() == row.files.get().link
    assert not FileLink.objects.visible_to(make_actor()).exists()
    assert not CallImport.objects.visible_to(make_actor(role=Role.BUREAU_OFFICER)).exists()


def test_only_officers_of_an_issuer_import():
    for role in (Role.AUDITOR, Role.BUREAU_OFFICER, Role.APPLICANT_ADMIN):
        with pytest.raises(NotAllowed):
            import_start(uploads=[upload(b"x")], actor=make_actor(role=role))


def test_an_empty_file_is_refused_and_nothing_kept():
    with pytest.raises(FileRefused):
        import_start(uploads=[upload(b"")], actor=make_actor())
    assert CallImport._base_manager.count() == 0


def test_the_reader_runs_in_a_child_and_gives_json():
    row = imported(seed("003"), actor=make_actor(), name="通知.txt")
    assert row.state == ImportState.DONE
    assert row.result["doc_no"] == "川经信软信函〔2021〕790号"
    assert len(row.result["directions"]) == 18
    indicator = row.result["directions"][2]["indicators"][0]
    assert indicator["text"].replace(" ", "") in row.text.replace(" ", "")[: indicator["end"]]
    assert row.reader_version


@pytest.mark.parametrize(
    ("content", "name", "words"),
    [
        (b"%PDF-1.7 ...", "通知.pdf", "PDF"),
        (b"\xd0\xcf\x11\xe0rest", "通知.txt", "扩展名"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1rest", "通知.doc", "LibreOffice"),
        (b"PK\x03\x04broken", "通知.docx", "docx"),
        (b"   ", "通知.txt", "空"),
        (b"\xff\xfe\x00\xd8\x00", "通知.txt", "编码"),
    ],
)
def test_what_cannot_be_read_says_why_in_chinese(content, name, words):
    row = imported(content, actor=make_actor(), name=name)
    assert row.state == ImportState.FAILED
    assert words in row.error
    assert row.result is None


def test_a_document_without_directions_is_read_with_doubts():
    row = imported("关于某事的通知\n各单位：\n请知悉。".encode("gb18030"), actor=make_actor())
    assert row.state == ImportState.DONE
    assert row.result["doubts"]


def test_giving_up_tells_the_officer():
    row = import_start(uploads=[upload(b"x")], actor=make_actor())
    with system_scope("test"):
        import_give_up(error="OSError", import_id=row.pk)
        row.refresh_from_db()
    assert row.state == ImportState.FAILED
    assert "OSError" not in row.error


def test_the_task_reads_once_however_often_it_runs(django_capture_on_commit_callbacks):
    row = import_start(uploads=[upload(seed("000"), "榜单.txt")], actor=make_actor())
    order = OutboxRow.objects.get(task="calls.tasks.read_import")
    for _time in range(2):
        read_import.celery_task(outbox_id=order.pk)
    row.refresh_from_db()
    assert row.state == ImportState.DONE
    assert len(row.result["directions"]) == 11


def test_several_files_are_one_notice():
    actor = make_actor()
    notice = "关于开展揭榜挂帅的通知\n各有关单位：\n请认真组织申报。\n".encode()
    annex = "附件1\n任务榜单\n（一）甲\n揭榜任务：乙。\n考核指标：不少于3项。\n".encode()
    row = import_start(uploads=[upload(annex, "附件1.txt"), upload(notice, "通知.txt")], actor=actor)
    assert row.name == "附件1.txt 等 2 个文件"
    with system_scope("test: as the task"):
        import_finish(row=row, columns=import_read(row=row))
    row.refresh_from_db()
    assert row.result["files"] == ["通知.txt", "附件1.txt"]
    assert row.result["title"] == "关于开展揭榜挂帅的通知"
    assert [place["file"] for place in row.result["places"]][-1] == 1
    assert row.progress == "正在识别任务方向和考核指标"
