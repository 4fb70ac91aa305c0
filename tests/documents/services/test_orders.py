import io
import os
import shutil
import subprocess
from contextlib import contextmanager

import pytest
from django.conf import settings as django_settings
from django.core.files.storage import default_storage
from django.db import transaction

from portal.accounts.roles import Role
from portal.audit.models import AuditEntry
from portal.documents import fonts
from portal.documents.digests import digest
from portal.documents.models import Artefact, Blob, Document
from portal.documents.models.document import DocumentState, Stage
from portal.documents.services.making import document_fail, document_make
from portal.documents.services.orders import RENDER, document_order, document_retry
from portal.documents.services.seals import seal_register
from portal.notifications.models import OutboxRow
from portal.notifications.models.outbox import OutboxState
from portal.notifications.services.attempts import outbox_retry
from portal.scoping import system_scope
from portal.workflow import StateConflict
from tests.documents.pdfs import page_count
from tests.factories import make_actor, make_organisation
from tests.outbox import run_outbox

pytestmark = pytest.mark.django_db
FONTS_DIR = django_settings.FONTS_DIR


@pytest.fixture
def organisation():
    return make_organisation(name="示例智芯科技（成都）有限公司", is_applicant=True)


def fresh(document) -> Document:
    return Document._base_manager.get(pk=document.pk)


def text_of(artefact: Artefact) -> str:
    with default_storage.open(artefact.blob.storage_name) as stream:
        content = stream.read()
    return subprocess.run(["pdftotext", "-", "-"], input=content, capture_output=True, check=True).stdout.decode()


def test_the_same_input_is_ordered_once(slip_kind, organisation):
    first = document_order(kind=slip_kind, subject=organisation)
    assert document_order(kind=slip_kind, subject=organisation).pk == first.pk
    assert OutboxRow.objects.filter(task__endswith="render_document").count() == 1


def test_a_new_seal_or_template_is_a_new_paper(slip_kind, slip_template, organisation):
    first = document_order(kind=slip_kind, subject=organisation)
    seal_register(organisation=organisation, is_demo=True)
    sealed = document_order(kind=slip_kind, subject=organisation)
    slip_template.write_text(slip_template.read_text(encoding="utf-8").replace("单位证明", "证明"), encoding="utf-8")
    reworded = document_order(kind=slip_kind, subject=organisation)
    assert len({first.pk, sealed.pk, reworded.pk}) == 3


@pytest.fixture
def other_fonts(settings, tmp_path):
    """Puts another file in the place of one face, as a new release of the fonts' package would."""

    def forget() -> None:
        for cached in (fonts._found, fonts.face_path, fonts.font_set_version):
            cached.cache_clear()

    def change() -> None:
        original = fonts.original_path("fang")
        folder = tmp_path / "fonts"
        shutil.copytree(FONTS_DIR, folder, copy_function=os.symlink, ignore=lambda *_: {original.name})
        (folder / original.name).write_bytes(original.read_bytes() + b"\0")
        settings.FONTS_DIR = folder
        forget()

    yield change
    settings.FONTS_DIR = FONTS_DIR
    forget()


def test_another_font_set_is_a_new_paper(slip_kind, organisation, other_fonts):
    first = document_order(kind=slip_kind, subject=organisation)
    other_fonts()
    assert document_order(kind=slip_kind, subject=organisation).pk != first.pk


def test_a_paper_made_after_a_release_names_what_it_was_made_of(slip_kind, slip_template, organisation, other_fonts):
    """Ordered before, made after: template and fonts changed in between."""
    document = document_order(kind=slip_kind, subject=organisation)
    slip_template.write_text(slip_template.read_text(encoding="utf-8").replace("单位证明", "证明书"), encoding="utf-8")
    other_fonts()
    run_outbox(task=RENDER)
    made = fresh(document)
    assert made.state == DocumentState.DONE
    assert "证明书" in text_of(made.artefacts.last())
    assert {name for name in made.input if made.input[name] != document.input[name]} == {"template", "fonts"}
    assert made.input_digest == digest(made.input) != document.input_digest
    assert made.verify_code == document.verify_code
    assert made.artefacts.last().made_with.endswith(made.input["fonts"])
    assert document_order(kind=slip_kind, subject=organisation).pk == document.pk, "that is the paper there is"


