"""The page of one application as recommender and issuer read it: a frozen version, its history, files, documents."""

from typing import Any

from applications.models import Application, ApplicationVersion
from applications.selectors.reading import changes_between, version_context
from portal.accounts.actor import Actor
from portal.documents.models import Document


def frozen_versions(application: Application) -> list[ApplicationVersion]:
    """Versions handed in so far, newest first."""
    return list(application.versions.filter(frozen_at__isnull=False).select_related("submission").order_by("-number"))


def documents_of(*, application: Application, actor: Actor) -> list[Document]:
    """申报书, 承诺书 of all versions that the actor may read."""
    submissions = application.submissions.values_list("pk", flat=True)
    return list(
        Document.objects.visible_to(actor)
        .filter(subject_type="applications.submission", subject_id__in=list(submissions))
        .order_by("-pk")
    )


def application_page(*, application: Application, actor: Actor, number: str = "") -> dict[str, Any] | None:
    """Context of the page for the version ``number`` (default: the one handed in last); None when there is none."""
    versions = frozen_versions(application)
    if number and not number.isdecimal():
        return None
    version = next((one for one in versions if not number or one.number == int(number)), None)
    if version is None:
        return None
    older = next((one for one in versions if one.number < version.number), None)
    return {
        **version_context(version=version, actor=actor),
        "application": application,
        "version": version,
        "versions": versions,
        "older": older,
        "changes": changes_between(old=older, new=version) if older else [],
        "documents": documents_of(application=application, actor=actor),
    }
