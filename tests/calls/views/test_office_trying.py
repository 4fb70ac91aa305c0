import pytest
from django.urls import reverse

from calls.models import FormerWinner, RuleVersion
from portal.accounts.roles import Role
from tests.factories import (
    make_actor,
    make_application,
    make_call,
    make_direction,
    make_organisation,
    make_region,
    make_rule,
)
from tests.signing_in import sign_in

pytestmark = pytest.mark.django_db


def url(name, *args):
    return reverse(f"calls:office_{name}", args=args)


@pytest.fixture
def province():
    return make_region()


@pytest.fixture
def call(province):
    return make_call(published=False, region=province)


@pytest.fixture
def officer(client, call):
    return sign_in(client, make_actor(organisation=call.issuer))


def applicant(name, **fields):
    return make_organisation(name=name, is_applicant=True, **fields)


def said(trial):
    return [(row.name, row.result.value) for row in trial.organisations]


def test_a_rule_is_tried_before_it_is_saved(officer, call, province):
    chengdu = make_region(code="510100", name="成都市", parent=province)
    applicant("甲公司", region=chengdu)
    applicant("乙公司", region=province)
    make_organisation(name="丙局", is_recommender=True, region=province)
    data = {"region": "510100", "strength": "must", "clause_text": "在成都市注册。", "try": "1"}
    page = officer.post(url("rule_new", call.public_id, "registered_in_region"), data)
    text = page.content.decode()
    assert page.status_code == 200
    assert said(page.context["trial"]) == [("乙公司", "unmet"), ("甲公司", "met")]
    assert "单位注册地不在成都市内" in text
    assert "在成都市注册。</textarea>" in text
    assert not RuleVersion.objects.filter(rule__call=call).exists()
    wrong = officer.post(url("rule_new", call.public_id, "registered_in_region"), {"try": "1"})
    assert wrong.status_code == 422
    assert "trial" not in wrong.context


def test_what_an_application_must_say_cannot_be_told_of_an_organisation(officer, call):
    applicant("甲公司")
    data = {"limit": "3", "strength": "must", "clause_text": "不超过3项。", "try": "1"}
    page = officer.post(url("rule_new", call.public_id, "max_participants"), data)
    assert said(page.context["trial"]) == [("甲公司", "unknown")]
    assert "要看具体申报" in page.content.decode()


def test_former_winners_are_found_by_normalised_names(officer, call):
    applicant("示例（成都）公司")
    applicant("另一公司")
    FormerWinner.objects.create(call=call, organisation_name="示例(成都)公司 ", product_name="芯片", year=2020)
    rule = make_rule(call=call, kind="not_former_winner")
    page = officer.get(url("rule_try", call.public_id, rule.key))
    assert said(page.context["trial"]) == [("示例（成都）公司", "unknown"), ("另一公司", "met")]
    assert "有前期优胜项目“芯片”" in page.content.decode()
    found = officer.get(url("rule_try", call.public_id, rule.key), {"q": "另一"})
    assert said(found.context["trial"]) == [("另一公司", "met")]


def test_applications_sent_are_shown_and_drafts_only_counted(client):
    call = make_call()
    direction = make_direction(call=call)
    other = make_direction(call=call, title="乙")
    sent = make_application(direction=direction, state="received")
    make_application(direction=direction, product_name="草稿产品")
    make_application(direction=other, state="received")
    rule = make_rule(call=call, kind="indicators_answered", direction=direction)
    officer = sign_in(client, make_actor(organisation=call.issuer))
    page = officer.get(url("rule_try", call.public_id, rule.key))
    trial = page.context["trial"]
    assert [row.name for row in trial.applications] == [f"{sent.number} {sent.organisation.name}"]
    assert trial.hidden_count == 1
    assert {result: count for result, _label, count in trial.application_counts}["unmet"] == 2
    assert "草稿产品" not in page.content.decode()


def test_an_auditor_tries_too_and_others_do_not(client, call):
    rule = make_rule(call=call, kind="legal_person")
    auditor = sign_in(client, make_actor(role=Role.AUDITOR, organisation=call.issuer))
    assert auditor.get(url("rule_try", call.public_id, rule.key)).status_code == 200
    stranger = sign_in(client, make_actor())
    assert stranger.get(url("rule_try", call.public_id, rule.key)).status_code == 404
