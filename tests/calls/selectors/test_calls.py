from datetime import timedelta

import pytest
from django.utils import timezone

from calls.models import Call
from calls.selectors.calls import office_calls, public_calls, regions_of_calls, years_of_calls
from calls.stages import Stage
from portal.accounts.actor import VISITOR
from portal.accounts.roles import Role
from tests.factories import make_actor, make_call, make_organisation, make_region

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
