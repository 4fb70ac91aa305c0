import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from calls.models import Subscription
from calls.services.subscriptions import confirm_token, end_token
from calls.views.subscriptions import MOST_AN_HOUR
from tests.factories import make_region

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _no_one_counted():
    cache.clear()


def ask(client, **fields):
    return client.post(reverse("calls:subscribe"), {"email": "reader@demo.example", "theme": "传感器", **fields})


def test_the_answer_is_the_same_whether_the_address_is_known(client):
    make_region()
    answers = [ask(client, region="510000"), ask(client, region="510000"), ask(client)]
    assert [(one.status_code, one["Location"]) for one in answers] == [(302, reverse("calls:subscribe_sent"))] * 3
    assert "请查收确认邮件" in client.get(reverse("calls:subscribe_sent")).content.decode()
    assert Subscription.objects.count() == 2


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"email": "x"}, "请填写正确的邮箱"),
        ({"email": ""}, "请填写接收邮件的邮箱"),
        ({"theme": ""}, "请选择地区，或填写主题词"),
        ({"theme": "，。"}, "主题词须含文字或数字"),
        ({"region": "999"}, "选择一个有效的选项"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_kept(client, fields, words):
    answer = ask(client, **fields)
    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert not Subscription.objects.exists()


def test_one_network_address_may_not_ask_without_end(client):
    codes = [ask(client, email=f"r{number}@demo.example").status_code for number in range(MOST_AN_HOUR + 1)]
    assert codes == [302] * MOST_AN_HOUR + [429]


def test_looking_at_a_link_confirms_and_ends_nothing(client):
    row = Subscription.objects.create(email="reader@demo.example", theme="传感器")
    confirm, end = (
        reverse(f"calls:{name}", args=[token])
        for name, token in (("subscription_confirm", confirm_token(row)), ("subscription_end", end_token(row)))
    )
    assert "确认订阅" in client.get(confirm).content.decode()
    assert Subscription.objects.get().confirmed_at is None
    assert "订阅已生效" in client.post(confirm).content.decode()
    assert Subscription.objects.get().confirmed_at <= timezone.now()
    assert "退订" in client.get(end).content.decode()
    assert Subscription.objects.exists()
    mail_program = Client(enforce_csrf_checks=True)
    assert mail_program.post(end, {"List-Unsubscribe": "One-Click"}).status_code == 200
    assert not Subscription.objects.exists()
    assert "已退订" in client.get(end).content.decode()
    for address in (confirm, reverse("calls:subscription_end", args=["x"])):
        assert client.get(address).status_code == 410
