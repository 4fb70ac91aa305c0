"""Submitting: frozen, once per key, by the time of arrival, and only what passes the pre-check."""

import json
from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import DatabaseError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from applications.models import Application, ApplicationState, Submission
from applications.models.profile import Profile
from applications.services.numbering import number_is_valid
from applications.services.submitting import PrecheckFailed, application_withdraw, submission_key
from calls.models.call import Extension
from portal.accounts.models.organisation import OrganisationState
from portal.documents.digests import text_digest
from portal.documents.models import Document
from portal.notifications.models import Message
from portal.scoping import system_scope
from portal.workflow import NotAllowed, StateConflict
from reviews.models import RecommendationList
from tests.applications.helpers import complete, fill, save, start, submit
from tests.factories import make_actor, make_rule
from tests.signing_in import sign_in


def test_the_version_is_frozen_with_its_receipt(world):
    application = complete(world)
    arrived = timezone.now()
    submission = submit(application, world.admin, arrived_at=arrived)
    application.refresh_from_db()
    assert application.state == ApplicationState.SUBMITTED
    assert application.submitted_version_id == submission.version_id == application.current_id
    assert (application.submitted_at, submission.arrived_at) == (arrived, arrived)
    assert number_is_valid(submission.number)
    assert submission.number == application.number
    assert submission.sha256 == text_digest(submission.canonical)
    content = json.loads(submission.canonical)
    assert content["profile"]["revenue"] == "12000.5"
    assert content["organisation"]["credit_code"] == world.organisation.credit_code
    assert content["form"]["version"] == 1
    assert content["direction"]["version"] == 1
    assert len(content["evidence"]) == 5
    assert all(len(e["sha256"]) == 64 for e in content["evidence"])
    assert {line["result"] for line in content["precheck"]} <= {"met", "unknown"}


def test_the_database_refuses_changes_of_what_was_submitted(world):
    application = complete(world)
    version = submit(application, world.admin).version
    changes = [
        lambda: Profile.objects.filter(version=version).update(unit_name="另一个"),
        lambda: version.commitments.all().delete(),
        lambda: version.participants.create(order=9, name="后加的单位"),
        lambda: type(version).objects.filter(pk=version.pk).update(product_name="另一个"),
        lambda: Submission.objects.filter(version=version).update(number="X"),
        lambda: Submission.objects.filter(version=version).delete(),
    ]
    for change in changes:
        with pytest.raises(DatabaseError), transaction.atomic():
            change()


def test_the_same_key_again_gives_the_same_receipt(world):
    application = complete(world)
    key = submission_key(application.current)
    first = submit(application, world.admin, key=key)
    again = submit(application, world.admin, key=key)
    assert first.pk == again.pk
    assert Submission.objects.count() == 1
    with system_scope("test"):
        assert Document.objects.count() == 2
        assert Message.objects.filter(key__startswith="submitted:").count() == 2


def test_content_changed_after_the_check_page_was_opened(world):
    application = complete(world)
    key = submission_key(application.current)
    save(application, "product", {"product_name": "另一个产品"}, world.editor)
    with pytest.raises(StateConflict, match="又有改动"):
        submit(application, world.admin, key=key)


def test_a_key_of_another_application_is_no_receipt_of_this_one(world):
    first, second = complete(world), complete(world)
    key = submission_key(first.current)
    submit(first, world.admin, key=key)
    with pytest.raises(StateConflict):
        submit(second, world.admin, key=key)
    assert Submission.objects.count() == 1


@pytest.mark.parametrize(("late", "accepted"), [(timedelta(0), False), (timedelta(microseconds=-1), True)])
def test_decided_by_the_time_of_arrival(world, late, accepted):
    application = complete(world)
    arrived = world.call.deadlines.get(kind="applicant").at + late
    if accepted:
        assert submit(application, world.admin, arrived_at=arrived)
    else:
        with pytest.raises(StateConflict, match="已过网上填报截止"):
            submit(application, world.admin, arrived_at=arrived)


