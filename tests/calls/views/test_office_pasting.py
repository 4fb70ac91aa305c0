import pytest
from django.urls import reverse

from tests.factories import make_actor, make_call, make_direction
from tests.signing_in import sign_in

pytestmark = pytest.mark.django_db

TABLE = "指标\t要求\t单位\t条件\n信噪比\t≥70\tdB\t安静环境\n\t≤5\tmW\t\n接口\t符合行业标准\t\t\n测距精度\t约3\tcm\t"


@pytest.fixture
def direction():
    return make_direction(call=make_call(published=False), indicators=())


@pytest.fixture
def address(direction):
    return reverse("calls:office_indicators_paste", args=[direction.call.public_id, direction.key])


@pytest.fixture
def officer(client, direction):
    return sign_in(client, make_actor(organisation=direction.call.issuer))


def kept(direction):
    rows = direction.versions.get().indicators.all()
    return [(row.subject, row.comparator, row.value, row.unit, row.condition, row.qualitative) for row in rows]


def test_the_preview_shows_rows_and_errors_and_makes_nothing(officer, direction, address):
    page = officer.post(address, {"text": TABLE})
    text = page.content.decode()
    assert page.status_code == 200
    assert "没有指标名称" in text
    assert "≥ 70" in text
    assert "有 1 行不能添加" in text
    assert [row.taken for row in page.context["rows"]] == [True, False, True, True]
    assert "≤5" in text
    assert kept(direction) == []


def test_confirming_makes_the_ticked_rows(officer, direction, address):
    page = officer.post(address, {"text": TABLE, "confirmed": "1", "row": ["0", "2"]}, follow=True)
    assert "已添加 2 项指标" in page.content.decode()
    assert kept(direction) == [
        ("信噪比", ">=", 70, "dB", "安静环境", False),
        ("接口", "", None, "", "", True),
    ]


def test_a_ticked_row_with_an_error_stops_everything(officer, direction, address):
    page = officer.post(address, {"text": TABLE, "confirmed": "1", "row": ["0", "1"]})
    assert page.status_code == 422
    assert "勾选的行中有错误" in page.content.decode()
    assert kept(direction) == []
    page = officer.post(address, {"text": TABLE, "confirmed": "1"})
    assert "请至少勾选一行" in page.content.decode()


@pytest.mark.parametrize("text", ["", "  \n ", "一" * 100_001])
def test_nothing_or_too_much_is_told_beside_the_field(officer, address, text):
    assert officer.post(address, {"text": text}).status_code == 422


def test_a_number_too_large_for_its_column_is_an_error_of_its_row(officer, address):
    page = officer.post(address, {"text": "指标\t数值\n甲\t99999999999999999999999"})
    assert "数值：" in page.content.decode()


def test_text_through_the_reader(officer, direction, address):
    officer.post(address, {"text": "声学传感器信噪比≥70dB；功耗不超过5mW", "confirmed": "1", "row": ["0", "1"]})
    assert [row[:4] for row in kept(direction)] == [("声学传感器信噪比", ">=", 70, "dB"), ("功耗", "<=", 5, "mW")]


def test_a_published_call_takes_none(client):
    direction = make_direction(call=make_call())
    officer = sign_in(client, make_actor(organisation=direction.call.issuer))
    address = reverse("calls:office_indicators_paste", args=[direction.call.public_id, direction.key])
    assert officer.get(address).status_code == 409