def test_a_website_without_fonts_takes_orders(slip_kind, organisation, settings, other_fonts, monkeypatch):
    """Nobody's submission waits for a font; the worker names those it made the paper of."""
    other_fonts()
    (settings.FONTS_DIR / fonts.FACES["kai"].file).unlink()
    monkeypatch.setattr(fonts, "SYSTEM_DIRS", ())
    fonts._found.cache_clear()
    fonts.face_path.cache_clear()
    document = document_order(kind=slip_kind, subject=organisation)
    assert document.input["fonts"] == ""


def test_the_old_order_gives_way_to_the_same_paper_ordered_after_the_release(slip_kind, slip_template, organisation):
    old = document_order(kind=slip_kind, subject=organisation)
    slip_template.write_text(slip_template.read_text(encoding="utf-8").replace("单位证明", "证明书"), encoding="utf-8")
    new = document_order(kind=slip_kind, subject=organisation)
    run_outbox(task=RENDER)
    assert (fresh(old).state, old.artefacts.count()) == (DocumentState.FAILED, 0)
    assert "另行生成" in fresh(old).error
    assert fresh(old).input_digest == old.input_digest
    assert fresh(new).state == DocumentState.DONE


def test_a_worker_makes_the_rendered_and_the_stamped_form(slip_kind, organisation):
    seal_register(organisation=organisation, is_demo=True)
    document = document_order(kind=slip_kind, subject=organisation)
    run_outbox(task="portal.documents.tasks.render_document")
    document = fresh(document)
    assert (document.state, document.error, document.missing_glyphs) == (DocumentState.DONE, "", "")
    rendered, stamped = document.artefacts.all()
    assert (rendered.stage, stamped.stage) == (Stage.RENDERED, Stage.STAMPED)
    assert "示例智芯科技（成都）有限公司" in text_of(stamped).replace("\n", "")
    assert "JB-2026-000001" in text_of(stamped)
    assert "JB-2026-000001" not in text_of(rendered)
    assert stamped.blob.sha256 != rendered.blob.sha256
    assert "weasyprint" in stamped.made_with


def test_made_twice_there_is_one_artefact_of_each_stage(slip_kind, organisation):
    """A worker killed after the bytes were kept: the next attempt gives the same bytes and the only rows."""

    class Killed(BaseException):
        pass

    def killed():
        raise Killed

    document = document_order(kind=slip_kind, subject=organisation)
    with system_scope("test"), pytest.raises(Killed):
        document_make(document_id=document.pk, finish=killed)
    kept = set(Blob.objects.values_list("sha256", flat=True))
    assert len(kept) == 2
    assert not document.artefacts.exists()
    run_outbox(task="portal.documents.tasks.render_document")
    assert set(Blob.objects.values_list("sha256", flat=True)) == kept
    assert document.artefacts.count() == 2
    assert fresh(document).attempts == 2


def test_a_paper_that_cannot_be_made_fails_at_once_and_can_be_tried_again(slip_kind, slip_template, organisation):
    seal_register(organisation=organisation, is_demo=True)
    good = slip_template.read_text(encoding="utf-8")
    slip_template.write_text(good.replace('id="seal"', 'id="elsewhere"'), encoding="utf-8")
    document = document_order(kind=slip_kind, subject=organisation)
    run_outbox(task="portal.documents.tasks.render_document")
    document = fresh(document)
    assert document.state == DocumentState.FAILED
    assert document.error
    slip_template.write_text(good, encoding="utf-8")
    actor = make_actor(role=Role.APPLICANT_ADMIN, organisation=organisation)
    document_retry(document=document, actor=actor)
    run_outbox(task="portal.documents.tasks.render_document")
    assert fresh(document).state == DocumentState.DONE
    with system_scope("test"):
        assert AuditEntry.objects.filter(action="document_retry", object_id=str(document.pk)).count() == 1


