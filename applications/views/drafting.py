"""Starting an application and choosing its recommender."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from applications.forms.choosing import RecommenderForm, StartForm
from applications.models import ApplicationState
from applications.rules import can_file, recommender_takes
from applications.services.drafts import application_start, recommender_choose
from applications.views.lookup import READERS, frame, own_application
from calls.models import Call, Direction
from calls.models.call import DeadlineKind
from calls.numbering import direction_name
from calls.selectors.deadlines import deadline_of, is_before_deadline
from calls.selectors.recommenders import recommenders_for
from portal.accounts.access import audience
from portal.accounts.roles import FILING_ROLES


@require_http_methods(["GET", "POST"])
@audience(*READERS)
def start(request: HttpRequest, call_id: UUID) -> HttpResponse:
    """Pick a direction (``?direction=<key>`` picks it beforehand) and start the draft."""
    call = get_object_or_404(Call.objects.visible_to(request.actor), public_id=call_id)
    directions = list(
        Direction.objects.visible_to(request.actor)
        .filter(call=call, published__isnull=False)
        .select_related("published", "category", "track", "call")
        .order_by("track__order", "order")
    )
    by_key = {str(d.key): d for d in directions}
    choices = [(key, direction_name(d, d.published)) for key, d in by_key.items()]
    open_ = is_before_deadline(
        call=call, kind=DeadlineKind.APPLICANT, arrived_at=request.arrived_at, organisation=request.actor.organisation
    )
    form = StartForm(request.POST or None, choices=choices, initial={"direction": request.GET.get("direction")})
    if request.method == "POST" and form.is_valid():
        application = application_start(
            direction=by_key[form.cleaned_data["direction"]],
            key=form.cleaned_data["key"],
            arrived_at=request.arrived_at,
            actor=request.actor,
        )
        takes, too_late = recommender_takes(request.actor, application)
        if not takes:
            messages.warning(request, too_late)
        return redirect("applications:detail", application.public_id)
    context = {
        "call": call,
        "form": form,
        "open": open_ and call.is_published,
        "may_file": request.actor.role in FILING_ROLES,
        "deadline": deadline_of(call=call, kind=DeadlineKind.APPLICANT, organisation=request.actor.organisation),
    }
    return render(request, "applications/start.html", context, status=422 if form.is_bound else 200)


@require_http_methods(["GET", "POST"])
@audience(*READERS)
def recommender(request: HttpRequest, public_id: UUID) -> HttpResponse:
    application = own_application(request, public_id)
    found = list(recommenders_for(call=application.call, organisation=application.organisation))
    choices = [(r.pk, f"{r.name}（{r.region.name}）") for r in found]
    form = RecommenderForm(request.POST or None, choices=choices, initial={"recommender": application.recommender_id})
    if request.method == "POST" and form.is_valid():
        recommender_choose(
            application=application, recommender_id=form.cleaned_data["recommender"], actor=request.actor
        )
        messages.success(request, _("推荐单位已保存。"))
        application.refresh_from_db()
        takes, too_late = recommender_takes(request.actor, application)
        if not takes:
            messages.warning(request, too_late)
        return redirect("applications:detail", application.public_id)
    allowed, hindrance = can_file(request.actor, application)
    if allowed and application.state != ApplicationState.DRAFT:
        hindrance = _("申报已提交过，推荐单位不能再更换。")
    context = frame(application) | {"form": form, "found": found, "hindrance": hindrance}
    return render(request, "applications/recommender.html", context, status=422 if form.is_bound else 200)
