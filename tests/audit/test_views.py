"""The auditor's pages: what is shown to whom, filters, equal queries, export."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from portal.accounts.roles import Role
from portal.audit.selectors.entries import audit_entries
from portal.audit.services.record import audit_record, register_actions
from portal.audit.services.sealing import audit_seal_pending
from portal.documents.models import Export
from portal.workflow import advance
from tests.factories import make_actor, make_application, make_call, make_direction, make_organisation, make_region
from tests.signing_in import sign_in

register_actions(test_action="测试动作", test_other="其他动作")
pytestmark = pytest.mark.django_db


@pytest.fixture
def issuer():
    return make_organisation(name="示例省工信厅", is_issuer=True)


@pytest.fixture
def auditor(issuer):
    return make_actor(role=Role.AUDITOR, organisation=issuer)


def record(issuer, *, actor=None, action="test_action", **fields):
    actor = actor or make_actor(role=Role.BUREAU_OFFICER)
    return audit_record(actor=actor, action=action, issuer_id=issuer.pk, **fields)


def test_an_auditor_reads_the_issuers_entries_and_no_other(issuer, auditor):
    mine = record(issuer)
    record(make_organisation(is_issuer=True))
    assert list(audit_entries(actor=auditor, filters={})) == [mine]
    assert audit_entries(actor=make_actor(role=Role.ADMINISTRATOR), filters={}).count() == 2
    assert not audit_entries(actor=make_actor(role=Role.ISSUING_OFFICER, organisation=issuer), filters={}).exists()


def test_filters(issuer, auditor, client):
    now = timezone.now()
    person = make_actor(role=Role.BUREAU_OFFICER)
    old = record(issuer, actor=person, comment="旧的")
    other = record(issuer, action="test_other", obj=issuer, comment="新的")
    day = timezone.localdate(now)

    def found(**filters):
        return set(audit_entries(actor=auditor, filters=filters))

    assert found(action="test_other") == {other}
    assert found(person=person.user.email[:5]) >= {old}
    assert found(object_type="accounts.organisation", object_id=str(issuer.pk)) == {other}
    assert found(since=day.isoformat(), until=day.isoformat()) == {old, other}
    assert found(since=(day + timedelta(days=1)).isoformat()) == set()
    assert found(until=(day - timedelta(days=1)).isoformat()) == set()
    sign_in(client, auditor)
    page = client.get("/audit/", {"action": "test_other"}).content.decode()
    assert "新的" in page
    assert "旧的" not in page
    wrong = client.get("/audit/", {"since": "2026-02-02", "until": "2026-01-01"})
    assert wrong.status_code == 200
    assert "起始日期不能晚于截止日期" in wrong.content.decode()
    assert client.get("/audit/", {"since": "gestern", "page": "x"}).status_code == 200


def test_objects_are_called_by_number_or_name_not_by_their_id(issuer, auditor, client):
    application = make_application(direction=make_direction(call=make_call()), state="submitted")
    person = make_actor(role=Role.BUREAU_OFFICER)
    for obj in (application, application.current, issuer, person.membership, person.user):
        record(issuer, obj=obj)
    sign_in(client, auditor)
    page = client.get("/audit/").content.decode()
    for words in (
        f"申报 {application.number}",
        f"申报版本 {application.number}",
        f"单位 {issuer.name}",
        f"{person.user._meta.verbose_name} {person.user.name}",
    ):
        assert words in page, words
    assert f"单位 {issuer.pk}<" not in page


def test_an_object_that_is_gone_keeps_its_id(issuer, auditor, client):
    region = make_region(code="599900", name="示例区")
    entry = record(issuer, obj=region)
    region.delete()
    sign_in(client, auditor)
    page = client.get("/audit/").content.decode()
    assert f"{region._meta.verbose_name} {entry.object_id}<" in page
    assert "示例区" not in page


def test_one_and_thirty_rows_take_the_same_queries(issuer, auditor, client):
    sign_in(client, auditor)
    counts = []
    for rows in (1, 29):
        for _ in range(rows):
            record(issuer, obj=issuer)
        audit_seal_pending()
        with CaptureQueriesContext(connection) as queries:
            assert client.get("/audit/").status_code == 200
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_an_entry_shows_its_data_and_its_link_in_the_chain(issuer, auditor, client):
    entry = record(issuer, data={"rows": 12}, comment="导出")
    sign_in(client, auditor)
    assert "待封存" in client.get(f"/audit/{entry.pk}/").content.decode()
    audit_seal_pending()
    page = client.get(f"/audit/{entry.pk}/").content.decode()
    assert "第 1 环" in page
    assert "12" in page


def test_the_export_is_ordered_with_the_filters_and_audited(issuer, auditor, client):
    record(issuer)
    sign_in(client, auditor)
    answer = client.post("/audit/export/", {"action": "test_action", "since": "2026-01-01"})
    assert answer.status_code == 302
    export = Export.objects.visible_to(auditor).get()
    assert export.kind == "audit"
    assert export.filters == {"action": "test_action", "since": "2026-01-01"}
    assert audit_entries(actor=auditor, filters={"action": "export_order"}).count() == 1


def test_a_move_of_a_state_is_told_in_words(issuer, auditor, client):
    application = make_application(direction=make_direction(call=make_call(issuer=issuer)), state="submitted")
    officer = make_actor(role=Role.BUREAU_OFFICER, organisation=application.recommender)
    advance(application, "return", actor=officer, comment="请补充测试报告")
    (entry,) = audit_entries(actor=auditor, filters={"action": "transition"})
    sign_in(client, auditor)
    for url in ("/audit/", f"/audit/{entry.pk}/"):
        assert "状态变更：退回" in client.get(url).content.decode()
    page = client.get(f"/audit/{entry.pk}/").content.decode()
    assert "已提交" in page
    assert "已退回" in page
    assert "submitted" not in page
