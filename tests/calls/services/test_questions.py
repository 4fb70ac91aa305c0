from datetime import timedelta

import pytest
from django.core import mail
from django.db import IntegrityError, transaction
from django.utils import timezone

from calls.models import Answer, Question
from calls.services.question_mail import answer_mail
from calls.services.questions import MOST_OPEN, question_answer, question_ask
from portal.accounts.actor import VISITOR, Actor
from portal.accounts.roles import Role
from portal.audit.models import AuditEntry
from portal.notifications.models import Message, OutboxRow
from portal.scoping import system_scope
from portal.workflow import NotAllowed, StateConflict
from tests.factories import make_actor, make_call, make_direction, make_membership, make_user

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


def messages_of(actor):
    return list(Message.objects.visible_to(actor).order_by("pk").values_list("subject", "body"))


def seen_by(actor):
    return set(Question.objects.visible_to(actor).values_list("pk", flat=True))


def test_the_office_is_told_and_only_it_and_the_asker_see_the_question(call, officer, asker):
    question = question_ask(call=call, text="带宽怎样测？", actor=asker, direction=make_direction(call=call))
    assert "有新的提问" in messages_of(officer)[0][0]
    assert seen_by(asker) == seen_by(officer) == {question.pk}
    for other in (VISITOR, make_actor(), make_actor(role=Role.APPLICANT_ADMIN, organisation=asker.organisation)):
        assert seen_by(other) == set()


def test_a_public_answer_is_for_all_in_the_offices_words_and_may_be_supplemented(call, officer, asker):
    question = question_ask(call=call, text="我公司示例智芯的带宽怎样测？", actor=asker)
    question_answer(question=question, shown_text="带宽怎样测？", text="按国家标准。", actor=officer)
    question_answer(question=question, text="标准号见附件。", actor=officer)
    row = Question.objects.visible_to(VISITOR).get()
    assert row.shown_text == "带宽怎样测？"
    assert [answer.text for answer in row.answers.all()] == ["按国家标准。", "标准号见附件。"]
    assert ["按国家标准。" in body or "标准号" in body for _subject, body in messages_of(asker)] == [True, True]
    with system_scope("test"):
        assert AuditEntry.objects.filter(action="question_answer").count() == 2


def test_a_private_answer_reaches_the_asker_alone_and_ends_it(call, officer, asker):
    question = question_ask(call=call, text="我的个案", actor=asker)
    question_answer(question=question, text="请电话咨询。", actor=officer, private=True)
    assert seen_by(VISITOR) == set()
    assert seen_by(asker) == {question.pk}
    assert "请电话咨询" in messages_of(asker)[0][1]
    with pytest.raises(StateConflict):
        question_answer(question=question, text="又一次", actor=officer)


def test_who_acts_for_nobody_is_told_by_mail(call, officer):
    newcomer = Actor(user=make_user(email="asker@demo.example"))
    question = question_ask(call=call, text="怎样登记单位？", actor=newcomer)
    answer = question_answer(question=question, text="见首页。", actor=officer)
    assert OutboxRow.objects.get(task="calls.tasks.mail_answer").payload == {"answer_id": answer.pk}
    answer_mail(answer_id=answer.pk)
    answer_mail(answer_id=answer.pk)
    first, second = mail.outbox
    assert first.to == ["asker@demo.example"]
    assert "见首页。" in first.body
    assert first.extra_headers["Message-ID"] == second.extra_headers["Message-ID"]


def test_only_the_calls_office_answers(call, asker):
    question = question_ask(call=call, text="问题", actor=asker)
    others = (make_actor(), make_actor(role=Role.AUDITOR, organisation=call.issuer), asker)
    for actor in others:
        with pytest.raises(NotAllowed):
            question_answer(question=question, text="答", actor=actor)


def test_questions_are_taken_until_the_last_deadline_and_not_too_many(call, asker):
    over = make_call(
        applicants_until=timezone.now() - timedelta(days=2), recommenders_until=timezone.now() - timedelta(days=1)
    )
    for closed in (over, make_call(published=False)):
        with pytest.raises(StateConflict):
            question_ask(call=closed, text="问题", actor=asker)
    for _number in range(MOST_OPEN):
        question_ask(call=call, text="问题", actor=asker)
    with pytest.raises(StateConflict):
        question_ask(call=call, text="问题", actor=asker)
    question_ask(call=make_call(), text="问题", actor=asker)
    with pytest.raises(NotAllowed):
        question_ask(call=call, text="问题", actor=VISITOR)


def test_what_was_answered_is_frozen(call, officer, asker):
    question = question_ask(call=call, text="问题", actor=asker)
    answer = question_answer(question=question, text="答复", actor=officer)
    with system_scope("test"), pytest.raises(IntegrityError), transaction.atomic():
        Question.objects.filter(pk=question.pk).update(shown_text="改过")
    with pytest.raises(Exception, match="permission denied"), transaction.atomic():
        Answer.objects.filter(pk=answer.pk).update(text="改过")


def test_a_membership_that_ended_gets_no_message(call, officer):
    membership = make_membership(role=Role.APPLICANT_ADMIN)
    actor = Actor(user=membership.user, membership=membership)
    question = question_ask(call=call, text="问题", actor=actor)
    membership.ended_at = timezone.now()
    membership.save()
    question_answer(question=Question._base_manager.get(pk=question.pk), text="答复", actor=officer)
    assert messages_of(actor) == []
