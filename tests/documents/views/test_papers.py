import pytest

from portal.accounts.roles import Role
from portal.audit.models import AuditEntry
from portal.documents.models import Document
from portal.documents.models.document import DocumentState
from portal.documents.services.orders import document_order
from portal.scoping import system_scope
from tests.factories import make_membership, make_organisation
from tests.outbox import run_outbox

pytestmark = pytest.mark.django_db


@pytest.fixture
def organisation():
    return make_organisation(name="示例云算科技有限公司", is_applicant=True)


@pytest.fixture
def member(client, organisation):
    client.force_login(make_membership(role=Role.APPLICANT_EDITOR, organisation=organisation).user)
    return client


@pytest.fixture
def document(slip_kind, organisation) -> Document:
    return document_order(kind=slip_kind, subject=organisation)


def test_the_page_waits_until_the_paper_is_made(member, document):
    waiting = member.get(f"/documents/{document.public_id}/status").content.decode()
    assert "排队中" in waiting
    assert "hx-get" in waiting
    run_outbox(task="portal.documents.tasks.render_document")
    done = member.get(f"/documents/{document.public_id}/status").content.decode()
    assert "下载 PDF" in done
    assert "hx-get" not in done


def test_a_paper_not_made_yet_is_not_downloaded(member, document):
    assert member.get(f"/documents/{document.public_id}").status_code == 404


def test_a_download_is_a_pdf_and_is_audited(member, document):
    run_outbox(task="portal.documents.tasks.render_document")
    response = member.get(f"/documents/{document.public_id}")
    assert b"".join(response.streaming_content).startswith(b"%PDF-")
    assert "attachment" in response["Content-Disposition"]
    with system_scope("test"):
        assert AuditEntry.objects.filter(action="document_download", object_id=str(document.pk)).count() == 1


def test_another_organisations_paper_is_not_found(client, document):
    client.force_login(make_membership(role=Role.APPLICANT_ADMIN).user)
    for path in ("", "/status"):
        assert client.get(f"/documents/{document.public_id}{path}").status_code == 404
    assert client.post(f"/documents/{document.public_id}/retry").status_code == 404


def test_a_failed_paper_is_tried_again_from_the_page(member, document):
    Document._base_manager.filter(pk=document.pk).update(state=DocumentState.FAILED, error="没有盖章位置", attempts=1)
    assert "重新生成" in member.get(f"/documents/{document.public_id}/status").content.decode()
    response = member.post(f"/documents/{document.public_id}/retry", {"next": "https://elsewhere.example/"})
    assert response["Location"] == "/"
    assert Document._base_manager.get(pk=document.pk).state == DocumentState.QUEUED


def test_a_paper_that_did_not_fail_answers_409(member, document):
    assert member.post(f"/documents/{document.public_id}/retry").status_code == 409
