"""Who may read files and how other rooms' hooks reach this one; registered once when Django starts."""

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _

from applications.form_schema import EVIDENCE, NARRATIVE
from applications.models import Application, ApplicationState, Evidence, FormVersion, Pledge, Profile
from applications.models.form import Preset
from applications.selectors.forms import form_latest, preset_suggested, schema_of
from applications.services.evidence import PURPOSE
from applications.services.following import versions_follow
from applications.services.forms import form_publish
from calls import hooks
from calls.hooks import CallSection, ChecklistItem, Choices
from calls.models import Call
from portal.accounts.actor import Actor
from portal.accounts.models import Membership
from portal.accounts.roles import FILING_ROLES
from portal.accounts.selectors.people import people_by_organisation
from portal.documents.access import register_purpose
from portal.documents.models import FileLink
from portal.phones import register_phone


def evidence_q(actor: Actor) -> Q:
    """Own files; for others only what stands in a submitted version of an application that they read."""
    visible = Application.objects.visible_to(actor).values("pk")
    rule = Q(owner_type=Application._meta.label_lower, owner_id__in=visible)
    if actor.is_applicant:
        return rule
    frozen = Evidence.objects.filter(version__frozen_at__isnull=False, version__application__in=visible)
    return rule & Q(pk__in=frozen.values("file"))


def evidence_issuer(link: FileLink) -> int | None:
    application = Application._base_manager.select_related("call").filter(pk=link.owner_id).first()
    return application.call.issuer_id if application else None


def people_concerned(call: Call, directions: set[int] | None) -> list[Membership]:
    """Who may file for the organisations with a draft or a submission in the call that was not withdrawn."""
    rows = Application._base_manager.filter(call=call).exclude(state=ApplicationState.WITHDRAWN)
    if directions is not None:
        rows = rows.filter(direction__in=directions)
    found = people_by_organisation(rows.values_list("organisation", flat=True).distinct(), FILING_ROLES)
    return [one for people in found.values() for one in people]


def _form_of(call: Call) -> FormVersion | None:
    return form_latest(call=call)


def form_checklist(call: Call) -> list[ChecklistItem]:
    form = _form_of(call)
    name = Preset(form.preset if form else preset_suggested(call=call)).label
    text = _("申报表单：%(name)s") if form else _("申报表单未选择，将采用“%(name)s”")
    return [
        ChecklistItem(
            form is not None,
            text % {"name": name},
            reverse("applications:office_form", args=[call.public_id]),
            required=False,
        )
    ]


def form_section(call: Call, actor: Actor) -> list[CallSection]:
    form = _form_of(call)
    url = reverse("applications:office_form", args=[call.public_id])
    if form is None:
        suggested = Preset(preset_suggested(call=call)).label
        return [CallSection(_("表单"), url, _("未选择"), "none", _("未选择时采用“%(name)s”") % {"name": suggested})]
    return [CallSection(_("表单"), url, _("已选择"), "ok", Preset(form.preset).label)]


def form_text_sections(call: Call) -> Choices:
    """What a 字数 rule may limit: narratives as a whole, texts with a count by themselves."""
    form = _form_of(call)
    if form is None:
        return []
    found = []
    for section in schema_of(form).sections:
        if section.kind == NARRATIVE:
            found.append((section.key, section.title))
        found += [(f"{section.key}.{item.key}", item.label) for item in section.fields if item.limit]
    return found


def form_evidence_kinds(call: Call) -> Choices:
    form = _form_of(call)
    section = schema_of(form).first(EVIDENCE) if form else None
    return [(kind.key, kind.title) for kind in section.evidence] if section else []


def chosen_recommenders(call: Call) -> set[int]:
    """Ids of the recommenders that an applicant of the call chose, wherever they are."""
    rows = Application._base_manager.filter(call=call, recommender__isnull=False).order_by()
    return set(rows.values_list("recommender", flat=True).distinct())


def _publish(call: Call, actor: Actor) -> None:
    form_publish(call=call, actor=actor)


def _rows_of_visible(model):
    """Rows that hang on a submitted version (for the applicant: any) of an application that the actor reads."""

    def visible(actor: Actor):
        rows = model.objects.filter(version__application__in=Application.objects.visible_to(actor))
        if actor.is_expert:
            return rows.none()
        return rows if actor.is_applicant else rows.filter(version__frozen_at__isnull=False)

    return visible


def _issuer_of_row(row) -> int | None:
    return row.version.application.call.issuer_id


def register() -> None:
    for label, model, columns in [
        ("applications.profile", Profile, ("leader_phone", "contact_phone")),
        ("applications.pledge", Pledge, ("contact_phone",)),
    ]:
        for column in columns:
            register_phone(label, column, visible=_rows_of_visible(model), issuer=_issuer_of_row)
    register_purpose(PURPOSE, evidence_q, issuer=evidence_issuer)
    hooks.before_publish.append(_publish)
    hooks.checklist.append(form_checklist)
    hooks.sections.append(form_section)
    hooks.text_sections.append(form_text_sections)
    hooks.evidence_kinds.append(form_evidence_kinds)
    hooks.recommenders.append(chosen_recommenders)
    hooks.concerned.append(people_concerned)
    hooks.corrected.append(versions_follow)
