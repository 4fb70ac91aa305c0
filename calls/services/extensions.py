"""延期: more time for all or for one, never less, by an officer with a reason; those concerned are told."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from calls.correction_telling import tell_extended
from calls.models import Deadline, Extension
from calls.rules import call_for_writing, extension_concerns
from calls.selectors.deadlines import deadline_of
from portal.accounts.actor import Actor
from portal.accounts.models import Organisation
from portal.audit.services.record import audit_record, register_actions
from portal.workflow import StateConflict

register_actions(extension_grant=gettext_lazy("准予延期"))


@transaction.atomic
def extension_grant(
    *, deadline: Deadline, until: datetime, reason: str, actor: Actor, organisation: Organisation | None = None
) -> Extension:
    """Give time until ``until`` (exclusive) for everyone, or for one ``organisation``. Audited, never taken back; those
    concerned are told.

    Raises `StateConflict` when the call is a draft, ``until`` adds no time or is past, or the deadline
    does not concern the organisation.
    """
    call = call_for_writing(call=deadline.call, actor=actor)
    if not call.is_published:
        raise StateConflict(_("榜单尚未发布，请直接修改截止时间。"))
    concerned, reason_not = extension_concerns(deadline, organisation)
    if not concerned:
        raise StateConflict(reason_not)
    before = deadline_of(call=call, kind=deadline.kind, organisation=organisation)
    if until <= before:
        raise StateConflict(_("延期后的时间须晚于现在的截止时间。"))
    if until <= timezone.now():
        raise StateConflict(_("延期后的时间已经过去。"))
    extension = Extension.objects.create(
        deadline=deadline, organisation=organisation, until=until, reason=reason, granted_by=actor.membership
    )
    audit_record(
        actor=actor,
        action="extension_grant",
        obj=extension,
        issuer_id=call.issuer_id,
        comment=reason,
        data={
            "call": str(call.public_id),
            "deadline": deadline.kind,
            "organisation": organisation.name if organisation else "",
            "from": before.isoformat(),
            "until": until.isoformat(),
        },
    )
    tell_extended(extension)
    return extension
