from datetime import timedelta

import pytest
from django.db import DatabaseError, transaction
from django.utils import timezone

from calls.models import Extension
from calls.models.call import DeadlineKind
from calls.selectors.deadlines import deadline_of
from calls.services.extensions import extension_grant
from portal.accounts.roles import Role
from portal.audit.models import AuditEntry
from portal.notifications.models import Message
from portal.workflow import NotAllowed, StateConflict
from tests.factories import (
    make_actor,
    make_application,
    make_call,
    make_direction,
    make_membership,
    make_organisation,
)

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def test_time_is_added_and_audited():
    call, applicant = make_call(), make_organisation(is_applicant=True)
    deadline = call.deadlines.get(kind=DeadlineKind.APPLICANT)
    actor = make_actor(organisation=call.issuer)
    extension_grant(deadline=deadline, until=deadline.at + DAY, reason="停电", actor=actor, organisation=applicant)
    assert deadline_of(call=call, kind=DeadlineKind.APPLICANT, organisation=applicant) == deadline.at + DAY
    assert deadline_of(call=call, kind=DeadlineKind.APPLICANT) == deadline.at
    auditor = make_actor(role=Role.AUDITOR, organisation=call.issuer)
    entry = AuditEntry.objects.visible_to(auditor).get(action="extension_grant")
    assert (entry.comment, entry.data["organisation"]) == ("停电", applicant.name)


def test_time_is_never_taken_and_never_in_the_past():
    call = make_call(applicants_until=timezone.now() - 3 * DAY)
    deadline = call.deadlines.get(kind=DeadlineKind.APPLICANT)
    actor = make_actor(organisation=call.issuer)
    for until in (deadline.at, deadline.at - DAY, timezone.now() - DAY):
        with pytest.raises(StateConflict):
            extension_grant(deadline=deadline, until=until, reason="x", actor=actor)


def test_not_for_drafts_and_not_by_others():
    draft = make_call(published=False)
    deadline = draft.deadlines.first()
    with pytest.raises(StateConflict):
        extension_grant(
            deadline=deadline, until=deadline.at + DAY, reason="x", actor=make_actor(organisation=draft.issuer)
        )
    with pytest.raises(NotAllowed):
        extension_grant(deadline=deadline, until=deadline.at + DAY, reason="x", actor=make_actor())


def test_only_for_whom_the_deadline_concerns():
    call, bureau, applicant = make_call(), make_organisation(is_recommender=True), make_organisation(is_applicant=True)
    actor = make_actor(organisation=call.issuer)
    for kind, wrong, right in [("recommender", applicant, bureau), ("applicant", bureau, applicant)]:
        deadline = call.deadlines.get(kind=kind)
        granted = {"deadline": deadline, "until": deadline.at + DAY, "reason": "停电", "actor": actor}
        with pytest.raises(StateConflict):
            extension_grant(**granted, organisation=wrong)
        assert extension_grant(**granted, organisation=right).organisation == right


def test_the_web_role_cannot_change_an_extension():
    call = make_call()
    deadline = call.deadlines.first()
    extension_grant(
        deadline=deadline, until=deadline.at + DAY, reason="停电", actor=make_actor(organisation=call.issuer)
    )
    for change in (lambda: Extension.objects.update(reason=""), lambda: Extension.objects.all().delete()):
        with pytest.raises(DatabaseError), transaction.atomic():
            change()


def _told(call, **grant):
    deadline = call.deadlines.get(kind=grant.pop("kind"))
    until = deadline_of(call=call, kind=deadline.kind, organisation=grant.get("organisation")) + DAY
    actor = make_actor(organisation=call.issuer)
    extension = extension_grant(deadline=deadline, until=until, reason="停电", actor=actor, **grant)
    rows = Message._base_manager.filter(key__startswith=f"extension:{extension.pk}:")
    found = set(rows.values_list("membership", flat=True))
    assert all("停电" in row.body and call.title in row.subject for row in rows)
    return found


def test_those_concerned_are_told():
    call = make_call()
    direction = make_direction(call=call)
    mine, withdrawn = make_application(direction=direction), make_application(direction=direction, state="withdrawn")
    office = make_organisation(is_recommender=True, region=call.region)
    bureau = make_membership(role=Role.BUREAU_OFFICER, organisation=office)
    assert _told(call, kind="applicant") == {mine.created_by_id, bureau.pk}
    assert _told(call, kind="applicant", organisation=mine.organisation) == {mine.created_by_id}
    assert _told(call, kind="recommender") == {bureau.pk}
    assert _told(call, kind="recommender", organisation=office) == {bureau.pk}
    assert withdrawn.created_by.is_current
