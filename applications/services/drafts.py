"""Starting an application and choosing its recommender."""

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from applications.models import Application, ApplicationState, ApplicationVersion, Pledge, Profile
from applications.rules import can_file
from applications.selectors.forms import form_in_force
from calls.models import Direction
from calls.models.call import DeadlineKind
from calls.selectors.deadlines import is_before_deadline
from calls.selectors.recommenders import recommenders_for
from calls.services.corrections import direction_in_force
from portal.accounts.actor import Actor
from portal.accounts.models import Organisation
from portal.accounts.roles import FILING_ROLES
from portal.locks import name_lock
from portal.scoping import system_scope
from portal.workflow import NotAllowed, StateConflict, lock

#: Drafts that one organisation may keep open in one call: more are no work but a mistake or mischief.
MAX_DRAFTS = 50
#: Columns of Profile that belong to the product and not to the organisation.
_OF_THE_PRODUCT = {"id", "version", "product_overview"}


@transaction.atomic
def application_start(*, direction: Direction, key: UUID, arrived_at: datetime, actor: Actor) -> Application:
    """A draft for ``direction``, its 单位情况 filled from the organisation and its last application.

    ``key`` comes with the page and becomes the public id: the same click again gives the same draft. Raises
    `NotAllowed` (who only reads), `StateConflict` (not open, or far too many drafts).
    """
    organisation = actor.organisation
    if organisation is None or actor.role not in FILING_ROLES:
        raise NotAllowed(_("只有申报单位的管理员、填报员或印章管理员可以开始申报。"))
    name_lock("application start", organisation.pk, direction.call_id)
    with system_scope("the same click again"):
        there = Application.objects.filter(public_id=key).first()
    if there:
        if there.organisation_id != organisation.pk or there.direction_id != direction.pk:
            raise StateConflict(_("页面已过期，请返回榜单重新开始。"))
        return there
    call = direction.call
    in_time = is_before_deadline(
        call=call, kind=DeadlineKind.APPLICANT, arrived_at=arrived_at, organisation=organisation
    )
    if not call.is_published or direction.published is None or not in_time:
        raise StateConflict(_("该榜单现在不接受申报。"))
    form = form_in_force(call=call, track=direction.track)
    if form is None:
        raise StateConflict(_("该榜单没有申报表单，请联系发榜单位。"))
    drafts = Application.objects.visible_to(actor).filter(call=call, state=ApplicationState.DRAFT)
    if drafts.count() >= MAX_DRAFTS:
        raise StateConflict(_("本单位在该榜单的草稿过多，请先撤回不用的草稿。"))
    nearest = list(recommenders_for(call=call, organisation=organisation)[:2])
    application = Application.objects.create(
        public_id=key,
        call=call,
        direction=direction,
        organisation=organisation,
        recommender=nearest[0] if len(nearest) == 1 else None,
        created_by=actor.membership,
    )
    # Read again behind the application, which waited for a correction that is being published.
    in_force = direction_in_force(direction_id=direction.pk)
    version = ApplicationVersion.objects.create(
        application=application, number=1, form_version=form, direction_version_id=in_force
    )
    _fill_profile(version, organisation, actor)
    application.current = version
    application.save(update_fields=["current"])
    return application


def _fill_profile(version: ApplicationVersion, organisation: Organisation, actor: Actor) -> None:
    """The organisation's own data always come from the organisation; the rest from where it was typed last."""
    with system_scope("last application of the same organisation"):
        last = Profile.objects.filter(version__application__organisation=organisation).order_by("-version_id").first()
    names = [f.name for f in Profile._meta.fields if f.name not in _OF_THE_PRODUCT]
    values = {name: getattr(last, name) for name in names} if last else {}
    if not last:
        values = {"contact_name": organisation.contact_name, "address": organisation.address}
        if len(organisation.contact_phone) == 11:
            values["contact_phone"] = organisation.contact_phone
    values |= {
        "unit_name": organisation.name,
        "credit_code": organisation.credit_code or "",
        "legal_representative": organisation.legal_representative or values.get("legal_representative", ""),
        "ownership": organisation.ownership or values.get("ownership", ""),
    }
    Profile.objects.create(version=version, **values)
    Pledge.objects.create(
        version=version,
        contact_name=values.get("contact_name", ""),
        contact_phone=values.get("contact_phone", ""),
        legal_representative=values["legal_representative"],
    )


@transaction.atomic
def recommender_choose(*, application: Application, recommender_id: int, actor: Actor) -> Application:
    """Set the one 推荐单位. Raises `NotAllowed`, `StateConflict` (already submitted, or not one of the region)."""
    application = lock(application)
    allowed, reason = can_file(actor, application)
    if not allowed:
        raise NotAllowed(reason)
    if application.state != ApplicationState.DRAFT:
        raise StateConflict(_("申报已提交过，推荐单位不能再更换。"))
    found = recommenders_for(call=application.call, organisation=application.organisation)
    chosen = found.filter(pk=recommender_id).first()
    if chosen is None:
        raise StateConflict(_("该单位不能推荐本单位，请在列表中另选一家。"))
    application.recommender = chosen
    application.save(update_fields=["recommender"])
    return application
