"""Writing the rules of a draft call, and the list of former winners that one of them reads."""

from collections.abc import Iterable
from typing import Any, NamedTuple

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from calls.models import Call, Direction, FormerWinner, Rule, RuleVersion, Track
from calls.models.doubt import Outcome
from calls.rule_kinds.base import kind_of
from calls.rule_kinds.not_former_winner import plain
from calls.rules import call_for_writing, draft_for_writing
from calls.services.doubts import doubts_settle
from portal.accounts.actor import Actor
from portal.audit.services.record import audit_record, register_actions
from portal.workflow import StateConflict, lock

register_actions(former_winners_import=gettext_lazy("导入前期优胜项目名单"))


class Winner(NamedTuple):
    organisation_name: str
    product_name: str
    year: int | None = None


@transaction.atomic
def rule_add(
    *,
    call: Call,
    kind: str,
    parameters: dict[str, Any],
    strength: str,
    clause_text: str,
    actor: Actor,
    clause_ref: str = "",
    track: Track | None = None,
    direction: Direction | None = None,
) -> RuleVersion:
    """A rule of a draft call; ``parameters`` come out of the kind's form (`RuleForm.parameters`)."""
    row = draft_for_writing(call=call, actor=actor)
    return RuleVersion.objects.create(
        rule=Rule.objects.create(call=row),
        number=1,
        kind=kind_of(kind).code,
        parameters=parameters,
        strength=strength,
        clause_text=clause_text,
        clause_ref=clause_ref,
        track=track,
        direction=direction,
    )


@transaction.atomic
def rule_change(*, rule: Rule, actor: Actor, **values: Any) -> RuleVersion:
    """Change the draft version of a rule: parameters, strength, clause_text, clause_ref, track, direction."""
    version = _draft(rule, actor)
    changed = any(getattr(version, name) != value for name, value in values.items())
    for name, value in values.items():
        setattr(version, name, value)
    version.save(update_fields=list(values))
    if changed:
        doubts_settle(actor=actor, outcome=Outcome.CHANGED, row=rule)
    return version


@transaction.atomic
def rule_withdraw(*, rule: Rule, actor: Actor) -> None:
    """Take a rule out of a draft call: nobody was bound by it yet, so nothing of it is kept."""
    _draft(rule, actor)
    doubts_settle(actor=actor, outcome=Outcome.REMOVED, row=rule)
    rule.delete()


def _draft(rule: Rule, actor: Actor) -> RuleVersion:
    draft_for_writing(call=rule.call, actor=actor)
    version = rule.versions.filter(published_at__isnull=True).first()
    if version is None:
        raise StateConflict(_("这条条件已发布，不能再改。"))
    return lock(version)


@transaction.atomic
def former_winners_import(*, call: Call, winners: Iterable[Winner], actor: Actor, replace: bool = True) -> int:
    """Replace the call's list of 前期揭榜优胜项目, or add to it; also after publication, since it is the office's own
    record. A project whose organisation and product are on the list by their normalised names is not added again.

    Returns how many there are now.
    """
    row = call_for_writing(call=call, actor=actor)
    if replace:
        row.former_winners.all().delete()
    there = row.former_winners.values_list("organisation_name", "product_name")
    seen = {(plain(organisation), plain(product)) for organisation, product in there}
    before, new = len(there), []
    for winner in winners:
        name = (plain(winner.organisation_name), plain(winner.product_name))
        if name not in seen:
            seen.add(name)
            new.append(FormerWinner(call=row, **winner._asdict()))
    FormerWinner.objects.bulk_create(new)
    data = {"count": before + len(new), "added": len(new), "replaced": replace}
    audit_record(actor=actor, action="former_winners_import", obj=row, issuer_id=row.issuer_id, data=data)
    return before + len(new)
