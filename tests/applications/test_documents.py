"""申报书 and 承诺书: ordered with the submission, made of the frozen version, read back as text."""

import io
import re

import pytest
from pypdf import PdfReader

from applications.documents import APPLICATION_FORM, PLEDGE_PAPER
from applications.models import Application, Submission
from calls.models import Call, DirectionVersion
from portal.accounts.models import Organisation
from portal.accounts.roles import Role
from portal.documents.kinds import kind_of
from portal.documents.models import Document
from portal.documents.rendering import document_html, document_pdf
from portal.scoping import system_scope
from tests.applications.helpers import actor_of, complete, save, submit
from tests.factories import make_organisation


@pytest.fixture
def submission(world):
    application = complete(world)
    save(application, "participants", {"p0-name": "示例大学<b>", "p0-task": "算法"}, world.editor)
    return submit(application, world.admin)


def rendered(kind: str, submission) -> bytes:
    made = kind_of(kind)
    return document_pdf(document_html(template=made.template, context=made.context(submission))).pdf


def printed(kind: str, submission) -> str:
    text = "".join(page.extract_text() for page in PdfReader(io.BytesIO(rendered(kind, submission))).pages)
    return re.sub(r"\s|\u2060", "", text)


def test_the_application_form_prints_what_was_submitted(submission):
    text = printed(APPLICATION_FORM, submission)
    for words in [
        "揭榜方向：智能传感器",
        "推荐单位：成都市经济和信息化局",
        "12,000.50",
        "其中与人工智能业相关的业务收入（万元）",
        "示例大学<b>",
        "本单位2023年目标",
        "≥75dB",
        "（二）重点任务攻关计划的内容。",
        "揭榜单位上一财年主营业务收入证明材料.pdf",
    ]:
        assert words in text, words


def test_the_pledge_prints_the_documents_words_with_the_product(submission):
    text = printed(PLEDGE_PAPER, submission)
    assert "我单位提交了“车规级固态激光雷达”产品/方案参评。" in text
    assert "我单位对违反上述承诺导致的后果承担全部法律责任。" in text
    assert "法定代表人：示例法人（签字）" in text


@pytest.mark.parametrize("kind", [APPLICATION_FORM, PLEDGE_PAPER])
def test_what_is_renamed_after_submitting_changes_no_paper(kind, submission, world):
    """All names come from the frozen submission: the same bytes whenever the paper is made."""
    before, title = rendered(kind, submission), kind_of(kind).title(submission)
    Organisation._base_manager.filter(pk__in=[world.organisation.pk, world.recommender.pk]).update(name="改名后的单位")
    Call._base_manager.filter(pk=world.call.pk).update(title="改名后的榜单")
    corrected = DirectionVersion.objects.create(direction=world.direction, number=2, title="更正后的方向")
    world.direction.published = corrected
    world.direction.save(update_fields=["published"])
    later = Submission.objects.get(pk=submission.pk)
    assert rendered(kind, later) == before
    assert kind_of(kind).title(later) == title == f"示例智芯科技（成都）有限公司{kind_of(kind).label}（{later.number}）"


def test_both_are_ordered_and_read_only_by_those_concerned(submission, world):
    with system_scope("test"):
        assert {d.kind for d in Document.objects.all()} == {APPLICATION_FORM, PLEDGE_PAPER}

    def seen(actor) -> int:
        return Document.objects.visible_to(actor).count()

    assert seen(world.admin) == 2
    assert seen(world.officer) == 2
    assert seen(world.issuing) == 0
    assert seen(actor_of(Role.APPLICANT_ADMIN, make_organisation(is_applicant=True))) == 0
    Application._base_manager.filter(pk=submission.application_id).update(
        sent_at=submission.arrived_at, state="received"
    )
    assert seen(world.issuing) == 2
