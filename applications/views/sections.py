"""One page per section. The same address takes the button (plain POST) and autosave (fetch, answered in JSON)."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from applications import form_schema as fs
from applications import sections as kinds
from applications.form_schema import Section
from applications.models import Application, ApplicationVersion, SectionState
from applications.rules import can_file, is_open
from applications.sections.indicators import names_in_force
from applications.selectors.forms import schema_of
from applications.services.saving import SectionConflict, section_save
from applications.views.lookup import READERS, current_version, frame, own_application
from applications.views.section_pages import page_of
from portal.accounts.access import audience
from portal.templatetags.portal import SHANGHAI

AUTOSAVE = "X-Autosave"


def clock(instant) -> str:
    return f"{instant.astimezone(SHANGHAI):%H:%M:%S}"


def _revision(request: HttpRequest) -> int:
    text = request.POST.get("revision", "")
    return int(text) if text.isdecimal() and len(text) < 9 else -1


def _typed(request: HttpRequest) -> dict[str, str]:
    return {name: values[-1] for name, values in request.POST.lists()}


@require_http_methods(["GET", "POST"])
@audience(*READERS)
def section(request: HttpRequest, public_id: UUID, key: str) -> HttpResponse:
    application = own_application(request, public_id)
    version = current_version(application)
    schema = schema_of(version.form_version)
    if not schema.has(key):
        raise Http404
    found = schema.section(key)
    if request.method == "POST" and found.kind != fs.EVIDENCE:
        return _save(request, application, version, found)
    return _page(request, application, version, found)


def _save(request: HttpRequest, application: Application, version: ApplicationVersion, found: Section) -> HttpResponse:
    typed = _typed(request)
    if found.kind == fs.INDICATORS:
        typed = names_in_force(version, typed)
    quiet = request.headers.get(AUTOSAVE) == "1"
    try:
        saved = section_save(
            application=application,
            section_key=found.key,
            data=typed,
            revision=_revision(request),
            actor=request.actor,
            reason=typed.get("reason"),
        )
    except SectionConflict as conflict:
        if quiet:
            return JsonResponse(_conflict_json(conflict), status=409)
        return _page(request, application, version, found, typed=typed, conflict=conflict)
    if quiet:
        return JsonResponse({"revision": saved.revision, "saved_at": clock(saved.saved_at), "errors": saved.errors})
    if saved.errors:
        return _page(request, application, version, found, typed=typed, errors=saved.errors)
    if "stay" in typed:
        return redirect(reverse("applications:section", args=[application.public_id, found.key]) + "#more")
    messages.success(
        request, _("“%(title)s”已保存 %(clock)s。") % {"title": found.title, "clock": clock(saved.saved_at)}
    )
    return redirect(_next(version, found, typed, application))


def _next(version: ApplicationVersion, found: Section, typed: dict[str, str], application: Application) -> str:
    """保存并继续 leads to the next section, 保存并返回 to the list."""
    order = schema_of(version.form_version).sections
    after = order[order.index(found) + 1 :]
    if "continue" in typed and after:
        return reverse("applications:section", args=[application.public_id, after[0].key])
    return reverse("applications:detail", args=[application.public_id])


def _conflict_json(conflict: SectionConflict) -> dict:
    return {
        "who": conflict.who,
        "when": clock(conflict.when) if conflict.when else "",
        "revision": conflict.revision,
        "fields": [
            {"name": d.name, "label": d.label, "theirs": d.theirs, "mine": d.mine} for d in conflict.differences
        ],
    }


def _page(
    request: HttpRequest,
    application: Application,
    version: ApplicationVersion,
    found: Section,
    *,
    typed: dict[str, str] | None = None,
    errors: dict[str, str] | None = None,
    conflict: SectionConflict | None = None,
) -> HttpResponse:
    version = current_version(application) if typed is not None else version
    state = next((s for s in version.section_states.all() if s.section_key == found.key), None)
    state = state or SectionState(version=version, section_key=found.key)
    may, hindrance = can_file(request.actor, application)
    if may:
        may, hindrance = is_open(request.actor, application)
    saved = kinds.handler_of(found.kind).read(found, version) if found.kind != fs.EVIDENCE else {}
    shown = saved if typed is None else saved | typed
    context = frame(application) | {
        "version": version,
        "section": found,
        "state": state,
        "revision": state.revision,
        "saved_at": state.saved_at,
        "writable": may,
        "hindrance": hindrance,
        "conflict": conflict,
        "reason": (typed or {}).get("reason", state.reason),
        "now": timezone.now(),
        **page_of(found, version, shown, errors or {}, posted=typed is not None),
    }
    status = 409 if conflict else 422 if errors else 200
    return render(request, f"applications/sections/{found.kind}.html", context, status=status)
