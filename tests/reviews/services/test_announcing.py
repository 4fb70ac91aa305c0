"""公示: all at once, and nothing of it before. Secrecy is tested by comparing everything an outsider can read."""

import re
from datetime import timedelta

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from applications.models import Application
from portal.accounts.actor import VISITOR
from portal.notifications.models import Message
from portal.scoping import system_scope
from portal.workflow import NotAllowed, StateConflict
from reviews.labels import outcome_label
from reviews.models import Decision, Objection, PublicNotice, Reserve
from reviews.services.announcing import decisions_finalise, notice_publish
from reviews.services.deciding import decision_propose, decisions_propose, reserve_add
from reviews.services.objecting import objection_answer, objection_raise
from tests.factories import make_actor, make_application
from tests.reviews.helpers import accepted, announced, applicant_of, make_expert, open_round, reviewed
from tests.signing_in import sign_in


def publish(world, **more):
    now = timezone.now()
    values = {
        "call": world.call,
        "title": "拟入围名单公示",
        "body": "",
        "objections_until": now + timedelta(days=5),
        "arrived_at": now,
        "actor": world.issuer,
    }
    return notice_publish(**(values | more))


def outside(actor) -> dict[str, object]:
    """Everything of a call's results that ``actor`` can read: rows, their columns and order, messages."""
    return {
        "applications": list(Application.objects.visible_to(actor).order_by("pk").values()),
        "decisions": list(Decision.objects.visible_to(actor).values()),
        "reserve": list(Reserve.objects.visible_to(actor).values()),
        "notices": list(PublicNotice.objects.visible_to(actor).values()),
        "messages": list(Message.objects.visible_to(actor).values()),
    }


def pages(actor, *urls: str) -> list[bytes]:
    client = sign_in(Client(), actor)
    return [client.get(url).content.split(b"<main")[1] for url in urls]


def test_before_the_announcement_nothing_outside_the_office_changes(world):
    applications = reviewed(world, count=3, scores=(("90", "9"), ("60", "6"), ("75", "7")))
    people = [applicant_of(application) for application in applications] + [world.bureau, make_expert(), VISITOR]
    urls = {
        world.bureau: [
            reverse("reviews:bureau_todo"),
            reverse("reviews:bureau_list"),
            *(reverse("reviews:bureau_application", args=[one.public_id]) for one in applications),
        ],
        people[0]: [reverse("applications:list"), reverse("applications:detail", args=[applications[0].public_id])],
        VISITOR: [reverse("reviews:notice_list")],
    }
    before = [outside(actor) for actor in people]
    pages_before = {actor: plain(pages(actor, *addresses)) for actor, addresses in urls.items()}
    decision_propose(application=applications[1], outcome="shortlisted", reason="首选", actor=world.issuer)
    decisions_propose(applications=[applications[0], applications[2]], outcome="not_shortlisted", actor=world.issuer)
    reserve_add(applications=[applications[2]], actor=world.issuer)
    assert [outside(actor) for actor in people] == before
    assert {actor: plain(pages(actor, *addresses)) for actor, addresses in urls.items()} == pages_before


def plain(contents: list[bytes]) -> list[str]:
    """Pages without what differs from request to request (tokens)."""
    without_csrf = [re.sub(rb'name="csrfmiddlewaretoken" value="[^"]*"', b"", one) for one in contents]
    return [re.sub(rb'name="token" value="[^"]*"', b"", one).decode() for one in without_csrf]


def test_a_bureau_cannot_tell_where_a_sent_application_stands(world):
    """From 待接收 to 评审完成 its list and page say 已报送 and nothing else."""
    url = reverse("reviews:bureau_list")
    (application,) = accepted(world)
    detail = reverse("reviews:bureau_application", args=[application.public_id])
    before = plain(pages(world.bureau, url, detail))
    open_round(world, [application], [make_expert(), make_expert()])
    assert plain(pages(world.bureau, url, detail)) == before
    assert "已报送" in before[0]


def test_publishing_tells_everybody_at_once(world):
    first, second, third = reviewed(world, count=3)
    decision_propose(application=first, outcome="shortlisted", actor=world.issuer)
    decisions_propose(applications=[second, third], outcome="not_shortlisted", actor=world.issuer)
    reserve_add(applications=[first, second], actor=world.issuer)
    notice = publish(world)
    assert PublicNotice.objects.visible_to(VISITOR).get() == notice
    for application, outcome in ((first, "入围"), (second, "储备"), (third, "未入围")):
        applicant = applicant_of(application)
        assert outcome_label(Decision.objects.visible_to(applicant).get()).text == outcome
        message = Message.objects.visible_to(applicant).get(kind="decision_announced")
        assert message.subject.endswith(f"：{outcome}")
    times = set(Decision.objects.visible_to(world.issuer).values_list("announced_at", flat=True))
    assert times == {notice.published_at}
    assert Message.objects.visible_to(world.bureau).filter(kind="notice_published").count() == 1
    assert Decision.objects.visible_to(world.bureau).count() == 3
    assert Reserve.objects.visible_to(applicant_of(second)).count() == 1
    assert not Decision.objects.visible_to(make_actor(role="bureau_officer")).exists()


