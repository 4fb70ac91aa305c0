"""The office's list, an empty call, the overview, basics and contact."""

from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from calls.forms.basics import BasicsForm, CallForm, ContactForm, regions_near
from calls.forms.filters import CallFilter
from calls.models import CallImport
from calls.notice import notice_clean
from calls.selectors.calls import office_call, office_calls
from calls.selectors.overview import overview_of
from calls.selectors.questions import open_questions
from calls.services.writing import CONTACT, call_create, call_update
from calls.views.office.common import OFFICE, call_of, page, posted, require_edit
from portal.accounts.access import audience
from portal.accounts.roles import Role

PAGE_SIZE = 20


@require_safe
@audience(*OFFICE)
def call_list(request: HttpRequest) -> HttpResponse:
    years = list(office_call(actor=request.actor).order_by("-year").values_list("year", flat=True).distinct())
    filters = CallFilter(request.GET, years=years)
    calls = office_calls(actor=request.actor, now=timezone.now(), **filters.chosen())
    unfinished = CallImport.objects.visible_to(request.actor).filter(call__isnull=True)[:5]
    context = {
        "page": Paginator(calls, PAGE_SIZE).get_page(request.GET.get("page")),
        "filters": filters,
        "imports": unfinished,
        "open_questions": open_questions(actor=request.actor),
    }
    return render(request, "calls/office/list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@audience(Role.ISSUING_OFFICER)
def call_new(request: HttpRequest) -> HttpResponse:
    organisation = request.actor.organisation
    form = CallForm(posted(request), organisation=organisation)
    if form.is_valid():
        call = call_create(**form.cleaned_data, actor=request.actor)
        return redirect("calls:office_call", call.public_id)
    return render(request, "calls/office/new.html", {"form": form}, status=422 if form.is_bound else 200)


@require_safe
@audience(*OFFICE)
def call_overview(request: HttpRequest, public_id: UUID) -> HttpResponse:
    call = call_of(request, public_id)
    overview = overview_of(call=call, actor=request.actor)
    return page(request, "overview", call, _("榜单概况"), overview=overview)


@require_http_methods(["GET", "HEAD", "POST"])
@audience(*OFFICE)
def basics(request: HttpRequest, public_id: UUID) -> HttpResponse:
    call = call_of(request, public_id)
    if request.method == "POST":
        require_edit(request.actor, call)
    form = BasicsForm(posted(request), organisation=call.issuer, initial=BasicsForm.initial_of(call))
    form.fields["region"].queryset |= regions_near(call.issuer).model.objects.filter(pk=call.region_id)
    if form.is_valid():
        call_update(call=call, actor=request.actor, **form.cleaned_data)
        messages.success(request, _("基本信息已保存。"))
        return redirect("calls:office_call", call.public_id)
    typed = form.data.get("body_html") if form.is_bound else ""
    notice = notice_clean(typed) if typed else call.body
    return page(request, "basics", call, _("基本信息"), form=form, notice=notice, invalid=form.is_bound)


@require_http_methods(["GET", "HEAD", "POST"])
@audience(*OFFICE)
def contact(request: HttpRequest, public_id: UUID) -> HttpResponse:
    call = call_of(request, public_id)
    if request.method == "POST":
        require_edit(request.actor, call)
    form = ContactForm(posted(request), initial={name: getattr(call, name) for name in CONTACT})
    if form.is_valid():
        call_update(call=call, actor=request.actor, **form.cleaned_data)
        messages.success(request, _("联系方式已保存。"))
        return redirect("calls:office_call", call.public_id)
    return page(request, "form", call, _("联系方式"), form=form, invalid=form.is_bound)
