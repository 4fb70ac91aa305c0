"""更正公告: starting one, its words, dropping it; its changes are in `correcting`, its publication in
`correction_publishing`."""

from django.db import connection, transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from calls.models import Call, CallCorrection
from calls.rules import call_for_writing, can_correct, correction_for_writing
from portal.accounts.actor import Actor
from portal.audit.services.record import audit_record, register_actions
from portal.scoping import system_scope
from portal.workflow import StateConflict

register_actions(
    correction_start=gettext_lazy("起草更正公告"),
    correction_drop=gettext_lazy("取消更正公告"),
    correction_publish=gettext_lazy("发布更正公告"),
)


@transaction.atomic
def correction_start(*, call: Call, title: str, reason: str, actor: Actor, text: str = "") -> CallCorrection:
    """One at a time for each call. Raises `StateConflict` for a draft call, or while another one is being drafted."""
    row = call_for_writing(call=call, actor=actor)
    possible, why = can_correct(actor, row)
    if not possible:
        raise StateConflict(why)
    with system_scope("one open correction a call"):
        if CallCorrection.objects.filter(call=row, published_at__isnull=True).exists():
            raise StateConflict(_("这份榜单已有一份更正公告在起草，请先完成或取消它。"))
        correction = CallCorrection.objects.create(
            call=row, title=title, reason=reason, text=text, created_by=actor.membership
        )
    audit_record(actor=actor, action="correction_start", obj=correction, issuer_id=row.issuer_id, comment=reason)
    return correction


@transaction.atomic
def correction_update(*, correction: CallCorrection, title: str, reason: str, text: str, actor: Actor) -> None:
    row = correction_for_writing(correction=correction, actor=actor)
    row.title, row.reason, row.text = title, reason, text
    row.save(update_fields=["title", "reason", "text"])


@transaction.atomic
def correction_drop(*, correction: CallCorrection, actor: Actor) -> None:
    """Give it up: nobody saw it yet, so nothing of it is kept but the audit."""
    row = correction_for_writing(correction=correction, actor=actor)
    audit_record(
        actor=actor, action="correction_drop", obj=row, issuer_id=row.call.issuer_id, data={"title": row.title}
    )
    for version in row.direction_versions.all():
        indicators = [one.indicator for one in version.indicators.select_related("indicator")]
        version.delete()
        for indicator in indicators:
            if not indicator.versions.exists():
                indicator.delete()
    rules = [version.rule for version in row.rule_versions.select_related("rule")]
    row.rule_versions.all().delete()
    for rule in rules:
        if not rule.versions.exists():
            rule.delete()
    row.delete()


def direction_in_force(*, direction_id: int) -> int | None:
    """Id of the version of a direction that holds now. Until the transaction ends no correction can put another in
    its place. Asked for before anything of an application is locked: corrections take directions first."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT published_id FROM calls_direction WHERE id = %s FOR SHARE", [direction_id])
        found = cursor.fetchone()
    return found[0] if found else None
