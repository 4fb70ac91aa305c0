import pytest

from applications.models import FormVersion
from applications.presets import preset_schema
from applications.selectors.forms import schema_of
from calls.models import Category, Direction, FormerWinner, IndicatorVersion, RuleVersion, Track
from calls.models.direction import FundingTerm
from calls.selectors.deriving import comparison_of
from calls.selectors.taking import calls_to_take
from calls.services.directions import direction_add, direction_delete, direction_update, indicator_update
from calls.services.taking import Takes, call_take
from portal.accounts.roles import Role
from portal.scoping import system_scope
from portal.workflow import NotAllowed
from tests.factories import make_actor, make_call, make_direction, make_form_version, make_region, make_rule

pytestmark = pytest.mark.django_db


@pytest.fixture
def source():
    """A published call of two tracks; the first has a category, a rule of its own and one of its first direction."""
    call = make_call(
        title="2025年揭榜挂帅",
        year=2025,
        doc_no="川经信〔2025〕1号",
        body="<p>正文</p>",
        recipients="各市（州）",
        external_system_name="国家申报系统",
        contact_name="软件处",
        contact_phone="028-00000000",
    )
    first = call.tracks.get()
    Track.objects.filter(pk=first.pk).update(title="元宇宙")
    second = Track.objects.create(call=call, order=2, title="脑机接口")
    category = Category.objects.create(track=first, order=1, title="核心基础")
    one = make_direction(call=call, title="甲", category=category)
    make_direction(call=call, title="乙", track=second)
    make_rule(call=call)
    make_rule(call=call, kind="legal_person", track=first)
    make_rule(call=call, kind="one_recommender", direction=one)
    FormerWinner.objects.create(call=call, organisation_name="示例单位", product_name="示例产品", year=2024)
    make_form_version(call=call, preset="henan2023")
    return call


def directions_of(call):
    with system_scope("test"):
        return list(Direction.objects.filter(call=call).order_by("order"))


def taken(source, actor, **more):
    with system_scope("test"):
        values = {"directions": directions_of(source), "parts": [*Takes], "title": "新", "year": 2026}
        return call_take(source=source, actor=actor, **({"region": source.region} | values | more))


def test_everything_but_dates_and_contact_is_copied(source):
    call = taken(source, make_actor(organisation=source.issuer))
    assert (call.state, call.doc_no, call.signed_on, call.contact_name, call.parent) == ("draft", "", None, "", None)
    assert (call.body, call.recipients, call.external_system_name) == ("<p>正文</p>", "各市（州）", "国家申报系统")
    assert not call.deadlines.exists()
    one, two = directions_of(call)
    assert [d.versions.get().title for d in (one, two)] == ["甲", "乙"]
    assert (one.category.title, one.track.title, two.track.title) == ("核心基础", "元宇宙", "脑机接口")
    assert (one.place, two.place, one.published) == (1, 1, None)
    version = one.versions.get()
    assert version.published_at is None
    assert version.parts.get().text == "研发智能传感器。"
    indicator = version.indicators.get()
    assert (indicator.subject, indicator.value, indicator.unit) == ("声学传感器信噪比", 70, "dB")
    old = IndicatorVersion.objects.get(direction_version__direction=one.taken_from)
    assert indicator.indicator_id != old.indicator_id
    rules = RuleVersion.objects.filter(rule__call=call).order_by("pk")
    assert {(r.kind, r.track_id, r.direction_id, r.published_at) for r in rules} == {
        ("max_applications_per_applicant", None, None, None),
        ("legal_person", one.track_id, None, None),
        ("one_recommender", None, one.pk, None),
    }
    assert call.former_winners.get().product_name == "示例产品"


def test_the_form_is_taken_for_the_new_year(source):
    call = taken(source, make_actor(organisation=source.issuer))
    form = FormVersion.objects.get(call=call)
    assert (form.preset, form.published_at) == ("henan2023", None)
    assert schema_of(form) == preset_schema(preset="henan2023", year=2026)