def test_a_publication_that_fails_leaves_nothing(world):
    (application,) = reviewed(world, count=1)
    decision_propose(application=application, outcome="shortlisted", actor=world.issuer)
    before = outside(applicant_of(application))
    with transaction.atomic():
        publish(world)
        transaction.set_rollback(True)
    assert outside(applicant_of(application)) == before
    assert not PublicNotice.objects.visible_to(VISITOR).exists()


def test_every_reviewed_application_needs_a_decision(world):
    first, _second = reviewed(world, count=2)
    with pytest.raises(StateConflict, match="还没有拟定"):
        publish(world)
    decision_propose(application=first, outcome="shortlisted", actor=world.issuer)
    with pytest.raises(StateConflict, match="还有 1 项申报没有拟定结果"):
        publish(world)


def test_not_while_others_are_being_reviewed(world):
    (first,) = reviewed(world, count=1)
    decision_propose(application=first, outcome="shortlisted", actor=world.issuer)
    make_application(direction=world.direction, recommender=world.recommender, state="in_review")
    with pytest.raises(StateConflict, match="1 项申报正在评审"):
        publish(world)


def test_only_the_issuer_and_with_a_term_ahead(world):
    (first,) = reviewed(world, count=1)
    decision_propose(application=first, outcome="shortlisted", actor=world.issuer)
    with pytest.raises(NotAllowed):
        publish(world, actor=make_actor(role="issuing_officer"))
    with pytest.raises(StateConflict, match="晚于现在"):
        publish(world, objections_until=timezone.now() - timedelta(minutes=1))


def test_publishing_twice_is_a_conflict(world):
    announced(world)
    with pytest.raises(StateConflict, match="还没有拟定"):
        publish(world)


def test_final_after_the_term_and_the_objections(world):
    notice = announced(world)
    applicant = applicant_of(Application._base_manager.order_by("-pk").first())
    with pytest.raises(StateConflict, match="异议期未满"):
        decisions_finalise(notice=notice, arrived_at=timezone.now(), actor=world.issuer)
    decision = Decision.objects.visible_to(applicant).get()
    objection = objection_raise(decision=decision, grounds="评分依据有误", arrived_at=timezone.now(), actor=applicant)
    with pytest.raises(StateConflict, match="还有异议没有处理"):
        decisions_finalise(notice=notice, arrived_at=notice.objections_until, actor=world.issuer)
    objection_answer(objection=objection, upheld=False, answer="经复核，评分无误。", actor=world.issuer)
    assert decisions_finalise(notice=notice, arrived_at=notice.objections_until, actor=world.issuer) == 2
    with pytest.raises(StateConflict, match="没有待确定"):
        decisions_finalise(notice=notice, arrived_at=notice.objections_until, actor=world.issuer)


def test_an_upheld_objection_makes_a_numbered_decision_that_stays_private_until_announced(world):
    notice = announced(world)
    loser = Application._base_manager.order_by("-pk").first()
    applicant = applicant_of(loser)
    decision = Decision.objects.visible_to(applicant).get()
    objection = objection_raise(decision=decision, grounds="漏计专利", arrived_at=timezone.now(), actor=applicant)
    before = outside(applicant)
    public = plain(pages(VISITOR, reverse("reviews:notice", args=[notice.public_id])))
    newer = objection_answer(objection=objection, upheld=True, answer="经复核，改为入围。", actor=world.issuer)
    assert (newer.number, newer.outcome, newer.supersedes, newer.state) == (2, "shortlisted", decision, "proposed")
    assert outside(applicant) == before
    assert plain(pages(VISITOR, reverse("reviews:notice", args=[notice.public_id]))) == public
    second = publish(world, title="更正公示")
    assert second.number == 2
    assert Decision.objects.visible_to(applicant).count() == 2
    assert Message.objects.visible_to(applicant).filter(kind="objection_answered").count() == 1
    page = pages(VISITOR, reverse("reviews:notice", args=[second.public_id]))[0].decode()
    assert "“未入围”更正为“入围”" in page
    assert decisions_finalise(notice=notice, arrived_at=notice.objections_until, actor=world.issuer) == 1


def test_objections_within_the_term_by_applicants_of_the_call(world):
    notice = announced(world)
    decision = Decision.objects.visible_to(world.issuer).filter(outcome="shortlisted").get()
    stranger = make_actor(role="applicant_admin")
    with pytest.raises(NotAllowed):
        objection_raise(decision=decision, grounds="理由", arrived_at=timezone.now(), actor=stranger)
    rival = applicant_of(Application._base_manager.order_by("-pk").first())
    with pytest.raises(StateConflict, match="异议期已满"):
        objection_raise(decision=decision, grounds="理由", arrived_at=notice.objections_until, actor=rival)
    with pytest.raises(StateConflict, match="异议理由"):
        objection_raise(decision=decision, grounds=" ", arrived_at=timezone.now(), actor=rival)
    objection_raise(decision=decision, grounds="理由", arrived_at=timezone.now(), actor=rival)
    with system_scope("test"):
        assert Objection.objects.count() == 1
    assert Message.objects.visible_to(world.issuer).filter(kind="objection_raised").count() == 1
