import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from calls.models import Call
from portal.accounts.roles import Role
from tests.factories import make_actor, make_call, make_direction, make_organisation, make_region
from tests.signing_in import sign_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def call():
    call = make_call(published=False, contact_name="软件处", contact_phone="028-00000000")
    make_direction(call=call)
    return call


@pytest.fixture
def officer(client, call):
    return sign_in(client, make_actor(organisation=call.issuer))


def office(name, code, parent):
    return make_organisation(
        name=name, region=make_region(code=code, name=name[:3], parent=parent), is_recommender=True
    )


def url(name, call, *args):
    return reverse(f"calls:office_recommender{name}", args=[call.public_id, *args])


def text_of(response, status=200):
    assert response.status_code == status, response.content.decode()[:2000]
    return response.content.decode()


def test_the_table_is_filled_changed_and_shown_to_all(officer, client, call):
    assert "没有设置推荐单位" in text_of(officer.get(url("s", call)))
    office("成都市经信局", "510100", call.region)
    far = office("某协会", "510700", call.region)
    page = text_of(officer.post(url("s_fill", call), follow=True))
    assert "成都市经信局" in page
    row = call.recommender_rows.get(organisation=far)
    text_of(officer.post(url("_remove", call, row.pk), follow=True))
    assert "请选择" in text_of(officer.post(url("s", call), {"scope": "members", "deadline_kind": "recommender"}), 422)
    values = {"scope": "members", "deadline_kind": "recommender", "receiver": "软件处", "copy_to": "", "copies": "3"}
    text_of(officer.post(url("s", call), values | {"organisation": far.pk}, follow=True))
    row = call.recommender_rows.get(organisation=far)
    assert "软件处" in text_of(officer.get(url("", call, row.pk)))
    text_of(officer.post(url("", call, row.pk), values | {"copy_to": "市局两化融合处"}, follow=True))
    assert "推荐单位 2 家" in text_of(officer.get(reverse("calls:office_publish", args=[call.public_id])))
    Call._base_manager.filter(pk=call.pk).update(
        state="published", published_at=call.created_at, published_by=call.created_by
    )
    assert officer.get(url("", call, row.pk)).status_code == 409
    assert "只能增加推荐单位" in text_of(officer.get(url("s", call)))
    client.logout()
    public = text_of(client.get(reverse("calls:detail", args=[call.public_id])))
    assert "向谁报送" in public
    assert "抄送：市局两化融合处" in public
    assert "省属企业按照属地原则" in public
    sign_in(client, make_actor(role=Role.AUDITOR, organisation=call.issuer))
    assert client.post(url("s", call), values).status_code == 403


def test_as_many_queries_for_many_as_for_one(officer, client, call):
    def queries(address):
        with CaptureQueriesContext(connection) as asked:
            text_of(client.get(address))
        return len(asked)

    def add(n):
        for i in range(n):
            made = office(f"示例局{i}", f"5199{call.recommender_rows.count() + i:02d}", call.region)
            call.recommender_rows.create(organisation=made)

    Call._base_manager.filter(pk=call.pk).update(
        state="published", published_at=call.created_at, published_by=call.created_by
    )
    pages = [url("s", call), reverse("calls:detail", args=[call.public_id])]
    add(1)
    once = [[queries(page) for page in pages] for _n in range(2)][1]
    add(12)
    assert [queries(page) for page in pages] == once
