"""Choosing and publishing a call's form."""

import re

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from applications.form_schema import schema_check
from applications.models import FormVersion
from applications.models.form import Preset
from applications.presets import preset_schema
from applications.selectors.forms import form_draft, form_in_force, preset_suggested, schema_of
from calls.models import Call
from portal.accounts.actor import Actor
from portal.workflow import NotAllowed, StateConflict, lock


def _check_officer(actor: Actor, call: Call) -> None:
    if not (actor.is_issuing and actor.organisation_id == call.issuer_id):
        raise NotAllowed(_("只有发榜单位的经办人可以设置表单。"))


def basis_title(call: Call) -> str:
    """The first notice of 依据文件 without its marks; the pledge names it. "" when the call names none."""
    for entry in call.basis:
        text = entry.get("title", "") if isinstance(entry, dict) else str(entry)
        if text:
            found = re.search(r"《([^》]+)》", text)
            return found[1] if found else text
    return ""


def _form_take(*, call: Call, preset: str) -> FormVersion:
    schema = preset_schema(preset=Preset(preset), year=call.year, basis=basis_title(call))
    schema_check(schema)
    draft = form_draft(call=call)
    if draft is None:
        number = FormVersion.objects.filter(call=call, track=None).count() + 1
        return FormVersion.objects.create(call=call, number=number, preset=preset, schema=schema.as_json())
    draft.preset, draft.schema = preset, schema.as_json()
    draft.save(update_fields=["preset", "schema"])
    return draft


@transaction.atomic
def form_choose(*, call: Call, preset: str, actor: Actor) -> FormVersion:
    """Take the form of a draft call from ``preset``. Raises `StateConflict` once the call is published."""
    _check_officer(actor, call)
    if not lock(call).is_draft:
        raise StateConflict(_("榜单已发布或正在复核，表单不能再更换。"))
    return _form_take(call=call, preset=preset)


@transaction.atomic
def form_publish(*, call: Call, actor: Actor) -> FormVersion:
    """Freeze the call's form, inside the publishing of the call; without a choice the suggested preset is taken.
    The same call again gives the form in force."""
    _check_officer(actor, call)
    draft = form_draft(call=call)
    if draft is None:
        published = form_in_force(call=call)
        if published:
            return published
        draft = _form_take(call=call, preset=preset_suggested(call=call))
    schema_check(schema_of(draft))
    draft.published_at = timezone.now()
    draft.save(update_fields=["published_at"])
    return draft
