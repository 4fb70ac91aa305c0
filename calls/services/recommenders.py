"""The table of a call's 推荐单位: written while it is drafted; afterwards one may only be added."""

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from calls.models import Call, CallRecommender
from calls.models.call import DeadlineKind
from calls.models.recommender import RecommenderScope
from calls.rules import call_for_writing, draft_for_writing, is_draft
from calls.selectors.recommenders import recommenders_below
from portal.accounts.actor import Actor
from portal.accounts.models import Organisation
from portal.accounts.models.region import RegionLevel
from portal.accounts.selectors.organisations import issuer_over
from portal.audit.services.record import audit_record, register_actions
from portal.workflow import StateConflict

register_actions(recommender_add=gettext_lazy("增加榜单的推荐单位"))
FIELDS = ("scope", "materials", "receiver", "copy_to", "deadline_kind", "copies")
MATERIALS = gettext_lazy("推荐表、纸质申报材料和电子版")


@transaction.atomic
def recommender_add(*, call: Call, organisation: Organisation, actor: Actor, **values: Any) -> CallRecommender:
    """A further row. To a published call, too, if it has a table: whom others recommend does not change but where the
    new one is nearer. Raises `StateConflict`."""
    row = call_for_writing(call=call, actor=actor)
    if not row.is_draft and not row.is_published:
        raise StateConflict(is_draft(actor, row)[1])
    if row.is_published and not row.recommender_rows.exists():
        raise StateConflict(_("榜单发布时没有设置推荐单位，按申报单位所在地区推荐，不能再改。"))
    if not (organisation.is_recommender and organisation.is_active):
        raise StateConflict(_("该单位不是已激活的推荐单位。"))
    if row.recommender_rows.filter(organisation=organisation).exists():
        raise StateConflict(_("该推荐单位已在表中。"))
    made = CallRecommender.objects.create(call=row, organisation=organisation, **values)
    if row.is_published:
        audit_record(
            actor=actor,
            action="recommender_add",
            obj=row,
            issuer_id=row.issuer_id,
            data={"organisation": organisation.name, "scope": made.scope},
        )
    return made


@transaction.atomic
def recommender_update(*, recommender: CallRecommender, actor: Actor, **values: Any) -> None:
    """Change a row of a draft; what was published is corrected by a 更正公告."""
    unknown = set(values) - set(FIELDS)
    if unknown:
        raise TypeError(f"recommenders do not have {sorted(unknown)}")
    draft_for_writing(call=recommender.call, actor=actor)
    for name, value in values.items():
        setattr(recommender, name, value)
    recommender.save(update_fields=list(values))


@transaction.atomic
def recommender_remove(*, recommender: CallRecommender, actor: Actor) -> None:
    draft_for_writing(call=recommender.call, actor=actor)
    recommender.delete()


@transaction.atomic
def recommenders_fill(*, call: Call, actor: Actor) -> int:
    """Rows for the offices one level below the call's region and for every 功能区 with one of its own: the former to
    the issuer, the latter straight to the province with a copy to its city (seeds 001, 002). What is in the table
    stays. Returns how many were added."""
    row = draft_for_writing(call=call, actor=actor)
    there = set(row.recommender_rows.values_list("organisation", flat=True))
    offices = [office for office in recommenders_below(call=row) if office.pk not in there]
    deadline = row.deadlines.filter(kind=DeadlineKind.RECOMMENDER).first()
    usual = (deadline.receiver if deadline else "") or row.issuer.name
    province = _province(row)
    cities = {office.region_id: office.name for office in recommenders_below(call=row)}
    made = []
    for office in offices:
        zone = office.region.level == RegionLevel.ZONE
        city = _city(row, office, cities) if zone else ""
        made.append(
            CallRecommender(
                call=row,
                organisation=office,
                scope=RecommenderScope.REGION,
                materials=str(MATERIALS),
                receiver=(province if zone else usual)[:120],
                copy_to=city[:120],
                copies=deadline.copies if deadline else None,
            )
        )
    CallRecommender.objects.bulk_create(made)
    return len(made)


def _province(call: Call) -> str:
    """To whom a 功能区 sends: the issuer of the 上级通知, else the issuer above the city, else this one."""
    if call.parent_id:
        return call.parent.issuer.name
    above = call.issuer.region.parent
    if above is None:
        return call.issuer.name
    over = issuer_over(Organisation(region=above))
    return Organisation._base_manager.get(pk=over).name if over else call.issuer.name


def _city(call: Call, office: Organisation, cities: dict[int, str]) -> str:
    """Who gets the copy: the city's own recommender, or the city that issues."""
    parent = office.region.parent
    if parent is None or parent.level not in (RegionLevel.CITY, RegionLevel.COUNTY):
        return ""
    if call.issuer.region_id == parent.pk:
        return call.issuer.name
    return cities.get(parent.pk, "")
