import pytest

from portal.documents.models import Document
from portal.documents.services.orders import document_order
from tests.factories import make_organisation
from tests.outbox import run_outbox

pytestmark = pytest.mark.django_db


@pytest.fixture
def document(slip_kind) -> Document:
    return document_order(kind=slip_kind, subject=make_organisation(name="示例云算科技有限公司", is_applicant=True))


def test_whoever_holds_the_paper_learns_that_the_portal_made_it(client, document):
    run_outbox(task="portal.documents.tasks.render_document")
    page = client.get(f"/verify/{document.verify_code}")
    text = page.content.decode()
    assert page.status_code == 200
    assert "单位证明" in text
    assert document.artefacts.latest("sequence").blob.sha256 in text


def test_the_code_is_taken_as_people_type_it(client, document):
    code = document.verify_code
    typed = f" {code[:4]}-{code[4:8]} {code[8:]} ".lower()
    assert client.get("/verify", {"code": typed})["Location"] == f"/verify/{code}"


@pytest.mark.parametrize("code", ["AAAAAAAAAAAAAAAA", "x" * 300])
def test_an_unknown_code_is_not_found(client, code):
    page = client.get(f"/verify/{code}")
    assert page.status_code == 404
    assert "没有找到这份文件" in page.content.decode()


def test_a_paper_not_made_yet_is_not_verified(client, document):
    assert client.get(f"/verify/{document.verify_code}").status_code == 404


@pytest.mark.parametrize("code", ["", "  ", "---"])
def test_nothing_typed_is_said_beside_the_field(client, code):
    page = client.get("/verify", {"code": code})
    assert page.status_code == 422
    assert "请先改正下列问题" in page.content.decode()
