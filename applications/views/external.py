"""The page on which an applicant records the number of another filing system."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from applications.forms.external import ExternalNumberForm
from applications.services.external import external_number_set
from applications.views.lookup import READERS, frame, own_application
from portal.accounts.access import audience


@require_http_methods(["GET", "POST"])
@audience(*READERS)
def external(request: HttpRequest, public_id: UUID) -> HttpResponse:
    application = own_application(request, public_id)
    if not application.call.external_system_name:
        raise Http404
    form = ExternalNumberForm(request.POST or None, initial={"number": application.external_number})
    if request.method == "POST" and form.is_valid():
        external_number_set(application=application, number=form.cleaned_data["number"], actor=request.actor)
        messages.success(request, _("外部系统编号已保存。"))
        return redirect("applications:detail", application.public_id)
    context = frame(application) | {"form": form}
    return render(request, "applications/external.html", context, status=422 if form.is_bound else 200)
