import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from calls.models import Question
from calls.services.questions import question_answer, question_ask
from portal.accounts.roles import Role
from portal.scoping import system_scope
from tests.factories import make_actor, make_call, make_direction
from tests.signing_in import sign_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def call():
    return make_call()


@pytest.fixture
def officer(call):
    return make_actor(organisation=call.issuer)


@pytest.fixture
def asker():
    return make_actor(role=Role.APPLICANT_ADMIN)


def page(client, name, *args, **params):
    response = client.get(reverse(f"calls:{name}", args=args), params)
    assert response.status_code == 200
    return response.content.decode()


def test_asking_answering_and_reading(client, call, officer, asker):
    direction = make_direction(call=call, title="智能传感器")
    sign_in(client, asker)
    ask = reverse("calls:ask", args=[call.public_id])
    assert "智能传感器" in page(client, "ask", call.public_id)
    assert client.post(ask, {"text": "带宽怎样测？", "direction": str(direction.key)}).status_code == 302
    assert "待答复" in page(client, "questions", call.public_id)
    sign_in(client, officer)
    assert "有 1 个提问等待答复" in page(client, "office_list")
    assert "1 个待答复" in page(client, "office_call", call.public_id)
    question = Question.objects.visible_to(officer).get()
    assert "带宽怎样测？" in page(client, "office_questions", state="open", call=str(call.public_id))
    address = reverse("calls:office_question", args=[question.public_id])
    assert client.post(address, {"text": "按国家标准。", "shown_text": "带宽怎样测？"}).status_code == 302
    client.logout()
    text = page(client, "questions", call.public_id, d=str(direction.key))
    for words in ("带宽怎样测？", "按国家标准。", "智能传感器", call.issuer.name):
        assert words in text
    for name in (asker.user.name, asker.organisation.name):
        assert name not in text
    assert "问答 1 条" in page(client, "detail", call.public_id)
    assert "还没有公开的问答" in page(client, "questions", make_call().public_id)


def test_numbers_of_persons_and_empty_questions_come_back_with_what_was_typed(client, call, asker):
    sign_in(client, asker)
    ask = reverse("calls:ask", args=[call.public_id])
    answer = client.post(ask, {"text": "请回电13800000001"})
    assert answer.status_code == 422
    assert "请删去其中的手机号" in answer.content.decode()
    assert "请回电13800000001" in answer.content.decode()
    assert client.post(ask, {"text": ""}).status_code == 422
    assert client.post(ask, {"text": "问", "direction": "nonsense"}).status_code == 422
    with system_scope("test"):
        assert not Question.objects.exists()


def test_the_office_removes_what_names_a_person_before_it_is_public(client, call, officer, asker):
    question = question_ask(call=call, text="问题", actor=asker)
    sign_in(client, officer)
    address = reverse("calls:office_question", args=[question.public_id])
    refused = client.post(address, {"text": "答", "shown_text": "联系a@demo.example"})
    assert refused.status_code == 422
    assert "请删去其中的邮箱" in refused.content.decode()
    assert client.post(address, {"text": "答", "shown_text": ""}).status_code == 422
    assert client.post(address, {"text": "", "shown_text": "问"}).status_code == 422
    assert client.post(address, {"text": "请来电。", "private": "1"}).status_code == 302
    assert "请来电。" not in page(client, "questions", call.public_id)
    assert client.post(address, {"text": "又"}).status_code == 409
    sign_in(client, asker)
    assert "请来电。" in page(client, "questions", call.public_id)


def test_a_further_answer_needs_no_question(client, call, officer, asker):
    question = question_ask(call=call, text="问题", actor=asker)
    question_answer(question=question, text="答", actor=officer)
    sign_in(client, officer)
    address = reverse("calls:office_question", args=[question.public_id])
    assert client.post(address, {"text": "再补充一点。"}).status_code == 302
    assert "补充答复" in page(client, "questions", call.public_id)


def test_others_find_nothing_and_visitors_sign_in_first(client, call, asker):
    question = question_ask(call=call, text="问题", actor=asker)
    assert client.get(reverse("calls:ask", args=[call.public_id])).status_code == 302
    sign_in(client, make_actor())
    assert client.get(reverse("calls:office_question", args=[question.public_id])).status_code == 404
    assert "问题" not in page(client, "office_questions", call="x", state="y").split("<main")[1].split("</form>")[1]


def test_as_many_queries_for_30_questions_as_for_1(client, call, officer, asker):
    direction = make_direction(call=call)

    def make(count):
        for _n in range(count):
            for further in (True, False):
                person = make_actor(role=Role.APPLICANT_ADMIN)
                question = question_ask(call=call, text="问题", actor=person, direction=direction)
                if further:
                    question_answer(question=question, text="答", actor=officer)

    def counted():
        counts = []
        for name, args in (("questions", [call.public_id]), ("office_questions", []), ("office_list", [])):
            with CaptureQueriesContext(connection) as asked:
                page(client, name, *args)
            counts.append(len(asked))
        return counts

    question_ask(call=call, text="问题", actor=officer)
    make(1)
    sign_in(client, officer)
    before = counted()
    make(10)
    assert counted() == before
