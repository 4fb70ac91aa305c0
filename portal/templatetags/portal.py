"""What templates of every room share: ``{% load portal %}``.

Times are shown in Asia/Shanghai, money in 万元 with narrow groups of three, phones masked.
"""

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from decimal import Decimal, InvalidOperation
from zoneinfo import ZoneInfo

from django import template
from django.core.paginator import Paginator
from django.db.models import Model
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from portal import nav
from portal.accounts.labels import ORGANISATION_TONES
from portal.accounts.models import Organisation
from portal.accounts.models.organisation import OrganisationState
from portal.phones import mask, token_for

register = template.Library()

SHANGHAI = ZoneInfo("Asia/Shanghai")
NEAR = timedelta(hours=72)
TONES = frozenset({"none", "go", "ok", "warn", "bad"})


@register.filter
def beijing(value: datetime | None) -> str:
    """An instant as “2026年11月21日 14:03”."""
    if value is None:
        return ""
    there = value.astimezone(SHANGHAI)
    return f"{there.year}年{there.month}月{there.day}日 {there:%H:%M}"


@register.filter
def beijing_deadline(value: datetime | None, precision: str = "") -> str:
    """The first instant that is too late, as people write it: midnight is “24:00” of the day before.

    ``precision`` is the deadline's (day, hour, minute); “17:00” stays “17:00前”.
    """
    if value is None:
        return ""
    there = value.astimezone(SHANGHAI)
    if (there.hour, there.minute) == (0, 0):
        day = there - timedelta(days=1)
        return f"{day.year}年{day.month}月{day.day}日 24:00"
    return f"{there.year}年{there.month}月{there.day}日 {there:%H:%M}" + (_("前") if precision != "day" else "")


@register.filter
def money(value: Decimal | int | str | None) -> str:
    """1860 → “1 860.00” (万元; the unit stands in the column head)."""
    if value in (None, ""):
        return ""
    try:
        amount = Decimal(value)
    except (InvalidOperation, TypeError):
        return str(value)
    return f"{amount:,.2f}".replace(",", "\N{NARROW NO-BREAK SPACE}")


@register.filter
def in_fours(value: str) -> str:
    """“D4OA 5JG7 …”: what is typed over by hand is read in groups; apps take it with the blanks."""
    return " ".join(value[start : start + 4] for start in range(0, len(value), 4))


@register.filter
def masked_phone(value: str | None) -> str:
    """138****8888."""
    return mask(value or "")


@register.inclusion_tag("components/phone.html", takes_context=True)
def phone(context: template.Context, row: Model, field: str) -> dict:
    """A row's phone number, masked, with a button that reveals it on record (`register_phone` names the field)."""
    number = getattr(row, field) or ""
    shown = {"masked": mask(number), "token": token_for(row, field) if number else ""}
    return shown | {"csrf_token": context.get("csrf_token")}


@register.simple_tag
def state_tag(label: str, tone: str = "none") -> SafeString:
    """A state as a word and a shape; ``tone``: none, go, ok, warn, bad."""
    if tone not in TONES:
        raise ValueError(f"state_tag knows no tone {tone!r}")
    return format_html('<span class="tag {}">{}</span>', tone, label)


@register.simple_tag
def organisation_state(organisation: Organisation) -> SafeString:
    """待激活, 已激活, 未通过, 已停用 as a tag."""
    return state_tag(organisation.get_state_display(), ORGANISATION_TONES[organisation.state])


@register.filter
def organisation_state_label(state: str) -> str:
    return str(OrganisationState(state).label)


@register.simple_tag(takes_context=True)
def navigation(context: template.Context) -> list[nav.Shown]:
    """The main navigation of the acting role, the current room marked."""
    request = context.get("request")
    return nav.shown(request.actor, request.path) if request is not None and hasattr(request, "actor") else []


@register.simple_tag(takes_context=True)
def memberships(context: template.Context) -> list:
    """The current memberships of the signed-in person, for the switcher."""
    request = context["request"]
    _known = request.actor.user  # reading the actor reads them
    return request.memberships


@register.simple_tag
def deadline_near(deadline: datetime | None) -> dict | None:
    """What the deadline bar shows, or None when the deadline is past or further away than 72 hours."""
    now = timezone.now()
    if not deadline or not now <= deadline <= now + NEAR:
        return None
    minutes = int((deadline - now).total_seconds() // 60)
    return {
        "now_ms": int(now.timestamp() * 1000),
        "deadline_ms": int(deadline.timestamp() * 1000),
        "clock": f"{now.astimezone(SHANGHAI):%H:%M:%S}",
        "left": _("%(days)d 天 %(hours)02d 小时 %(minutes)02d 分")
        % {"days": minutes // 1440, "hours": minutes // 60 % 24, "minutes": minutes % 60},
    }


@register.simple_tag
def error_list(form=None, forms: Iterable = (), errors: Iterable = ()) -> list[tuple[str, str]]:
    """Every error of a form, of several forms or formsets, and pairs (text, href), as pairs (text, href)."""
    found: list[tuple[str, str]] = []
    for one in [form, *(forms or ())]:
        if one:
            found += _errors_of(one)
    return found + list(errors or ())


def _errors_of(form) -> Iterator[tuple[str, str]]:
    if not form.is_bound:
        return
    for text in form.non_form_errors() if hasattr(form, "non_form_errors") else form.non_field_errors():
        yield text, ""
    if hasattr(form, "forms"):
        for child in form.forms:
            yield from _errors_of(child)
        return
    for bound in form:
        for text in bound.errors:
            named = text if str(bound.label) in text else f"{bound.label}：{text}"
            yield named, f"#{bound.id_for_label or bound.auto_id}"


@register.filter
def page_range(paginator: Paginator, number: int) -> list[int | None]:
    """Page numbers around ``number``, None where some are left out."""
    pages = paginator.get_elided_page_range(number, on_each_side=2, on_ends=1)
    return [page if isinstance(page, int) else None for page in pages]
