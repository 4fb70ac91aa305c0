"""The applicant's papers: 申报书 and 揭榜任务承诺书, each about one frozen Submission.

Who and what they name stands in the submission's canonical JSON: an organisation that is renamed afterwards, or a
direction that is corrected, changes no paper, whenever it is made.
"""

import json
from typing import Any

from django.db.models import Q

from applications.form_schema import PLEDGE
from applications.models import Application, Submission
from applications.selectors.forms import schema_of
from applications.selectors.loading import version_loaded
from applications.selectors.reading import sections_shown
from portal.accounts.actor import Actor
from portal.documents.digests import digest_short
from portal.documents.kinds import DocumentKind, SealPlace, register_kind
from portal.documents.rendering import document_context
from portal.documents.services.seals import seal_for_papers
from portal.scoping import NOTHING
from portal.templatetags.portal import SHANGHAI

APPLICATION_FORM, PLEDGE_PAPER = "application_form", "pledge"


def readers(actor: Actor) -> Q:
    """Whoever reads the application, but no expert: the papers carry names and phones, the page on which experts
    read does not."""
    if actor.is_expert:
        return NOTHING
    visible = Application.objects.visible_to(actor).values("pk")
    return Q(subject_id__in=Submission.objects.filter(application__in=visible).values("pk"))


def issuer_of(submission: Submission) -> int:
    return submission.application.call.issuer_id


def _day(submission: Submission) -> str:
    there = submission.arrived_at.astimezone(SHANGHAI)
    return f"{there.year}年{there.month}月{there.day}日"


def organisation_name(submission: Submission) -> str:
    """What the applicant was called when it submitted."""
    return json.loads(submission.canonical)["organisation"]["name"]


def _common(submission: Submission, title: str) -> tuple[Any, Any, dict[str, Any]]:
    version = version_loaded(submission.version)
    schema = schema_of(version.form_version)
    frozen = json.loads(submission.canonical)
    return (
        version,
        schema,
        document_context(
            title=title,
            author=frozen["organisation"]["name"],
            schema=schema,
            organisation=frozen["organisation"]["name"],
            recommender=frozen["recommender"],
            direction=frozen["direction"]["title"],
            day=_day(submission),
            # Receipts of before the number was kept in them have none.
            external_number=frozen["application"].get("external_number", ""),
        ),
    )


def application_form_context(submission: Submission) -> dict[str, Any]:
    """Cover, 申报表, indicator table, 揭榜任务书, list of evidence; the pledge is a paper of its own."""
    version, schema, context = _common(submission, application_form_title(submission))
    shown = [s for s in sections_shown(version, schema, own=True) if s.section.kind != PLEDGE]
    return context | {"sections": shown, "version": version, "digest": digest_short(submission.sha256)}


def pledge_context(submission: Submission) -> dict[str, Any]:
    """The document's words with the product in their blank."""
    version, schema, context = _common(submission, pledge_title(submission))
    section = schema.first(PLEDGE)
    lines = [line.format(product=f"“{version.product_name}”") for line in section.text] if section else []
    return context | {"section": section, "lines": lines, "pledge": version.pledge}


def number_shown(submission: Submission) -> str:
    """The application's one number; which time it was handed in is said apart."""
    number, nth = submission.application.number, submission.version.number
    return f"{number}，第 {nth} 次提交" if nth > 1 else number


def application_form_title(submission: Submission) -> str:
    return f"{organisation_name(submission)}申报书（{number_shown(submission)}）"


def pledge_title(submission: Submission) -> str:
    return f"{organisation_name(submission)}揭榜任务承诺书（{number_shown(submission)}）"


def _seals(*anchors: str):
    def places(submission: Submission) -> list[SealPlace]:
        seal = seal_for_papers(organisation=submission.application.organisation)
        return [SealPlace(anchor, seal) for anchor in anchors] if seal else []

    return places


def register() -> None:
    """Hand both kinds in; called once when Django starts."""
    for code, label, title, context, anchors in [
        (
            APPLICATION_FORM, "申报书", application_form_title, application_form_context,
            ("seal-applicant-cover", "seal-applicant"),
        ),
        (PLEDGE_PAPER, "揭榜任务承诺书", pledge_title, pledge_context, ("seal-applicant",)),
    ]:  # fmt: skip
        register_kind(
            DocumentKind(
                code=code,
                label=label,
                subject_model=Submission,
                template=f"applications/documents/{code}.html",
                title=title,
                context=context,
                source=lambda submission: submission.sha256,
                readers=readers,
                seals=_seals(*anchors),
                number=lambda submission: submission.number,
                digest=lambda submission: submission.sha256,
                issuer=issuer_of,
            )
        )
