from datetime import timedelta

import pytest
from django.urls import reverse
from stdnum.cn import uscc

from calls.models import Extension
from calls.selectors.deadlines import deadline_of
from calls.services.publishing import call_publish
from tests.calls.views.office import text_of, url
from tests.factories import make_actor, make_call, make_direction, make_organisation, make_region
from tests.signing_in import sign_in

pytestmark = pytest.mark.django_db


def test_deadlines_by_day_and_clock(officer, call):
    data = {
        "applicant-day": "2026-11-30",
        "recommender-day": "2026-12-04",
        "recommender-clock": "17:00",
        "recommender-copies": "4",
    }
    text_of(officer.post(url("deadlines", call.public_id), data, follow=True))
    at = {d.kind: d.at.isoformat() for d in call.deadlines.all()}
    assert at == {"applicant": "2026-11-30T16:00:00+00:00", "recommender": "2026-12-04T09:00:00+00:00"}
    wrong = officer.post(url("deadlines", call.public_id), {"applicant-clock": "五点", "recommender-day": "x"})
    text = text_of(wrong, 422)
    assert "五点" in text
    assert "recommender-day" in text


def test_words_of_the_document_are_told_apart_from_a_deadline_that_was_moved(officer, call):
    call.deadlines.update(printed="")
    call.deadlines.filter(kind="applicant").update(printed="2021年11月15日")
    form = text_of(officer.get(url("deadlines", call.public_id)))
    assert "文件中的原话；与上面的日期不一致" in form
    make_direction(call=call)
    call_publish(call=call, actor=make_actor(organisation=call.issuer))
    shown = text_of(officer.get(url("deadlines", call.public_id)))
    assert shown.count("截止时间已不同于原文") == 1
    assert "2021年11月15日" not in text_of(officer.get(reverse("calls:detail", args=[call.public_id])))


def test_time_is_added_for_one_recommender_by_its_name(client):
    actor = make_actor()
    call = make_call(created_by=actor.membership)
    city = make_region(code="510100", name="成都市", parent=call.region)
    bureau = make_organisation(name="成都市经济和信息化局", region=city, is_recommender=True)
    far = make_organisation(name="重庆两江新区科技创新局", region=make_region(code="500000"), is_recommender=True)
    code = "91510100MA6DCP7K1"
    applicant = make_organisation(is_applicant=True, credit_code=code + uscc.calc_check_digit(code))
    sign_in(client, actor)
    shown = text_of(client.get(url("deadlines", call.public_id)))
    assert "成都市经济和信息化局（成都市）" in shown
    assert far.name not in shown
    mine, theirs = (call.deadlines.get(kind=kind) for kind in ("recommender", "applicant"))
    data = {"deadline": mine.pk, "day": (mine.at + timedelta(days=3)).date().isoformat(), "reason": "停电"}
    page = url("extension", call.public_id)
    for wrong, field, words in [
        ({"recommender": far.pk}, "recommender", "选择一个有效的选项"),
        ({"credit_code": applicant.credit_code}, "credit_code", "只能为推荐单位延期"),
        ({"recommender": bureau.pk, "deadline": theirs.pk}, "recommender", "只能为申报单位延期"),
    ]:
        answer = client.post(page, data | wrong)
        assert words in text_of(answer, 422)
        assert field in answer.context["extension_form"].errors
    assert not Extension.objects.exists()
    text_of(client.post(page, data | {"recommender": bureau.pk}, follow=True))
    granted = Extension.objects.get()
    assert (granted.deadline, granted.organisation) == (mine, bureau)
    assert deadline_of(call=call, kind="recommender", organisation=bureau) == granted.until
    assert deadline_of(call=call, kind="recommender") == mine.at
