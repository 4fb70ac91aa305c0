import pytest
from django.urls import reverse

from calls.models import Category, Direction, Track
from portal.scoping import system_scope
from tests.factories import make_actor, make_call, make_direction
from tests.signing_in import sign_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def call():
    return make_call(published=False)


@pytest.fixture
def officer(client, call):
    return sign_in(client, make_actor(organisation=call.issuer))


@pytest.fixture
def three(call):
    return [make_direction(call=call, title=title, printed_number="") for title in ("甲", "乙", "丙")]


def url(name, *args):
    return reverse(f"calls:office_{name}", args=args)


def order(call):
    with system_scope("test"):
        return "".join(d.versions.get().title for d in Direction.objects.filter(call=call).order_by("order"))


def test_arrows_numbers_and_dragging_do_the_same(officer, call, three):
    page = officer.get(url("directions", call.public_id)).content.decode()
    assert "“甲”下移" in page.replace("1. ", "").replace("“1 ", "“")
    assert page.index('name="move"') > page.index("保存序号")
    arrange = url("arrange", call.public_id)
    answer = officer.post(arrange, {"move": f"{three[2].key}:up"})
    assert answer["Location"].endswith(f"#d-{three[2].key}")
    assert order(call) == "甲丙乙"
    officer.post(arrange, {f"place-{three[1].key}": "1"})
    assert order(call) == "乙甲丙"
    block = f"{three[0].track_id}-0"
    officer.post(arrange, {"dragged": three[2].key, "block": block, "before": three[0].key})
    assert order(call) == "乙丙甲"


def test_ticked_directions_go_into_another_category(officer, call, three):
    category = Category.objects.create(track=three[0].track, order=1, title="核心基础")
    arrange = url("arrange", call.public_id)
    data = {"place": "1", "direction": [three[0].key, three[2].key], "to": f"{category.track_id}-{category.pk}"}
    page = officer.post(arrange, data, follow=True)
    assert "已移动 2 个方向" in page.content.decode()
    with system_scope("test"):
        assert set(Direction.objects.filter(category=category)) == {three[0], three[2]}
    wrong = officer.post(arrange, {"place": "1", "to": ""})
    assert wrong.status_code == 422
    assert "请勾选方向" in wrong.content.decode()


def test_what_is_no_number_is_told_beside_its_field(officer, call, three):
    answer = officer.post(url("arrange", call.public_id), {f"place-{three[0].key}": "x", f"place-{three[1].key}": "7"})
    text = answer.content.decode()
    assert answer.status_code == 422
    assert 'value="x"' in text
    assert 'value="7"' in text
    assert order(call) == "甲乙丙"


def test_what_is_gone_by_now_is_a_conflict(officer, call, three):
    gone = officer.post(url("arrange", call.public_id), {"move": "nothing:up"})
    assert gone.status_code == 409
    gone = officer.post(url("tracks", call.public_id), {"remove": "track-0"})
    assert gone.status_code == 409


def test_numbers_that_no_longer_fit_are_pointed_out(officer, call):
    for start, number in ((900, "1"), (100, "2")):
        make_direction(call=call, printed_number=number, source_start=start)
    assert "与原文编号不一致" in officer.get(url("directions", call.public_id)).content.decode()
    page = officer.post(url("arrange", call.public_id), {"renumber": "1"}, follow=True).content.decode()
    assert "与原文编号不一致" not in page


def test_tracks_and_categories_on_one_page(officer, call):
    page = url("tracks", call.public_id)
    track = call.tracks.get()
    wrong = officer.post(page, {f"track-{track.pk}": "", "track-new": "脑机接口"})
    assert "每个领域都要有名称" in wrong.content.decode()
    officer.post(page, {f"track-{track.pk}": "元宇宙", "track-new": "脑机接口", f"category-new-{track.pk}": "核心基础"})
    assert list(call.tracks.values_list("title", flat=True)) == ["元宇宙", "脑机接口"]
    category = Category.objects.get()
    second = Track.objects.get(title="脑机接口")
    twice = {f"track-{track.pk}": "甲", f"track-{second.pk}": "甲", f"category-{category.pk}": "核心基础"}
    assert "已经有“甲”了" in officer.post(page, twice).content.decode()
    officer.post(page, {"move": f"track-{second.pk}:up"})
    assert list(call.tracks.values_list("title", flat=True)) == ["脑机接口", "元宇宙"]
    officer.post(page, {"remove": f"category-{category.pk}"})
    assert not Category.objects.exists()
    officer.post(page, {"remove": f"track-{second.pk}"})
    assert call.tracks.get() == track


def test_indicators_by_arrow_and_by_dragging(officer, call):
    direction = make_direction(call=call, indicators=({"subject": "一"}, {"subject": "二"}, {"subject": "三"}))
    keys = [row.indicator.key for row in direction.versions.get().indicators.select_related("indicator")]
    address = url("indicators_arrange", call.public_id, direction.key)
    officer.post(address, {"move": f"{keys[2]}:up"})
    officer.post(address, {"dragged": keys[0], "before": ""})
    subjects = direction.versions.get().indicators.values_list("subject", flat=True)
    assert "".join(subjects) == "三二一"
    assert officer.post(address, {"move": "x:up"}).status_code == 409


def test_an_auditor_and_a_published_call_are_not_arranged(client, call, three):
    auditor = sign_in(client, make_actor(role="auditor", organisation=call.issuer))
    assert auditor.get(url("tracks", call.public_id)).status_code == 200
    assert "保存" not in auditor.get(url("tracks", call.public_id)).content.decode()
    assert auditor.post(url("tracks", call.public_id), {"track-new": "x"}).status_code == 403
    published = make_call(issuer=call.issuer)
    officer = sign_in(client, make_actor(organisation=call.issuer))
    assert officer.post(url("arrange", published.public_id), {"move": "x:up"}).status_code == 409
