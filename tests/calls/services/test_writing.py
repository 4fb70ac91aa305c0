from datetime import timedelta

import pytest
from django.utils import timezone

from calls.models import Deadline
from calls.models.call import DeadlineKind, Precision
from calls.services.writing import call_create, call_update, deadline_clear, deadline_set
from portal.accounts.roles import Role
from portal.workflow import NotAllowed, StateConflict
from tests.factories import make_actor, make_call, make_region

pytestmark = pytest.mark.django_db


def officer_of(call):
    return make_actor(organisation=call.issuer)


def test_an_empty_call_has_one_track():
    actor = make_actor()
    call = call_create(title="2026年榜单", year=2026, region=make_region(), actor=actor)
    assert (call.issuer, call.state, call.tracks.count()) == (actor.organisation, "draft", 1)
    with pytest.raises(NotAllowed):
        call_create(title="x", year=2026, region=make_region(), actor=make_actor(role=Role.AUDITOR))


def test_basics_and_notice():
    call = make_call(published=False)
    changed = call_update(call=call, actor=officer_of(call), doc_no="川经信〔2026〕1号", body="一、方向\n正文。")
    assert changed.doc_no == "川经信〔2026〕1号"
    assert changed.body == "<h3>一、方向</h3>\n<p>正文。</p>"
    with pytest.raises(TypeError):
        call_update(call=call, actor=officer_of(call), state="published")


def test_others_may_not_and_published_calls_stay():
    call = make_call(published=False)
    for actor in (make_actor(), make_actor(role=Role.AUDITOR, organisation=call.issuer)):
        with pytest.raises(NotAllowed):
            call_update(call=call, actor=actor, title="别人的")
    public = make_call()
    with pytest.raises(StateConflict):
        call_update(call=public, actor=officer_of(public), title="改了")
    with pytest.raises(StateConflict):
        deadline_set(
            call=public,
            kind=DeadlineKind.APPLICANT,
            at=timezone.now(),
            precision=Precision.DAY,
            actor=officer_of(public),
        )


def test_a_deadline_is_set_moved_and_cleared():
    call = make_call(published=False)
    actor, at = officer_of(call), timezone.now() + timedelta(days=30)
    for copies in (5, 4):
        deadline_set(
            call=call, kind=DeadlineKind.RECOMMENDER, at=at, precision=Precision.MINUTE, actor=actor, copies=copies
        )
    assert Deadline.objects.get(call=call, kind=DeadlineKind.RECOMMENDER).copies == 4
    deadline_clear(call=call, kind=DeadlineKind.RECOMMENDER, actor=actor)
    assert not call.deadlines.filter(kind=DeadlineKind.RECOMMENDER).exists()
