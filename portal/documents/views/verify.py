"""核验文件: anybody with a printed paper in hand learns whether the portal made it."""

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET

from portal.accounts.access import PUBLIC, audience
from portal.documents.selectors.papers import verified_paper


class CodeForm(forms.Form):
    code = forms.CharField(
        label=_("核验码"),
        max_length=40,
        help_text=_("扫描文件每页左下角的二维码，或输入二维码右侧“核验码”后的 16 位字母和数字；空格和短横可以省略。"),
        error_messages={"required": _("请输入核验码。")},
    )


@require_GET
@audience(PUBLIC)
def verify(request: HttpRequest) -> HttpResponse:
    """Ask for the code; a GET form, since looking changes nothing."""
    form = CodeForm(request.GET if "code" in request.GET else None)
    if form.is_bound and form.is_valid():
        code = "".join(c for c in form.cleaned_data["code"].upper() if c.isalnum())
        if code:
            return redirect("documents:verify_code", code=code)
        form.add_error("code", _("核验码由字母和数字组成。"))
    return render(request, "documents/pages/verify.html", {"form": form}, status=422 if form.errors else 200)


@require_GET
@audience(PUBLIC)
def verify_code(request: HttpRequest, code: str) -> HttpResponse:
    """What the paper with this code is: kind, title, time, digest of the file; no person's data."""
    paper = verified_paper(code=code)
    context = {"paper": paper, "code": code}
    return render(request, "documents/pages/verified.html", context, status=200 if paper else 404)
