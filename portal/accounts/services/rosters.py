"""Importing regions, offices and officers: kept as read, carried out when confirmed, all or nothing."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from portal.accounts.actor import Actor
from portal.accounts.models import Organisation, Region, RosterImport
from portal.accounts.roster.plan import MAKE, RENAME, Plan, roster_plan
from portal.accounts.roster.sheets import LEVELS, OFFICERS, OFFICES, REGIONS, ROLES, Cells
from portal.accounts.services.invitations import invitation_send
from portal.accounts.services.organisations import office_open
from portal.audit.services.record import audit_record
from portal.workflow import NotAllowed, StateConflict, lock


def _administrator(actor: Actor) -> None:
    if not actor.is_administrator:
        raise NotAllowed(_("只有平台管理员可以导入地区、单位和人员。"))


@transaction.atomic
def roster_keep(*, name: str, sheets: dict[str, list[Cells]], actor: Actor) -> RosterImport:
    """Keep what was read; nothing else is made yet."""
    _administrator(actor)
    return RosterImport.objects.create(name=name[:255], sheets=sheets, uploaded_by=actor.membership)


def roster_planned(*, roster: RosterImport, actor: Actor) -> Plan:
    """What confirming would make, as things stand now."""
    sheets = {name: [Cells(line, texts) for line, texts in rows] for name, rows in roster.sheets.items()}
    return roster_plan(sheets=sheets, own_email=actor.user.email or "")


@transaction.atomic
def roster_apply(*, roster: RosterImport, actor: Actor) -> dict[str, int]:
    """Make it all: regions, offices, and an invitation by mail to each officer. Returns how many of each.

    Raises `StateConflict` when it was done before, or when a row is wrong as things stand now.
    """
    _administrator(actor)
    row = lock(roster)
    if row.applied_at is not None:
        raise StateConflict(_("这份表已经导入过。"))
    plan = roster_planned(roster=row, actor=actor)
    if plan.wrong:
        raise StateConflict(_("有 %(n)d 行有误，没有导入任何内容。") % {"n": len(plan.wrong)})
    counts = {REGIONS: _regions(plan), OFFICES: _offices(plan, actor), OFFICERS: _officers(plan, actor)}
    row.applied_at, row.applied_by = timezone.now(), actor.membership
    row.save(update_fields=["applied_at", "applied_by"])
    audit_record(actor=actor, action="roster_apply", obj=row, data={"name": row.name, "counts": counts})
    return counts


def _regions(plan: Plan) -> int:
    there = {region.code: region for region in Region.objects.all()}
    rows = plan.doing(REGIONS, MAKE, RENAME)
    for planned in rows:
        values = planned.values
        if planned.what == RENAME:
            there[values["code"]].name = values["name"]
            there[values["code"]].save()
            continue
        there[values["code"]] = Region.objects.create(
            code=values["code"],
            name=values["name"],
            level=LEVELS[values["level"]],
            parent=there[values["parent"]] if values["parent"] else None,
        )
    return len(rows)


def _named(name: str) -> Organisation:
    return Organisation._base_manager.get(name=name, is_applicant=False)


def _offices(plan: Plan, actor: Actor) -> int:
    rows = plan.doing(OFFICES, MAKE)
    for planned in rows:
        values = planned.values
        parents = Organisation._base_manager.filter(name=values["parent"], is_applicant=False)
        office_open(
            actor=actor,
            name=values["name"],
            region=Region.objects.get(code=values["region"]),
            is_issuer=bool(values["is_issuer"]),
            is_recommender=bool(values["is_recommender"]),
            parent=parents.first() if values["parent"] else None,
            contact_name=values["contact_name"],
            contact_phone=values["contact_phone"],
        )
    return len(rows)


def _officers(plan: Plan, actor: Actor) -> int:
    rows = plan.doing(OFFICERS, MAKE)
    for planned in rows:
        values = planned.values
        invitation_send(
            actor=actor,
            organisation=_named(values["office"]),
            role=ROLES[values["role"]],
            email=values["email"],
            name=values["name"],
        )
    return len(rows)
