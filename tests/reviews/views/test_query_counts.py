"""Every list asks the database as often for 30 rows as for 1."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from applications.services.submitting import application_withdraw
from portal.accounts.actor import VISITOR
from portal.scoping import system_scope
from reviews.models import Assignment, Decision, PublicNotice, ReviewRound
from reviews.services.assigning import experts_assign
from reviews.services.deciding import decisions_propose, reserve_add
from reviews.services.objecting import objection_raise
from reviews.services.rounds import round_extend
from reviews.services.sending import list_send
from tests.factories import make_actor, make_call, make_direction
from tests.reviews.helpers import (
    accepted,
    announced,
    applicant_of,
    handed_in,
    make_expert,
    make_world,
    new_round,
    open_round,
    received,
    recommended,
    reviewed,
    sent,
    the_list,
)
from tests.reviews.services.test_announcing import publish
from tests.signing_in import sign_in

pytestmark = pytest.mark.django_db
MANY = 30


def url(name, *args):
    return reverse(f"reviews:{name}", args=args)


def bureau_before_sending(count):
    world = make_world()
    for number in range(count):
        recommended(world) if number % 2 == 0 else handed_in(world)
    list_ = the_list(world).public_id
    names = [url("bureau_todo"), url("bureau_list"), url("bureau_recommendations")]
    return world.bureau, [*names, url("bureau_ranking", list_), url("bureau_send", list_)]


def bureau_of_many_calls(count):
    """One recommender with an application, recommended, and a list in each of ``count`` calls."""
    world = make_world()
    for number in range(count):
        call = world.call if number == 0 else make_call(created_by=world.issuer.membership)
        recommended(replace(world, call=call, direction=make_direction(call=call)))
    return world.bureau, [url("bureau_todo"), url("bureau_list"), url("bureau_recommendations")]


def recommending_many(count):
    world = make_world()
    query = "&".join(f"application={handed_in(world).public_id}" for _number in range(count))
    return world.bureau, [f"{url('bureau_recommend_many')}?{query}"]


def beyond_the_quota(count):
    """``count`` on either side of the line."""
    world = make_world(recommendation_quota=count)
    for _number in range(2 * count):
        recommended(world)
    list_ = the_list(world)
    before = [url("bureau_ranking", list_.public_id), url("bureau_send", list_.public_id)]
    return world.bureau, before


def left_behind(count):
    world = make_world(recommendation_quota=count)
    for _number in range(2 * count):
        recommended(world)
    list_send(list_=the_list(world), arrived_at=timezone.now(), actor=world.bureau)
    lists = [url("bureau_ranking", the_list(world).public_id), url("bureau_list") + "?state=beyond_quota"]
    return world.bureau, [*lists, url("bureau_todo")]


def bureau_after_sending(count):
    world = make_world()
    sent(world, count=count)
    return world.bureau, [url("bureau_ranking", the_list(world).public_id), url("bureau_list")]


def office_receiving(count):
    world = make_world()
    sent(world, count=count)
    names = [url("office_overview"), url("office_applications"), url("compare")]
    return world.issuer, [*names, url("compare") + "?direction=1"]


def office_of_many_recommenders(count):
    """``count`` lists sent by as many recommenders."""
    world = make_world()
    for _number in range(count):
        bureau = make_actor(role="bureau_officer")
        sent(replace(world, bureau=bureau, recommender=bureau.organisation))
    return world.issuer, [url("office_overview"), url("office_applications")]


def office_of_many_rounds(count):
    world = make_world()
    for _number in range(count):
        made = new_round(world)
    for _day in range(count):
        until = made.due_at + timedelta(days=1)
        round_extend(round_=made, until=until, reason="专家出差", arrived_at=timezone.now(), actor=world.issuer)
    return world.issuer, [url("round_list"), url("office_round", made.public_id)]


def withdrawn(count):
    """A round with ``count`` applications that were withdrawn after experts had been assigned."""
    world = make_world()
    made, experts = new_round(world), [make_expert().user, make_expert().user]
    for application in accepted(world, count=count):
        experts_assign(round_=made, application=application, experts=experts, actor=world.issuer)
        application_withdraw(application=application, reason="项目取消", actor=applicant_of(application))
    return world.issuer, [url("office_round", made.public_id), url("round_scores", made.public_id)]


def objected(count):
    """A notice with ``count`` objections."""
    world = make_world()
    announced(world)
    decision = Decision.objects.visible_to(world.issuer).filter(outcome="not_shortlisted").get()
    for _number in range(count):
        objection = objection_raise(
            decision=decision, grounds="漏计专利", arrived_at=timezone.now(), actor=applicant_of(decision.application)
        )
    return world.issuer, [url("office_notice_list"), url("office_objection", objection.public_id)]


def office_checking(count):
    world = make_world()
    received(world, count=count)
    return world.issuer, [url("eligibility_list")]


def office_reviewing(count):
    world = make_world()
    experts = [make_expert(), make_expert()]
    made = open_round(world, accepted(world, count=count), experts)
    return world.issuer, [url("round_list"), url("office_round", made.public_id), url("round_scores", made.public_id)]


def assigning(count):
    """One application, ``count`` experts to choose from, half of them with a conflict."""
    world = make_world()
    (application,) = accepted(world)
    for number in range(count):
        make_expert(employer=application.organisation.name if number % 2 else "示例大学")
    return world.issuer, [url("assign", new_round(world).public_id, application.public_id)]


def expert_tasks(count):
    world = make_world()
    experts = [make_expert(), make_expert()]
    open_round(world, accepted(world, count=count), experts)
    return experts[0], [url("assignment_list")]


def decided(count):
    world = make_world()
    applications = reviewed(world, count=count)
    decisions_propose(applications=applications, outcome="shortlisted", actor=world.issuer)
    reserve_add(applications=applications, actor=world.issuer)
    with system_scope("test"):
        made = ReviewRound.objects.get(call=world.call)
        assert Assignment.objects.filter(round=made).count() == 2 * count
    names = [url("decision_list"), url("announce") + f"?call={world.call.public_id}", url("office_notice_list")]
    return world.issuer, [*names, url("round_scores", made.public_id)]


def published(count):
    world = make_world()
    applications = reviewed(world, count=count)
    decisions_propose(applications=applications, outcome="shortlisted", actor=world.issuer)
    reserve_add(applications=applications, actor=world.issuer)
    publish(world)
    with system_scope("test"):
        notice = PublicNotice.objects.get(call=world.call)
    return VISITOR, [url("notice", notice.public_id), url("notice_list")]


def counted(client, actor, addresses) -> list[int]:
    sign_in(client, actor)
    counts = []
    for address in addresses:
        assert client.get(address).status_code == 200, address
        with CaptureQueriesContext(connection) as captured:
            client.get(address)
        counts.append(len(captured))
    return counts


@pytest.mark.parametrize(
    "stage",
    [
        bureau_before_sending,
        bureau_of_many_calls,
        recommending_many,
        beyond_the_quota,
        left_behind,
        bureau_after_sending,
        office_receiving,
        office_of_many_recommenders,
        office_of_many_rounds,
        withdrawn,
        objected,
        office_checking,
        office_reviewing,
        assigning,
        expert_tasks,
        decided,
        published,
    ],
)
def test_as_many_queries_for_30_rows_as_for_1(client, stage):
    few = counted(client, *stage(1))
    many = counted(client, *stage(MANY))
    assert many == few
