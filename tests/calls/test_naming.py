from datetime import UTC, datetime, timedelta

import pytest

from calls.models import Extension
from calls.naming import call_mark, call_name
from tests.factories import make_call

pytestmark = pytest.mark.django_db
MIDNIGHT = datetime(2026, 12, 1, 16, tzinfo=UTC)
DOC_NO = "川经信软信函〔2021〕790号"


def test_a_number_is_enough_until_another_call_bears_it():
    made = datetime(2026, 11, 20, 6, 3, tzinfo=UTC)
    first = make_call(doc_no=DOC_NO, applicants_until=MIDNIGHT, created_at=made)
    assert call_name(first) == f"{first.title}（{DOC_NO}）"
    other = make_call(doc_no="另一文号")
    assert call_mark(first, among=[first, other]) == DOC_NO
    again = make_call(doc_no=DOC_NO, applicants_until=MIDNIGHT + timedelta(days=1), created_at=made)
    several = [first, other, again]
    marks = [call_mark(call, among=several) for call in several]
    assert marks == [f"{DOC_NO}，申报截止 2026年12月1日 24:00", "另一文号", f"{DOC_NO}，申报截止 2026年12月2日 24:00"]
    again.deadlines.filter(kind="applicant").update(at=MIDNIGHT)
    last = [call_mark(call, among=several) for call in several]
    assert "创建于 2026年11月20日 14:03，编号" in last[0]
    assert len(set(last)) == 3


def test_without_a_number_the_deadline_with_its_extension_else_the_creation():
    call = make_call(applicants_until=MIDNIGHT)
    deadline = call.deadlines.get(kind="applicant")
    Extension.objects.create(
        deadline=deadline, until=MIDNIGHT + timedelta(days=2), reason="停电", granted_by=call.created_by
    )
    assert call_mark(call) == "申报截止 2026年12月3日 24:00"
    bare = make_call()
    bare.deadlines.all().delete()
    assert call_mark(bare).startswith("创建于 ")


def test_of_two_alike_only_one_with_a_number():
    numbered, plain = make_call(doc_no=DOC_NO, applicants_until=MIDNIGHT), make_call(applicants_until=MIDNIGHT)
    assert [call_mark(call, among=[numbered, plain]) for call in (numbered, plain)] == [
        DOC_NO,
        "申报截止 2026年12月1日 24:00",
    ]
