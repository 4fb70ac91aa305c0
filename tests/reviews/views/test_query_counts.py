"""Every list asks the database as often for 30 rows as for 1."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from portal.accounts.actor import VISITOR
from portal.scoping import system_scope
from reviews.models import Assignment, PublicNotice, ReviewRound
from reviews.services.deciding import decisions_propose, reserve_add
from tests.reviews.helpers import (
    accepted,
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


def bureau_after_sending(count):
    world = make_world()
    sent(world, count=count)
    return world.bureau, [url("bureau_ranking", the_list(world).public_id), url("bureau_list")]


def office_receiving(count):
    world = make_world()
    sent(world, count=count)
    return world.issuer, [url("office_overview"), url("office_applications"), url("compare")]


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
        bureau_after_sending,
        office_receiving,
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
