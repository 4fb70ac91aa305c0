"""外部系统编号: what another system, in which a call is filed too, has given an application."""

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from applications.models import Application, ApplicationState
from applications.rules import can_file
from portal.accounts.actor import Actor
from portal.audit.services.record import audit_record, register_actions
from portal.workflow import NotAllowed, StateConflict, lock

register_actions(external_number_set=gettext_lazy("填写外部系统编号"))


@transaction.atomic
def external_number_set(*, application: Application, number: str, actor: Actor) -> Application:
    """Record the number, also after submission, since the other system may give it later; audited.

    Raises `NotAllowed`, `StateConflict` (withdrawn, or the call names no other system).
    """
    row = lock(application)
    allowed, reason = can_file(actor, row)
    if not allowed:
        raise NotAllowed(reason)
    if not row.call.external_system_name:
        raise StateConflict(_("该榜单不需要在其他系统登记。"))
    if row.state == ApplicationState.WITHDRAWN:
        raise StateConflict(_("申报已撤回。"))
    before, row.external_number = row.external_number, number.strip()
    if before != row.external_number:
        row.save(update_fields=["external_number"])
        audit_record(
            actor=actor,
            action="external_number_set",
            obj=row,
            issuer_id=row.call.issuer_id,
            data={"from": before, "to": row.external_number},
        )
    return row
