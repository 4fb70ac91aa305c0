"""推荐表: its rows, its digest, who reads it, and its text read back out of the PDF."""

import pytest
from django.core.files.storage import default_storage
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from calls.models import Call
from portal.accounts.models import Organisation
from portal.documents.digests import text_digest
from portal.documents.kinds import kind_of
from portal.documents.models import Document
from portal.documents.models.document import DocumentState
from portal.documents.rendering import document_html
from reviews.documents import list_content
from reviews.models import Recommendation, RecommendationList
from reviews.services.ranking import list_reorder, order_of
from reviews.services.sending import list_send
from reviews.titles import list_title
from tests.documents.pdfs import pdf_text, run_together
from tests.factories import make_actor
from tests.outbox import run_outbox
from tests.reviews.helpers import applicant_of, recommended, sent, the_list
from tests.signing_in import sign_in


def test_rows_are_those_of_the_frozen_versions_in_their_order(world):
    first, second = recommended(world, product="激光雷达"), recommended(world, product="推断加速卡")
    list_ = the_list(world)
    list_reorder(list_=list_, order=order_of(list_)[::-1], revision=list_.revision, actor=world.bureau)
    content = list_content(list_, sent_at=timezone.now())
    assert content["rows"] == [
        {
            "rank": 1,
            "application": second.number,
            "organisation": second.organisation.name,
            "direction": "智能传感器",
            "product": "推断加速卡",
            "reason": "省级重点实验室",
            "contact": "示例联系人",
            "phone": "13800000001",
        },
        {
            "rank": 2,
            "application": first.number,
            "organisation": first.organisation.name,
            "direction": "智能传感器",
            "product": "激光雷达",
            "reason": "省级重点实验室",
            "contact": "示例联系人",
            "phone": "13800000001",
        },
    ]


def test_the_paper_says_what_was_sent_whatever_is_renamed_afterwards(world):
    application = recommended(world)
    list_ = list_send(list_=the_list(world), arrived_at=timezone.now(), actor=world.bureau)
    assert text_digest(list_.canonical) == list_.sha256
    before = kind_of("recommendation_list").context(list_)
    names = (world.recommender.name, application.organisation.name, world.call.title, world.call.issuer.name)
    assert all(name in list_.canonical for name in names)
    Organisation._base_manager.update(name="改过的名称")
    Call._base_manager.update(title="改过的标题")
    renamed = the_list(world)
    assert renamed.recommender.name == "改过的名称"
    kind = kind_of("recommendation_list")
    assert kind.context(renamed) == before
    assert kind.title(renamed) == before["title"]
    assert kind.source(renamed) == kind.digest(renamed) == list_.sha256
    assert "改过的" not in document_html(template=kind.template, context=kind.context(renamed))


def test_a_sent_list_and_its_rows_never_change(world):
    recommended(world)
    row = the_list(world).recommendations.get()
    list_send(list_=the_list(world), arrived_at=timezone.now(), actor=world.bureau)
    lists = RecommendationList._base_manager.filter(call=world.call)
    for change in (
        lambda: lists.update(canonical="{}"),
        lambda: Recommendation.objects.filter(pk=row.pk).update(reason="另一个理由"),
        row.delete,
    ):
        with pytest.raises(IntegrityError, match="frozen"), transaction.atomic():
            change()


def test_the_paper_reads_as_annex_1(world, settings):
    settings.DEMO = True
    first, second = recommended(world, product="激光雷达"), recommended(world, product="推断加速卡")
    list_send(list_=the_list(world), arrived_at=timezone.now(), actor=world.bureau)
    run_outbox(task="portal.documents.tasks.render_document")
    document = Document.objects.visible_to(world.bureau).get()
    assert document.state == "done", document.error
    stages = list(document.artefacts.values_list("stage", flat=True))
    assert stages == ["rendered", "stamped"]
    with default_storage.open(document.artefacts.last().blob.storage_name) as stream:
        text = run_together(pdf_text(stream.read()))
    for words in (
        list_title(the_list(world).call),
        "推荐单位（盖章）：成都市经济和信息化局",
        "序号单位名称所属方向揭榜产品推荐理由联系人手机",
        "激光雷达",
        "推断加速卡",
        "13800000001",
        "推荐单位按优先次序排名",
        "1个重点任务方向",
    ):
        assert words in text, words
    assert text.index(first.organisation.name) < text.index(second.organisation.name)


def test_who_reads_it(world):
    (application,) = sent(world)
    assert Document.objects.visible_to(world.bureau).count() == 1
    assert Document.objects.visible_to(world.issuer).count() == 1
    for stranger in (
        applicant_of(application),
        make_actor(role="bureau_officer"),
        make_actor(role="issuing_officer"),
        make_actor(role="expert"),
    ):
        assert not Document.objects.visible_to(stranger).exists()


def test_an_auditor_reads_of_a_failed_paper_and_does_not_try_it_again(client, world):
    sent(world)
    document = Document.objects.visible_to(world.issuer).get()
    Document._base_manager.filter(pk=document.pk).update(state=DocumentState.FAILED, error="没有盖章位置", attempts=1)
    auditor = sign_in(client, make_actor(role="auditor", organisation=world.issuer.organisation))
    text = auditor.get(reverse("documents:status", args=[document.public_id])).content.decode()
    assert "没有盖章位置" in text
    assert "重新生成" not in text
    retry = reverse("documents:retry", args=[document.public_id])
    assert auditor.post(retry).status_code == 403
    assert Document.objects.visible_to(world.issuer).get().state == DocumentState.FAILED
    assert sign_in(client, world.issuer).post(retry).status_code == 302
