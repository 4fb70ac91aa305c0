from datetime import date, timedelta

import pytest
from django.db.models import F
from django.utils import timezone

from calls.models import Call, Extension
from calls.models.call import DeadlineKind
from calls.printed_deadlines import deadline_instant
from calls.selectors.deadlines import deadline_of, in_stage, is_before_deadline, stage_of
from calls.stages import PUBLIC_STAGES, Stage
from portal.scoping import system_scope
from tests.factories import make_call, make_membership, make_organisation

pytestmark = pytest.mark.django_db
TICK = timedelta(microseconds=1)
SECOND = timedelta(seconds=1)


def extend(deadline, *, until, organisation=None):
    return Extension.objects.create(
        deadline=deadline, organisation=organisation, until=until, reason="系统故障", granted_by=make_membership()
    )


@pytest.mark.parametrize("clock", ["", "18点前", "17:00"])
def test_both_sides_of_the_second(clock):
    at, precision = deadline_instant(day=date(2026, 11, 15), clock=clock)
    call = make_call(applicants_until=at)
    call.deadlines.update(precision=precision)
    for late, counts in [(-SECOND, True), (-TICK, True), (timedelta(), False), (TICK, False), (SECOND, False)]:
        assert is_before_deadline(call=call, kind=DeadlineKind.APPLICANT, arrived_at=at + late) is counts


def test_a_call_without_that_deadline_never_closes_for_it():
    call = make_call()
    assert deadline_of(call=call, kind=DeadlineKind.APPLICANT_PAPER) is None
    assert is_before_deadline(
        call=call, kind=DeadlineKind.APPLICANT_PAPER, arrived_at=timezone.now() + timedelta(days=999)
    )


def test_an_extension_for_one_counts_for_it_alone():
    call, lucky = make_call(), make_organisation()
    deadline = call.deadlines.get(kind=DeadlineKind.APPLICANT)
    extend(deadline, until=deadline.at + timedelta(days=2), organisation=lucky)
    after = {"call": call, "kind": DeadlineKind.APPLICANT, "arrived_at": deadline.at}
    assert is_before_deadline(**after, organisation=lucky)
    assert not is_before_deadline(**after, organisation=make_organisation())
    assert not is_before_deadline(**after)
    assert deadline_of(call=call, kind=DeadlineKind.APPLICANT, organisation=lucky) == deadline.at + timedelta(days=2)
    assert stage_of(call, deadline.at) is Stage.RECOMMENDING


def test_an_extension_for_all_moves_the_stage_and_the_later_one_holds():
    call = make_call()
    deadline = call.deadlines.get(kind=DeadlineKind.APPLICANT)
    extend(deadline, until=deadline.at + timedelta(days=2))
    extend(deadline, until=deadline.at + timedelta(days=1))
    assert stage_of(call, deadline.at + timedelta(days=2) - TICK) is Stage.OPEN
    assert stage_of(call, deadline.at + timedelta(days=2)) is Stage.RECOMMENDING


def test_stages_follow_the_clock():
    call = make_call()
    applicants, recommenders = (call.deadlines.get(kind=k).at for k in ("applicant", "recommender"))
    assert stage_of(call, call.published_at - TICK) is Stage.UPCOMING
    assert stage_of(call, call.published_at) is Stage.OPEN
    assert stage_of(call, applicants) is Stage.RECOMMENDING
    assert stage_of(call, recommenders - TICK) is Stage.RECOMMENDING
    assert stage_of(call, recommenders) is Stage.CLOSED
    assert stage_of(make_call(published=False), timezone.now()) is Stage.DRAFT


def test_the_query_and_the_function_agree():
    """Each call is in exactly the stage that `stage_of` names, at every instant where something changes."""
    plain, extended, open_end, closed_only = make_call(), make_call(), make_call(), make_call()
    make_call(published=False)
    deadline = extended.deadlines.get(kind=DeadlineKind.APPLICANT)
    extend(deadline, until=deadline.at + timedelta(days=6))
    extend(deadline, until=deadline.at + timedelta(days=30), organisation=make_organisation())
    open_end.deadlines.all().delete()
    closed_only.deadlines.filter(kind=DeadlineKind.RECOMMENDER).delete()
    Call._base_manager.filter(pk=open_end.pk).update(published_at=F("published_at") + timedelta(days=12))
    instants = [plain.published_at, *(plain.deadlines.values_list("at", flat=True)), deadline.at + timedelta(days=6)]
    with system_scope("test"):
        for now in [i + d for i in instants for d in (-TICK, timedelta(), timedelta(days=1))]:
            for stage in [*PUBLIC_STAGES, Stage.DRAFT]:
                found = set(in_stage(Call.objects.all(), stage, now).values_list("pk", flat=True))
                assert found == {c.pk for c in Call.objects.all() if stage_of(c, now) is stage}, (stage, now)