def test_an_extension_for_the_organisation_counts(world):
    application = complete(world)
    deadline = world.call.deadlines.get(kind="applicant")
    Extension.objects.create(
        deadline=deadline,
        organisation=world.organisation,
        until=deadline.at + timedelta(hours=2),
        reason="系统故障",
        granted_by=world.issuing.membership,
    )
    assert submit(application, world.admin, arrived_at=deadline.at + timedelta(hours=1))


def test_only_admin_and_seal_keeper_submit_and_only_for_an_active_organisation(world):
    application = complete(world)
    with pytest.raises(NotAllowed, match="印章管理员"):
        submit(application, world.editor)
    type(world.organisation)._base_manager.filter(pk=world.organisation.pk).update(state=OrganisationState.PENDING)
    with pytest.raises(StateConflict, match="激活"):
        submit(application, world.admin)


def test_what_is_missing_is_named_and_nothing_is_saved(world):
    application = start(world)
    with pytest.raises(PrecheckFailed) as failed:
        submit(application, world.admin)
    assert {line.section_key for line in failed.value.lines} >= {"profile", "task_plan", "evidence", "pledge"}
    application.refresh_from_db()
    assert (application.state, application.number) == (ApplicationState.DRAFT, None)
    assert not Submission.objects.exists()


def test_the_fourth_of_three(world):
    make_rule(call=world.call)
    for _number in range(3):
        submit(complete(world), world.admin)
    fourth = complete(world)
    with pytest.raises(PrecheckFailed, match="不超过 3 项"):
        submit(fourth, world.admin)


def test_a_withdrawn_application_makes_room(world):
    make_rule(call=world.call, parameters={"limit": 1})
    first = complete(world)
    submit(first, world.admin)
    application_withdraw(application=first, reason="产品调整", actor=world.admin)
    assert submit(complete(world), world.admin)


def test_withdrawing_needs_a_reason_and_tells_the_recommender(world):
    application = complete(world)
    submit(application, world.admin)
    with pytest.raises(StateConflict):
        application_withdraw(application=application, reason=" ", actor=world.admin)
    application_withdraw(application=application, reason="产品调整", actor=world.admin)
    assert application.state == ApplicationState.WITHDRAWN
    with system_scope("test"):
        assert Message.objects.filter(membership=world.officer.membership, body__contains="产品调整").exists()
        assert Application.objects.get(pk=application.pk).number


def test_numbers_count_up_in_the_call(world):
    numbers = [submit(complete(world), world.admin).number for _n in range(2)]
    assert [number.split("-")[2] for number in numbers] == ["0001", "0002"]


def test_a_principle_needs_a_reason(world):
    application = start(world)
    fill(application, world.editor)
    save(application, "task_plan", {"part-plan_goals": "字" * 6001}, world.editor)
    with pytest.raises(PrecheckFailed, match="原则上不超过 6000 字"):
        submit(application, world.admin)
    save(application, "task_plan", {"part-plan_goals": "字" * 6001}, world.editor, reason="涉及多个子系统")
    submission = submit(application, world.admin)
    assert json.loads(submission.canonical)["reasons"] == {"task_plan": "涉及多个子系统"}


def test_a_random_key_is_refused(world):
    with pytest.raises(StateConflict):
        submit(complete(world), world.admin, key=uuid4())


def test_nothing_is_handed_to_a_recommender_whose_list_was_sent(world):
    application = complete(world)
    RecommendationList._base_manager.create(
        call=application.call,
        recommender=application.recommender,
        state="sent",
        sent_at=timezone.now(),
        sent_by=make_actor(role="bureau_officer", organisation=application.recommender).membership,
        canonical="{}",
        sha256="0" * 64,
    )
    client = sign_in(Client(), world.admin)
    page = client.get(reverse("applications:check", args=[application.public_id])).content.decode()
    assert "报送推荐表，不能再向其提交" in page
    with pytest.raises(StateConflict, match="不能再向其提交；草稿仍然保留"):
        submit(application, world.admin)
    application.refresh_from_db()
    assert application.state == ApplicationState.DRAFT
    data = {"direction": str(application.direction.key), "key": str(uuid4())}
    started = client.post(reverse("applications:start", args=[application.call.public_id]), data, follow=True)
    assert "报送推荐表，不能再向其提交" in started.content.decode()