def test_only_a_failed_paper_is_tried_again(slip_kind, organisation):
    document = document_order(kind=slip_kind, subject=organisation)
    with pytest.raises(StateConflict, match="没有生成失败"), transaction.atomic():
        document_retry(document=document, actor=make_actor(role=Role.APPLICANT_ADMIN, organisation=organisation))


@pytest.fixture
def made_by_its_second_order(slip_kind, slip_template, organisation) -> tuple[Document, OutboxRow]:
    """A finished paper whose first order failed and still lies in 后台任务."""
    good = slip_template.read_text(encoding="utf-8")
    bad = good.replace("</h1>", '</h1><img src="https://elsewhere.invalid/x.png">')
    slip_template.write_text(bad, encoding="utf-8")
    document = document_order(kind=slip_kind, subject=organisation)
    run_outbox(task=RENDER)
    slip_template.write_text(good, encoding="utf-8")
    document_retry(document=fresh(document), actor=make_actor(role=Role.APPLICANT_ADMIN, organisation=organisation))
    run_outbox(task=RENDER)
    first = OutboxRow.objects.filter(task=RENDER).earliest("pk")
    assert first.state == OutboxState.DEAD
    return fresh(document), first


def test_the_failed_order_of_a_finished_paper_can_be_restarted_without_harm(made_by_its_second_order):
    document, first = made_by_its_second_order
    kept = list(document.artefacts.values_list("pk", "blob__sha256"))
    assert (document.state, len(kept)) == (DocumentState.DONE, 2)
    assert outbox_retry(outbox_id=first.pk)
    run_outbox(task=RENDER)
    first.refresh_from_db()
    assert (first.state, first.last_error) == (OutboxState.DONE, "")
    again = fresh(document)
    assert (again.state, again.attempts, again.finished_at) == (DocumentState.DONE, 2, document.finished_at)
    assert list(again.artefacts.values_list("pk", "blob__sha256")) == kept


def test_giving_up_an_order_leaves_a_finished_paper(made_by_its_second_order):
    document, _first = made_by_its_second_order
    with system_scope("test"):
        document_fail(error="任务进程在执行中终止。", document_id=document.pk)
    assert (fresh(document).state, fresh(document).error) == (DocumentState.DONE, "")


def test_two_orders_at_work_at_once_make_one_paper(slip_kind, organisation):
    """The other one finishes while this one renders (its worker was taken for dead)."""
    document = document_order(kind=slip_kind, subject=organisation)

    @contextmanager
    def finish_after_the_other():
        run_outbox(task=RENDER)
        yield True

    with system_scope("test"):
        document_make(document_id=document.pk, finish=finish_after_the_other)
    assert fresh(document).state == DocumentState.DONE
    assert document.artefacts.count() == 2


def test_several_pages_carry_a_seam_seal(slip_kind, slip_template, organisation):
    seal_register(organisation=organisation, is_demo=True)
    slip_template.write_text(
        slip_template.read_text(encoding="utf-8").replace("</h1>", "</h1>" + "<p>正文段落。</p>" * 60), encoding="utf-8"
    )
    document = document_order(kind=slip_kind, subject=organisation)
    run_outbox(task="portal.documents.tasks.render_document")
    artefact = document.artefacts.get(stage=Stage.STAMPED)
    with default_storage.open(artefact.blob.storage_name) as stream:
        content = stream.read()
    assert artefact.pages == page_count(content) > 1
    assert all(redness_at_right_edge(content, page) for page in range(1, artefact.pages + 1))


def redness_at_right_edge(content: bytes, page: int) -> bool:
    from PIL import Image

    png = subprocess.run(
        ["pdftoppm", "-png", "-r", "40", "-f", str(page), "-l", str(page), "-"],
        input=content,
        capture_output=True,
        check=True,
    ).stdout
    image = Image.open(io.BytesIO(png)).convert("RGB")
    edge = image.crop((image.width - 40, 0, image.width, image.height))
    return any(red > 150 and green < 110 and blue < 110 for red, green, blue in edge.get_flattened_data())
