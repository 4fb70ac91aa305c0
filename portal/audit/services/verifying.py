"""Recomputing the chain over the audit log: has anything been changed, taken out or put in?"""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import NamedTuple

from portal.audit.models import AuditEntry, AuditLink
from portal.audit.services.sealing import ORIGIN, link_digest

#: No transaction of the portal lasts this long (statements end after 60 s, idle ones after 300 s), so everything
#: older was visible to a sealing.
LONGEST_TRANSACTION = timedelta(minutes=10)


class Fault(NamedTuple):
    """``position`` in the chain (None: an entry that stands in no link) and what is wrong, in Chinese."""

    position: int | None
    entry_id: int | None
    text: str


class Verdict(NamedTuple):
    links: int
    head: str
    unsealed: int
    faults: list[Fault]


def audit_verify(*, head: tuple[int, str] | None = None) -> Verdict:
    """Walk the whole chain. ``head`` is a position with its digest noted down earlier, outside the database: only
    by it can it be seen that the newest entries were removed together with their links."""
    faults: list[Fault] = []
    expected, digest = 1, ORIGIN
    before: datetime | None = None
    for link in _links():
        faults += _faults_of(link, expected, digest, before)
        if head and link.position == head[0] and link.digest != head[1]:
            faults.append(Fault(link.position, link.entry_id, "与此前记下的链首不一致"))
        expected, digest, before = link.position + 1, link.digest, link.sealed_at
    if head and expected <= head[0]:
        faults.append(Fault(head[0], None, "链比此前记下的短：最新的记录被删除"))
    unsealed = AuditEntry._base_manager.filter(chain_link=None)
    if before is not None:
        late = unsealed.filter(at__lt=before - LONGEST_TRANSACTION).values_list("pk", flat=True)
        faults += [Fault(None, pk, "时间早于最近一次封存，却没有封存：事后插入") for pk in late]
    return Verdict(expected - 1, digest, unsealed.count(), faults)


def _links() -> Iterator[AuditLink]:
    return AuditLink.objects.order_by("position").select_related("entry").iterator(chunk_size=1000)


def _faults_of(link: AuditLink, expected: int, digest: str, before: datetime | None) -> Iterator[Fault]:
    if link.position != expected:
        yield Fault(link.position, link.entry_id, f"缺少第 {expected} 至 {link.position - 1} 环：记录被删除")
    elif link.previous_digest != digest:
        yield Fault(link.position, link.entry_id, "与上一环不衔接：有记录被插入或替换")
    if link.digest != link_digest(position=link.position, previous_digest=link.previous_digest, entry=link.entry):
        yield Fault(link.position, link.entry_id, "内容与封存时不同：记录被修改")
    if before is not None and link.entry.at < before - LONGEST_TRANSACTION:
        yield Fault(link.position, link.entry_id, "时间早于上一次封存：事后插入")
