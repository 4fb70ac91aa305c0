import re
from datetime import timedelta

import pytest
import time_machine
from django.core import mail
from django.urls import reverse
from django.utils import timezone

from calls.models import Subscription
from calls.services import subscriptions
from calls.services.publishing import call_publish
from calls.services.subscription_mail import call_mail, confirmation_mail
from calls.services.subscriptions import (
    AGAIN_AFTER,
    CONFIRM_WITHIN,
    MOST_PER_ADDRESS,
    ExpiredToken,
    confirm_token,
    end_token,
    subscribers_tell,
    subscription_confirm,
    subscription_end,
    subscription_request,
)
from portal.notifications.models import OutboxRow
from tests.factories import make_actor, make_call, make_direction, make_region

pytestmark = pytest.mark.django_db
ADDRESS = "reader@demo.example"


def orders(task):
    return [row.payload for row in OutboxRow.objects.filter(task=task).order_by("pk")]


def subscribed(email=ADDRESS, region=None, theme=""):
    return Subscription.objects.create(email=email, region=region, theme=theme, confirmed_at=timezone.now())


def test_an_address_is_asked_first_and_counts_when_it_confirmed():
    subscription_request(email="Reader@demo.example", region=None, theme="传感器")
    row = Subscription.objects.get()
    assert (row.email, row.confirmed_at) == (ADDRESS, None)
    assert orders(subscriptions.CONFIRM_TASK) == [{"subscription_id": row.pk}]
    confirmation_mail(subscription_id=row.pk)
    [sent] = mail.outbox
    assert sent.to == [ADDRESS]
    token = re.search(r"/subscribe/confirm/([^/\s]+)/", sent.body)[1]
    subscription_confirm(token=token)
    subscription_confirm(token=token)
    assert Subscription.objects.get().confirmed_at
    confirmation_mail(subscription_id=row.pk)
    assert len(mail.outbox) == 1


def test_asking_again_sends_no_flood_and_what_nobody_confirms_is_forgotten():
    now = timezone.now()
    with time_machine.travel(now, tick=False) as clock:
        for _twice in range(2):
            subscription_request(email=ADDRESS, region=None, theme="传感器")
        assert len(orders(subscriptions.CONFIRM_TASK)) == 1
        clock.move_to(now + AGAIN_AFTER + timedelta(seconds=1))
        subscription_request(email=ADDRESS, region=None, theme="传感器")
        assert len(orders(subscriptions.CONFIRM_TASK)) == 2
        token = confirm_token(Subscription.objects.get())
        clock.move_to(now + CONFIRM_WITHIN + timedelta(hours=3))
        with pytest.raises(ExpiredToken):
            subscription_confirm(token=token)
        subscription_request(email="other@demo.example", region=None, theme="芯片")
        assert [row.email for row in Subscription.objects.all()] == ["other@demo.example"]


def test_one_address_has_no_more_than_it_may_and_a_standing_one_is_not_asked_again():
    subscribed(theme="传感器")
    subscription_request(email=ADDRESS, region=None, theme="传感器")
    assert orders(subscriptions.CONFIRM_TASK) == []
    for number in range(MOST_PER_ADDRESS + 3):
        subscription_request(email=ADDRESS, region=None, theme=f"主题{number}")
    assert Subscription.objects.count() == MOST_PER_ADDRESS


def test_ending_forgets_the_address_and_forged_tokens_do_nothing():
    row = subscribed(theme="传感器")
    for wrong in ("x", confirm_token(row), end_token(row)[:-1]):
        with pytest.raises(ExpiredToken):
            subscription_end(token=wrong)
    with pytest.raises(ExpiredToken):
        subscription_confirm(token=end_token(row))
    token = end_token(row)
    subscription_end(token=token)
    subscription_end(token=token)
    assert not Subscription.objects.exists()


def test_a_new_call_is_told_by_region_and_theme_once():
    province = make_region()
    city = make_region(code="510100", name="成都市", parent=province)
    far = make_region(code="340000", name="安徽省")
    call = make_call(title="人工智能榜单", region=city)
    make_direction(call=call, title="智能传感器")
    hits = [
        subscribed("a@demo.example", province),
        subscribed("b@demo.example", city),
        subscribed("c@demo.example", make_region(code="510104", name="锦江区", parent=city)),
        subscribed("d@demo.example", theme="人工 智能"),
        subscribed("e@demo.example", theme="传感器 信噪比"),
        subscribed("f@demo.example", province, "传感器"),
    ]
    subscribed("g@demo.example", far)
    subscribed("h@demo.example", far, "传感器")
    subscribed("i@demo.example", theme="量子")
    Subscription.objects.create(email="j@demo.example", region=province)
    assert subscribers_tell(call_id=call.pk) == len(hits)
    subscribers_tell(call_id=call.pk)
    told = orders(subscriptions.MAIL_TASK)
    assert [payload["subscription_id"] for payload in told] == [row.pk for row in hits]


def test_publishing_orders_it_and_a_draft_is_not_told():
    call = make_call(published=False, contact_name="软件处", contact_phone="028-00000000")
    make_direction(call=call)
    subscribed(region=call.region)
    assert subscribers_tell(call_id=call.pk) == 0
    call_publish(call=call, actor=make_actor(organisation=call.issuer))
    assert orders(subscriptions.TELL_TASK) == [{"call_id": call.pk}]
    assert subscribers_tell(call_id=call.pk) == 1


def test_the_mail_can_be_ended_by_one_click(client):
    call, row = make_call(title="甲榜"), subscribed(theme="甲榜")
    call_mail(subscription_id=row.pk, call_id=call.pk)
    [sent] = mail.outbox
    assert "新榜单：甲榜" in sent.subject
    assert reverse("calls:detail", args=[call.public_id]) in sent.body
    assert sent.extra_headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    address = re.search(r"<https?://[^/]+(/[^>]+)>", sent.extra_headers["List-Unsubscribe"])[1]
    assert client.post(address, {"List-Unsubscribe": "One-Click"}).status_code == 200
    assert not Subscription.objects.exists()
    call_mail(subscription_id=row.pk, call_id=call.pk)
    assert len(mail.outbox) == 1
