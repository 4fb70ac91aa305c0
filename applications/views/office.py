"""表单: the officer chooses a preset for a draft call and sees what applicants will fill in."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from applications.forms.choosing import PresetForm
from applications.models.form import Preset
from applications.presets import preset_schema
from applications.selectors.forms import form_draft, form_in_force, preset_suggested, schema_of
from applications.services.forms import basis_title, form_choose
from calls.models import Call
from portal.accounts.access import audience
from portal.accounts.roles import Role


@require_http_methods(["GET", "POST"])
@audience(Role.ISSUING_OFFICER, Role.AUDITOR)
def form(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """GET shows the form chosen, or with ``?preset=`` another preset; POST takes it."""
    own = Call.objects.visible_to(request.actor).filter(issuer=request.actor.organisation_id)
    call = get_object_or_404(own, public_id=public_id)
    chosen = form_draft(call=call) or form_in_force(call=call)
    posted = PresetForm(request.POST or None)
    if request.method == "POST" and posted.is_valid():
        form_choose(call=call, preset=posted.cleaned_data["preset"], actor=request.actor)
        messages.success(request, _("表单已采用。"))
        return redirect("applications:office_form", call.public_id)
    asked = request.GET.get("preset", "")
    preset = asked if asked in Preset.values else (chosen.preset if chosen else preset_suggested(call=call))
    kept = chosen is not None and (call.is_published or preset == chosen.preset)
    schema = schema_of(chosen) if kept else preset_schema(preset=preset, year=call.year, basis=basis_title(call))
    context = {
        "call": call,
        "chosen": chosen,
        "presets": Preset.choices,
        "preset": preset,
        "kept": kept,
        "schema": schema,
        "form": posted,
        "may_choose": request.actor.is_issuing and call.is_draft,
    }
    return render(request, "applications/office/form.html", context, status=422 if posted.is_bound else 200)
