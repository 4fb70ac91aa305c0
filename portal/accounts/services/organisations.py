"""Registering organisations and what a bureau decides about them."""

from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from stdnum.cn import uscc

from portal.accounts.actor import Actor
from portal.accounts.models import Membership, Organisation, Region, User
from portal.accounts.models.organisation import OrganisationState
from portal.accounts.roles import Role
from portal.accounts.rules import can_manage_colleagues
from portal.accounts.selectors.organisations import admins_of, auditing_issuer
from portal.audit.models import TransitionLog
from portal.audit.services.record import audit_record
from portal.notifications.services.messages import messages_send
from portal.workflow import NotAllowed, StateConflict, advance, lock

#: What the organisation itself may change; name and credit code stand as the bureau checked them.
OWN_FIELDS = ("ownership", "address", "legal_representative", "contact_name", "contact_phone")


class CreditCodeTaken(Exception):
    """Another organisation carries this 统一社会信用代码. Who, is not told."""


@transaction.atomic
def organisation_register(
    *,
    user: User,
    name: str,
    credit_code: str,
    region: Region,
    ownership: str = "",
    address: str = "",
    legal_representative: str = "",
    contact_name: str = "",
    contact_phone: str = "",
) -> Membership:
    """A new applicant, waiting for its bureau; ``user`` becomes its 单位管理员. Drafting may begin at once.

    Raises `CreditCodeTaken`, and stdnum's ValidationError for a code that its check digit refuses.
    """
    code = uscc.validate(credit_code)
    organisation = Organisation(
        name=name,
        credit_code=code,
        region=region,
        is_applicant=True,
        ownership=ownership,
        address=address,
        legal_representative=legal_representative,
        contact_name=contact_name,
        contact_phone=contact_phone,
    )
    try:
        with transaction.atomic():
            organisation.save()
    except IntegrityError as error:
        raise CreditCodeTaken(code) from error
    membership = Membership.objects.create(user=user, organisation=organisation, role=Role.APPLICANT_ADMIN)
    audit_record(
        actor=Actor(user=user, membership=membership),
        action="organisation_register",
        obj=organisation,
        issuer_id=auditing_issuer(organisation),
        data={"credit_code": code},
    )
    return membership


@transaction.atomic
def organisation_change(*, actor: Actor, organisation: Organisation, **values: str) -> None:
    """Change the fields in `OWN_FIELDS`; a refused registration is thereby handed in again."""
    allowed, reason = can_manage_colleagues(actor, organisation)
    if not allowed:
        raise NotAllowed(reason)
    unknown = set(values) - set(OWN_FIELDS)
    if unknown:
        raise ValueError(f"not the organisation's own fields: {sorted(unknown)}")
    changed = [name for name, value in values.items() if getattr(organisation, name) != value]
    for name in changed:
        setattr(organisation, name, values[name])
    if changed:
        organisation.save(update_fields=changed)
        audit_record(
            actor=actor,
            action="organisation_change",
            obj=organisation,
            issuer_id=auditing_issuer(organisation),
            data={"fields": sorted(changed)},
        )
    if organisation.state == OrganisationState.REFUSED:
        advance(organisation, "resubmit", actor=actor)


@transaction.atomic
def organisation_activate(*, actor: Actor, organisation: Organisation) -> None:
    """From now on the organisation may submit."""
    log = advance(
        organisation,
        "activate",
        actor=actor,
        changes={"activated_at": timezone.now(), "activated_by": actor.membership},
    )
    _tell(organisation, log, _("单位注册已激活"), _("贵单位的注册已通过核对，可以提交申报。"))


@transaction.atomic
def organisation_refuse(*, actor: Actor, organisation: Organisation, reason: str) -> None:
    log = advance(organisation, "refuse", actor=actor, comment=reason)
    text = _("贵单位的注册未通过核对，原因：%(reason)s\n请修改单位信息后重新提交。") % {"reason": reason}
    _tell(organisation, log, _("单位注册未通过"), text)


@transaction.atomic
def organisation_suspend(*, actor: Actor, organisation: Organisation, reason: str) -> None:
    """The organisation can no longer submit; what it submitted stays."""
    log = advance(organisation, "suspend", actor=actor, comment=reason)
    text = _("贵单位的账号已停用，不能提交新的申报，原因：%(reason)s") % {"reason": reason}
    _tell(organisation, log, _("单位账号已停用"), text)


def _tell(organisation: Organisation, log: TransitionLog, subject: str, body: str) -> None:
    messages_send(
        key_prefix=f"organisation:{log.pk}",
        memberships=admins_of(organisation),
        kind="organisation",
        subject=subject,
        body=body,
        link=reverse("accounts:organisation"),
    )


@transaction.atomic
def organisation_approval_set(*, actor: Actor, organisation: Organisation, wanted: bool) -> None:
    """Whether a second officer must approve what the issuer publishes. Set by an administrator at the office's wish,
    so that no officer can lift it alone; audited for the office. Calls that wait for their time are asked again."""
    if not actor.is_administrator:
        raise NotAllowed(_("只有平台管理员可以设置发布榜单的复核。"))
    row = lock(organisation)
    if not row.is_issuer:
        raise StateConflict(_("只有发榜单位可以设置发布榜单的复核。"))
    if row.publishing_needs_approval == wanted:
        return
    row.publishing_needs_approval = wanted
    row.save(update_fields=["publishing_needs_approval"])
    audit_record(actor=actor, action="organisation_approval", obj=row, issuer_id=row.pk, data={"wanted": wanted})


@transaction.atomic
def office_open(
    *,
    actor: Actor,
    name: str,
    region: Region,
    is_issuer: bool = False,
    is_recommender: bool = False,
    parent: Organisation | None = None,
    contact_name: str = "",
    contact_phone: str = "",
) -> Organisation:
    """An issuer or recommender, active at once; only administrators open one."""
    if not actor.is_administrator:
        raise NotAllowed(_("只有平台管理员可以建立发榜单位和推荐单位。"))
    office = Organisation(
        name=name,
        region=region,
        is_issuer=is_issuer,
        is_recommender=is_recommender,
        parent=parent,
        contact_name=contact_name,
        contact_phone=contact_phone,
        state=OrganisationState.ACTIVE,
        activated_at=timezone.now(),
        activated_by=actor.membership,
    )
    office.save()
    audit_record(actor=actor, action="organisation_open", obj=office, issuer_id=auditing_issuer(office))
    return office
