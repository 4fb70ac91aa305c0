"""The form of one call taken over into the draft of another (`calls.hooks`)."""

from django.utils.translation import gettext as _

from applications.models import FormVersion
from applications.presets import preset_schema
from applications.selectors.forms import form_in_force, form_latest, schema_of
from applications.services.forms import basis_title
from calls import hooks
from calls.models import Call, Track
from portal.accounts.actor import Actor


def _as_preset(form: FormVersion, call: Call) -> bool:
    """Whether nothing of the preset was changed for ``call``."""
    return schema_of(form) == preset_schema(preset=form.preset, year=call.year, basis=basis_title(call))


def form_take(source: Call, call: Call, tracks: dict[int, Track], actor: Actor) -> None:
    """The forms of ``source`` as drafts of ``call``: an unchanged preset with the new call's year and basis, an
    adjusted one as it stands. Forms of tracks that stayed behind stay behind."""
    newest: dict[int | None, FormVersion] = {}
    forms = FormVersion.objects.filter(call=source)
    if source.is_published:
        forms = forms.filter(published_at__isnull=False)
    for form in forms.order_by("number"):
        newest[form.track_id] = form
    for track_id, form in newest.items():
        if track_id is not None and track_id not in tracks:
            continue
        schema = form.schema
        if _as_preset(form, source):
            schema = preset_schema(preset=form.preset, year=call.year, basis=basis_title(call)).as_json()
        FormVersion.objects.create(call=call, track=tracks.get(track_id), number=1, preset=form.preset, schema=schema)


def form_compare(parent: Call, call: Call) -> list[tuple[str, bool]]:
    """申报表单: the same when both are one preset unchanged, or the same in every word."""
    above, ours = form_in_force(call=parent), form_latest(call=call)
    if above is None or ours is None:
        same = above is ours
    elif _as_preset(above, parent) and _as_preset(ours, call):
        same = above.preset == ours.preset
    else:
        same = above.schema == ours.schema
    return [(_("申报表单"), same)]


def register() -> None:
    hooks.takers.append(form_take)
    hooks.comparisons.append(form_compare)
