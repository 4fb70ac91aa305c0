"""Drafts follow the 更正公告 of their direction; what was answered stays beside the words it answered."""

from django.db import models
from django.utils import timezone

from applications.form_schema import INDICATORS
from applications.models import ApplicationVersion, IndicatorCommitment, SectionState
from applications.models.application import OPEN_STATES
from applications.sections.indicators import answers
from applications.selectors.forms import schema_of
from calls.models import CallCorrection, Direction
from portal.scoping import system_scope


def versions_follow(correction: CallCorrection, directions: set[int]) -> None:
    """Open versions on the corrected directions are held against the new words from now on. Their commitments are
    not touched. The indicator section counts one revision on, so that a page opened before is not saved over it."""
    with system_scope("drafts follow a correction"):
        rows = Direction.objects.filter(pk__in=directions).order_by("pk").values_list("pk", "published_id")
        for direction, published in list(rows):
            behind = ApplicationVersion.objects.filter(
                application__direction=direction, application__state__in=OPEN_STATES, frozen_at__isnull=True
            ).exclude(direction_version=published)
            for version in behind.select_related("form_version").order_by("pk"):
                version_follow(version, published)


def version_follow(version: ApplicationVersion, published_id: int) -> None:
    """Hold an open version against another version of its direction."""
    version.direction_version_id = published_id
    version.save(update_fields=["direction_version"])
    section = schema_of(version.form_version).first(INDICATORS)
    if section is None:
        return
    state, made = SectionState.objects.get_or_create(
        version=version, section_key=section.key, defaults={"revision": 1, "saved_at": timezone.now()}
    )
    if not made:
        # Nobody's save: a page that meets it says that a correction came in between.
        SectionState.objects.filter(pk=state.pk).update(revision=models.F("revision") + 1, saved_by=None)


def commitments_settle(version: ApplicationVersion) -> None:
    """Before a version freezes: answers to unchanged indicators point to the version they are frozen with, answers to
    indicators that are no longer asked for go."""
    found = answers(version)
    rows = []
    for indicator in found.asked:
        row = found.given.get(indicator.pk)
        if row is not None and row.indicator_version_id != indicator.pk:
            row.indicator_version = indicator
            rows.append(row)
    IndicatorCommitment.objects.bulk_update(rows, ["indicator_version"])
    version.commitments.filter(pk__in=[row.pk for row in found.gone]).delete()
