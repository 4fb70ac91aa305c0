"""The chain over the audit log: sealed once, in order, by one sealer; every kind of tampering is found."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import connection, connections
from django.utils import timezone

from portal.accounts.actor import VISITOR
from portal.audit.models import AuditEntry, AuditLink
from portal.audit.services.record import audit_record, register_actions
from portal.audit.services.sealing import ORIGIN, audit_seal_pending
from portal.audit.services.verifying import audit_verify
from tests.database_roles import acting_as_owner

register_actions(test_action="测试动作")
pytestmark = pytest.mark.django_db


def record(count: int = 1, **fields) -> list[AuditEntry]:
    return [
        audit_record(actor=VISITOR, action="test_action", comment=f"第 {n} 条", data={"n": n}, **fields)
        for n in range(count)
    ]


def tamper(statement: str, parameters=()) -> None:
    """As somebody with the owner's rights, past constraints."""
    with acting_as_owner(connection), connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")
        cursor.execute(statement, parameters)
        cursor.execute("RESET session_replication_role")


def faults() -> list[str]:
    return [fault.text for fault in audit_verify().faults]


def test_entries_are_sealed_once_in_order():
    entries = record(3)
    assert audit_seal_pending() == 3
    assert audit_seal_pending() == 0
    links = list(AuditLink.objects.all())
    assert [link.position for link in links] == [1, 2, 3]
    assert [link.entry_id for link in links] == [entry.pk for entry in entries]
    assert [link.previous_digest for link in links] == [ORIGIN, links[0].digest, links[1].digest]
    assert audit_verify().faults == []


def test_a_long_backlog_is_sealed_in_one_go():
    record(1203)
    assert audit_seal_pending() == 1203
    assert audit_verify().links == 1203


def test_what_is_not_sealed_yet_is_counted_not_suspected():
    record(2)
    audit_seal_pending()
    record(1)
    verdict = audit_verify()
    assert (verdict.links, verdict.unsealed, verdict.faults) == (2, 1, [])


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE audit_auditentry SET comment = '改过' WHERE id = %s",
        "UPDATE audit_auditentry SET at = at - interval '1 second' WHERE id = %s",
        "UPDATE audit_auditentry SET data = '{}' WHERE id = %s",
        "UPDATE audit_auditentry SET address = '10.0.0.1' WHERE id = %s",
    ],
)
def test_a_changed_entry_is_found(change):
    entry = record(3)[1]
    audit_seal_pending()
    tamper(change, [entry.pk])
    assert faults() == ["内容与封存时不同：记录被修改"]


def test_a_missing_entry_is_found():
    entry = record(3)[1]
    audit_seal_pending()
    tamper("DELETE FROM audit_auditlink WHERE entry_id = %s", [entry.pk])
    tamper("DELETE FROM audit_auditentry WHERE id = %s", [entry.pk])
    assert faults() == ["缺少第 2 至 2 环：记录被删除"]


def test_an_entry_deleted_and_the_rest_moved_up_is_found():
    entry = record(3)[1]
    audit_seal_pending()
    tamper("DELETE FROM audit_auditlink WHERE entry_id = %s", [entry.pk])
    tamper("UPDATE audit_auditlink SET position = 2 WHERE position = 3")
    assert "与上一环不衔接：有记录被插入或替换" in faults()


def test_removing_the_newest_entries_is_found_by_a_head_noted_earlier():
    record(3)
    audit_seal_pending()
    before = audit_verify()
    tamper("DELETE FROM audit_auditlink WHERE position = 3")
    tamper("DELETE FROM audit_auditentry WHERE comment = '第 2 条'")
    assert audit_verify().faults == []
    noted = audit_verify(head=(before.links, before.head))
    assert [fault.text for fault in noted.faults] == ["链比此前记下的短：最新的记录被删除"]


def test_an_entry_put_in_afterwards_with_an_older_time_is_found():
    record(2)
    audit_seal_pending()
    AuditEntry._base_manager.create(action="test_action", at=timezone.now() - timedelta(days=1))
    assert faults() == ["时间早于最近一次封存，却没有封存：事后插入"]
    audit_seal_pending()
    assert faults() == ["时间早于上一次封存：事后插入"]


def test_a_link_put_in_is_found():
    record(2)
    audit_seal_pending()
    extra = record(1)[0]
    tamper("UPDATE audit_auditlink SET position = 3 WHERE position = 2")
    tamper(
        "INSERT INTO audit_auditlink (position, entry_id, previous_digest, digest, sealed_at) "
        "VALUES (2, %s, %s, %s, now())",
        [extra.pk, "a" * 64, "b" * 64],
    )
    assert "与上一环不衔接：有记录被插入或替换" in faults()


@pytest.mark.django_db(transaction=True)
def test_sealers_at_the_same_time_make_one_chain():
    record(300)

    def seal(_number: int) -> int:
        try:
            return audit_seal_pending()
        finally:
            connections.close_all()

    with ThreadPoolExecutor(4) as pool:
        sealed = list(pool.map(seal, range(8)))
    assert sum(sealed) == 300
    assert audit_verify().faults == []


def test_the_command_prints_the_head_and_fails_on_a_fault():
    entry = record(2)[0]
    audit_seal_pending()
    out = StringIO()
    call_command("verify_audit", stdout=out)
    verdict = audit_verify()
    assert f"2:{verdict.head}" in out.getvalue()
    call_command("verify_audit", head=(2, verdict.head), stdout=StringIO())
    tamper("UPDATE audit_auditentry SET comment = '改过' WHERE id = %s", [entry.pk])
    error = StringIO()
    with pytest.raises(CommandError, match="共 1 处问题"):
        call_command("verify_audit", stdout=StringIO(), stderr=error)
    assert f"第 1 环（记录 {entry.pk}）" in error.getvalue()
