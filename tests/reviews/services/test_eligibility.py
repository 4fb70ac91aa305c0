"""接收, 形式审查, 补正."""

from datetime import timedelta

import pytest
from django.utils import timezone

from applications.models import ApplicationState
from applications.selectors.deadlines import submit_until
from applications.selectors.status import history_of
from portal.audit.models import AuditEntry
from portal.notifications.models import Message
from portal.scoping import system_scope
from portal.workflow import NotAllowed, StateConflict, advance
from reviews.models import Correction, EligibilityCheck
from reviews.services.eligibility import check_conclude, correction_ask, current_results
from reviews.services.receiving import applications_receive
from tests.factories import make_actor
from tests.reviews.helpers import PRECHECK, applicant_of, receipt, received, recommended, sent


def conclude(world, application, **more):
    values = {
        "check": application.eligibility_check,
        "version_id": application.submitted_version_id,
        "passed": True,
        "results": {"rule-2": ("met", "已核对")},
        "reason": "",
        "actor": world.issuer,
    }
    return check_conclude(**(values | more))


def test_receive_opens_a_check_with_the_prechecks_results(world):
    applications = sent(world, count=2)
    checks = applications_receive(applications=applications, actor=world.issuer)
    assert [one.state for one in checks] == ["open", "open"]
    results = checks[0].results
    assert [(row["key"], row["found"], row["result"]) for row in results] == [
        ("rule-1", "met", "met"),
        ("rule-2", "unknown", "unknown"),
    ]
    for application in applications:
        application.refresh_from_db()
        assert application.state == ApplicationState.RECEIVED


def test_receive_takes_all_or_none(world):
    (application,) = sent(world)
    unsent = recommended_elsewhere(world)
    with pytest.raises(StateConflict, match="尚未报送"):
        applications_receive(applications=[application, unsent], actor=world.issuer)
    application.refresh_from_db()
    assert application.state == ApplicationState.RECOMMENDED
    with system_scope("test"):
        assert not EligibilityCheck.objects.exists()


def recommended_elsewhere(world):
    other = make_actor(role="bureau_officer")
    return recommended(world, actor=other, recommender=other.organisation)


def test_pass(world):
    (application,) = received(world)
    conclude(world, application)
    application.refresh_from_db()
    check = application.eligibility_check
    assert application.state == ApplicationState.ACCEPTED
    assert check.state == "passed"
    assert check.checked_by == world.issuer.membership
    assert check.results[1]["result"] == "met"
    assert check.results[1]["found"] == PRECHECK[1]["result"]
    assert check.results[1]["note"] == "已核对"


def test_passing_over_an_unmet_must_asks_for_a_reason_and_is_logged(world):
    (application,) = received(world)
    with pytest.raises(StateConflict, match="必须满足"):
        conclude(world, application, results={"rule-2": ("unmet", "")})
    conclude(world, application, results={"rule-2": ("unmet", "")}, reason="经会议研究同意")
    with system_scope("test"):
        entry = AuditEntry.objects.get(action="check_conclude")
    assert entry.data["waived"] == ["rule-2"]
    assert entry.comment == "经会议研究同意"


def test_fail_needs_a_reason_and_tells_the_applicant(world):
    (application,) = received(world)
    with pytest.raises(StateConflict, match="理由"):
        conclude(world, application, passed=False)
    conclude(world, application, passed=False, reason="注册地不在四川省。")
    application.refresh_from_db()
    assert application.state == ApplicationState.INELIGIBLE
    message = Message.objects.visible_to(applicant_of(application)).get(kind="application_ineligible")
    assert "注册地不在四川省。" in message.body


def test_a_result_out_of_the_set_is_refused(world):
    (application,) = received(world)
    with pytest.raises(StateConflict, match="审查结果"):
        conclude(world, application, results={"rule-2": ("maybe", "")})


def test_concluding_twice_is_a_conflict(world):
    (application,) = received(world)
    conclude(world, application)
    application.refresh_from_db()
    with pytest.raises(StateConflict):
        conclude(world, application)


def test_only_the_issuers_officer(world):
    (application,) = received(world)
    for stranger in (make_actor(role="issuing_officer"), world.bureau, applicant_of(application)):
        with pytest.raises(NotAllowed):
            conclude(world, application, actor=stranger)


def test_correction_opens_a_version_until_its_own_date(world):
    (application,) = received(world)
    now = timezone.now()
    until = now + timedelta(days=400)
    correction = correction_ask(
        application=application, comment="请补交证明材料。", until=until, arrived_at=now, actor=world.issuer
    )
    application.refresh_from_db()
    assert application.state == ApplicationState.CORRECTION
    assert application.current.number == 2
    assert submit_until(application).at == until == correction.until
    assert Message.objects.visible_to(applicant_of(application)).filter(kind="correction_asked").count() == 1
    with pytest.raises(StateConflict):
        conclude(world, application)


def test_correction_is_not_asked_for_in_the_past(world):
    (application,) = received(world)
    now = timezone.now()
    with pytest.raises(StateConflict, match="晚于现在"):
        correction_ask(application=application, comment="请补交", until=now, arrived_at=now, actor=world.issuer)
    assert not Correction.objects.exists()


def test_what_was_supplied_is_checked_anew(world):
    (application,) = received(world)
    old = application.submitted_version_id
    supplied(world, application)
    check = application.eligibility_check
    check.application = application
    assert current_results(check)[1]["result"] == "unknown"
    with pytest.raises(StateConflict, match="新的版本"):
        conclude(world, application, version_id=old)
    conclude(world, application)
    check.refresh_from_db()
    assert check.version_id == application.submitted_version_id != old


def test_the_reason_of_a_waiver_stays_in_the_office(world):
    (application,) = received(world)
    conclude(world, application, results={"rule-2": ("unmet", "")}, reason="经会议研究同意")
    steps = history_of(application, actor=applicant_of(application))
    assert steps[-1].what == "形式审查通过"
    assert "会议研究" not in "".join(step.comment for step in steps)


def supplied(world, application):
    """The applicant's answer to a 补正, as the gate leaves it."""
    now = timezone.now()
    correction_ask(
        application=application, comment="请补交", until=now + timedelta(days=1), arrived_at=now, actor=world.issuer
    )
    application.refresh_from_db()
    version = application.current
    version.frozen_at = now
    version.save(update_fields=["frozen_at"])
    advance(application, "supply", actor=applicant_of(application), changes={"submitted_version": version})
    application.refresh_from_db()
    receipt(application)
