from datetime import timedelta

import pytest
from django.utils import timezone

from calls.models import Call, FundingTerm
from calls.selectors.calls import (
    issuers_of_calls,
    office_calls,
    public_calls,
    regions_of_calls,
    tracks_of_calls,
    years_of_calls,
)
from calls.services.indexing import direction_index
from calls.stages import Stage
from portal.accounts.actor import VISITOR
from portal.accounts.roles import Role
from tests.factories import make_actor, make_call, make_direction, make_organisation, make_region

pytestmark = pytest.mark.django_db


def titles(**filters):
    rows = public_calls(actor=VISITOR, now=timezone.now(), **filters)
    return {call.title for call in rows}


def test_filters_of_the_public_list():
    sichuan = make_region()
    chengdu = make_region(code="510100", name="成都市", parent=sichuan)
    make_call(title="省榜", doc_no="川经信〔2026〕1号", region=sichuan)
    make_call(title="市榜", region=chengdu, year=2025)
    make_call(title="旧榜", applicants_until=timezone.now() - timedelta(days=1))
    make_call(title="草稿", published=False)
    assert titles() == {"省榜", "市榜", "旧榜"}
    assert titles(region="510100") == {"市榜"}
    assert titles(region="510000") == {"省榜", "市榜", "旧榜"}
    assert titles(year=2025) == {"市榜"}
    assert titles(stage=Stage.RECOMMENDING) == {"旧榜"}
    assert titles(q="〔2026〕1号") == {"省榜"}
    assert years_of_calls(actor=VISITOR) == [2026, 2025]
    assert [r.code for r in regions_of_calls()] == ["510000", "510100"]


def test_issuer_track_and_amount_narrow_the_list_and_sort_it():
    now = timezone.now()
    first = make_call(title="甲榜", applicants_until=now + timedelta(days=9))
    second = make_call(title="乙榜", applicants_until=now + timedelta(days=2), published_at=now - timedelta(days=3))
    make_call(title="丙榜", applicants_until=now - timedelta(days=1), published_at=now - timedelta(days=2))
    first.tracks.update(title="人工智能")
    for call, amount in ((first, 300), (second, 800)):
        direction = make_direction(call=call, published=False)
        version = direction.versions.get()
        FundingTerm.objects.create(version=version, source="grant", comparator="<=", amount=amount)
        direction_index(version=version)
    assert titles(issuer=second.issuer_id) == {"乙榜"}
    assert titles(track="人工智能") == {"甲榜"}
    assert titles(amount=500) == {"乙榜"}

    def order(sort):
        return [call.title for call in public_calls(actor=VISITOR, now=now, sort=sort)]

    assert order("") == ["甲榜", "丙榜", "乙榜"]
    assert order("deadline") == ["乙榜", "甲榜", "丙榜"]
    assert order("amount") == ["乙榜", "甲榜", "丙榜"]
    assert (second.issuer_id, second.issuer.name) in issuers_of_calls(actor=VISITOR)
    assert tracks_of_calls(actor=VISITOR) == ["人工智能"]


def test_every_word_stands_in_the_call_or_in_its_directions():
    call = make_call(title="甲榜")
    make_direction(call=call, title="激光雷达")
    assert titles(q="甲榜 雷达") == {"甲榜"}
    assert titles(q="甲榜 声呐") == set()


def test_an_office_sees_its_own_drafts_first():
    office = make_organisation(is_issuer=True)
    officer = make_actor(organisation=office)
    public = make_call(created_by=officer.membership)
    draft = make_call(created_by=officer.membership, published=False)
    make_call(), make_call(published=False)
    for actor in (officer, make_actor(role=Role.AUDITOR, organisation=office)):
        assert list(office_calls(actor=actor, now=timezone.now())) == [draft, public]
    assert list(office_calls(actor=officer, now=timezone.now(), stage=Stage.DRAFT)) == [draft]


def test_a_draft_is_visible_to_its_office_alone():
    draft = make_call(published=False)
    assert Call.objects.visible_to(make_actor(organisation=draft.issuer)).filter(pk=draft.pk).exists()
    others = [VISITOR, make_actor(), make_actor(role=Role.BUREAU_OFFICER), make_actor(role=Role.APPLICANT_ADMIN)]
    others.append(make_actor(role=Role.ADMINISTRATOR))
    for actor in others:
        assert not Call.objects.visible_to(actor).filter(pk=draft.pk).exists()