def test_an_adjusted_form_is_taken_as_it_stands(source):
    form = FormVersion.objects.get(call=source)
    copy = FormVersion.objects.create(
        call=source, number=2, preset=form.preset, schema=form.schema | {"title": "改过的表"}, published_at=None
    )
    copy.published_at = form.published_at
    copy.save()
    call = taken(source, make_actor(organisation=source.issuer))
    assert FormVersion.objects.get(call=call).schema["title"] == "改过的表"


def test_what_was_not_chosen_stays_behind_with_its_track_and_rules(source):
    second = directions_of(source)[1]
    call = taken(source, make_actor(organisation=source.issuer), directions=[second], parts=[Takes.RULES])
    assert [track.title for track in call.tracks.all()] == ["脑机接口"]
    assert [r.kind for r in RuleVersion.objects.filter(rule__call=call)] == ["max_applications_per_applicant"]
    assert (call.body, FormVersion.objects.filter(call=call).exists()) == ("", False)
    empty = taken(source, make_actor(organisation=source.issuer), directions=[], parts=[])
    assert empty.tracks.count() == 1


def test_another_offices_draft_and_former_winners_are_not_taken(source):
    stranger = make_actor()
    call = taken(source, stranger)
    assert call.issuer == stranger.organisation
    assert not call.former_winners.exists()
    with pytest.raises(NotAllowed, match="没有发布"):
        taken(make_call(published=False), stranger)
    with pytest.raises(NotAllowed, match="发布后才能承接"):
        taken(make_call(published=False, issuer=stranger.organisation), stranger, derived=True)
    with pytest.raises(NotAllowed):
        taken(source, make_actor(role=Role.AUDITOR, organisation=source.issuer))
    with system_scope("test"):
        assert set(calls_to_take(actor=stranger)) >= {source, call}


def test_money_is_taken_too(source):
    first = directions_of(source)[0]
    published = make_call(issuer=source.issuer, published=False)
    direction = make_direction(call=published, title="丙")
    FundingTerm.objects.create(version=direction.versions.get(), source="grant", comparator="<=", amount=500)
    call = taken(published, make_actor(organisation=source.issuer))
    assert directions_of(call)[0].versions.get().funding_terms.get().amount == 500
    assert first.taken_from is None


def test_a_derived_call_says_what_differs_from_its_parent(source):
    city = make_region(code="510100", name="成都市", parent=source.region)
    office = make_actor()
    call = taken(source, office, derived=True, region=city, parts=[Takes.FORM])
    assert (call.parent, call.external_system_name, call.body) == (source, "国家申报系统", "")
    assert call.basis[0] == {"title": "2025年揭榜挂帅", "doc_no": "川经信〔2025〕1号"}
    found = comparison_of(call=call, actor=office)
    assert found.parent == source
    assert found.directions == []
    same = {part.title: part.same for part in found.parts}
    assert same["任务方向与指标"]
    assert same["申报表单"]
    assert not same["报送条件"]
    assert not same["截止时间"]

    one, two = directions_of(call)
    direction_update(direction=one, title="甲（改）", category="核心基础", actor=office)
    indicator = two.versions.get().indicators.select_related("indicator__direction__call").get()
    values = {"subject": indicator.subject, "comparator": ">=", "value": 80, "unit": "dB"}
    indicator_update(indicator=indicator, actor=office, **values)
    direction_add(call=call, title="本市自设", track=two.track, actor=office)
    words = {pair.title: pair.words for pair in comparison_of(call=call, actor=office).directions}
    assert words == {"甲（改）": "修改了名称", "乙": "修改了指标", "本市自设": "本榜单自设"}
    direction_delete(direction=two, actor=office)
    words = {pair.title: pair.words for pair in comparison_of(call=call, actor=office).directions}
    assert words["乙"] == "没有承接"
    assert comparison_of(call=source, actor=office) is None
