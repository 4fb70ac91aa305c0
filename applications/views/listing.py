"""我的申报: the list, one application (its tasks while it may be written in, where it stands afterwards), versions."""

from uuid import UUID

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from applications.hooks import announced_q, results_of
from applications.labels import APPLICANT_FILTERS, applicant_filter
from applications.models import Application, ApplicationVersion
from applications.models.application import OPEN_STATES
from applications.rules import can_file, can_submit
from applications.selectors.forms import schema_of
from applications.selectors.reading import changes_between, version_context
from applications.selectors.status import history_of, label_shown, labels_of, papers_shown
from applications.selectors.tasks import summary_of, task_list
from applications.services.precheck import precheck_run
from applications.views.lookup import READERS, current_version, frame, own_application
from calls.selectors.corrections import corrections_since
from portal.accounts.access import audience
from portal.workflow import table_of

PAGE = 20


@require_GET
@audience(*READERS)
def listing(request: HttpRequest) -> HttpResponse:
    """Filters in the address: ``state`` (a group of states), ``q`` (product or number)."""
    applications = (
        Application.objects.visible_to(request.actor)
        .select_related("call", "direction__published", "recommender", "current__direction_version")
        .order_by("-pk")
    )
    everything = applications.exists()
    state, query = request.GET.get("state", ""), request.GET.get("q", "").strip()[:100]
    chosen = applicant_filter(state, announced=announced_q(request.actor))
    if chosen is not None:
        applications = applications.filter(chosen)
    if query:
        applications = applications.filter(current__product_name__icontains=query) | applications.filter(
            number__icontains=query
        )
    page = Paginator(applications, PAGE).get_page(request.GET.get("page"))
    return render(
        request,
        "applications/list.html",
        {
            "page": page,
            "rows": list(zip(page, labels_of(list(page), actor=request.actor), strict=True)),
            "filters": APPLICANT_FILTERS,
            "state": state,
            "query": query,
            "filtered": chosen is not None or bool(query),
            "everything": everything,
        },
    )


@require_GET
@audience(*READERS)
def detail(request: HttpRequest, public_id: UUID) -> HttpResponse:
    application = own_application(request, public_id)
    if application.state not in OPEN_STATES:
        return _status(request, application)
    version = current_version(application)
    lines = precheck_run(version=version, today=timezone.localdate())
    schema = schema_of(version.form_version)
    context = frame(application) | {
        "version": version,
        "tasks": task_list(version=version, schema=schema, lines=lines),
        "summary": summary_of(lines),
        "label": label_shown(application, actor=request.actor),
        "saved_at": max((s.saved_at for s in version.section_states.all() if s.saved_at), default=None),
        "may_file": can_file(request.actor, application)[0],
        "history": history_of(application, actor=request.actor),
        "can_withdraw": can_submit(request.actor, application)[0],
        "corrections": corrections_since(call=application.call, since=version.created_at),
    }
    return render(request, "applications/tasks.html", context)


def _status(request: HttpRequest, application: Application) -> HttpResponse:
    history = history_of(application, actor=request.actor)
    moves = {t.action for t in table_of(Application).available(actor=request.actor, obj=application)}
    context = frame(application) | {
        "label": label_shown(application, actor=request.actor),
        "since": history[-1].at if history else application.created_at,
        "history": history,
        "version": application.current,
        "versions": list(application.versions.filter(frozen_at__isnull=False).order_by("number")),
        "papers": papers_shown(application, actor=request.actor),
        "can_withdraw": "withdraw" in moves,
        "results": results_of(application, request.actor),
    }
    return render(request, "applications/status.html", context)


@require_GET
@audience(*READERS)
def version(request: HttpRequest, public_id: UUID, number: int) -> HttpResponse:
    """Version N as it stands or stood, and what it changed."""
    application = own_application(request, public_id)
    versions: list[ApplicationVersion] = list(application.versions.order_by("number"))
    shown = next((v for v in versions if v.number == number), None)
    if shown is None:
        raise Http404
    before = next((v for v in versions if v.number == number - 1), None)
    context = frame(application) | version_context(version=shown, actor=request.actor)
    context |= {
        "versions": versions,
        "before": before,
        "changes": changes_between(old=before, new=shown) if before else [],
    }
    return render(request, "applications/version.html", context)
