"""Which form holds for a call."""

from applications.form_schema import Schema, schema_from
from applications.models import FormVersion
from applications.models.form import Preset
from calls.models import Call, DirectionPart, Track
from calls.models.direction import PartKind


def form_in_force(*, call: Call, track: Track | None = None) -> FormVersion | None:
    """The latest published form: the track's own, else the call's."""
    published = FormVersion.objects.filter(call=call, published_at__isnull=False).order_by("-number")
    own = published.filter(track=track).first() if track else None
    return own or published.filter(track=None).first()


def form_draft(*, call: Call) -> FormVersion | None:
    return FormVersion.objects.filter(call=call, track=None, published_at__isnull=True).order_by("-number").first()


def form_latest(*, call: Call) -> FormVersion | None:
    """What the officer sees: the draft when there is one, else the form in force."""
    return form_draft(call=call) or form_in_force(call=call)


def schema_of(form: FormVersion) -> Schema:
    return schema_from(form.schema)


def preset_suggested(*, call: Call) -> str:
    """重大专项 when the directions print needs, problems or money; else 工信部2021."""
    kinds = [PartKind.NEED, PartKind.PROBLEM, PartKind.FUNDING]
    parts = DirectionPart.objects.filter(version__direction__call=call, kind__in=kinds)
    return Preset.MAJOR_PROJECT if parts.exists() else Preset.MIIT_2021
