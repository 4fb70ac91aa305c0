"""推荐表 (seed 003 附1): the paper that a recommender seals and sends."""

from typing import Any

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from calls.models import Direction
from portal.accounts.actor import Actor
from portal.documents.digests import digest
from portal.documents.kinds import DocumentKind, SealPlace, register_kind
from portal.documents.rendering import document_context
from portal.documents.services.seals import seal_for_papers
from reviews.models import RecommendationList
from reviews.selectors.bureau import split_by_quota
from reviews.titles import list_title


def list_rows(list_: RecommendationList) -> list[dict[str, Any]]:
    """The table of 附1, row by row, out of the frozen versions that were recommended; without those left behind."""
    rows = []
    for one in split_by_quota(list_).going:
        profile = getattr(one.version, "profile", None)
        rows.append(
            {
                "rank": one.rank,
                "organisation": (profile and profile.unit_name) or one.application.organisation.name,
                "direction": one.version.direction_version.title,
                "product": one.version.product_name,
                "reason": one.reason,
                "contact": profile.contact_name if profile else "",
                "phone": profile.contact_phone if profile else "",
            }
        )
    return rows


def list_digest(list_: RecommendationList) -> str:
    """SHA-256 over what the list says (RFC 8785): call, recommender, rows in order, time of sending."""
    content = {
        "call": str(list_.call.public_id),
        "recommender": list_.recommender.name,
        "sent_at": list_.sent_at.isoformat() if list_.sent_at else "",
        "rows": list_rows(list_),
    }
    return digest(content)


def list_number(list_: RecommendationList) -> str:
    return f"TJ-{list_.call.year}-{list_.pk:05d}"


def _title(list_: RecommendationList) -> str:
    return list_title(list_.call)


def _context(list_: RecommendationList) -> dict[str, Any]:
    return document_context(
        title=_title(list_),
        author=list_.recommender.name,
        call=list_.call,
        recommender=list_.recommender.name,
        sent_at=list_.sent_at,
        rows=list_rows(list_),
        directions=Direction._base_manager.filter(call=list_.call, published__isnull=False).count(),
    )


def _seals(list_: RecommendationList) -> list[SealPlace]:
    seal = seal_for_papers(organisation=list_.recommender)
    return [SealPlace("seal-recommender", seal)] if seal else []


def _readers(actor: Actor) -> Q:
    """The recommender itself and the issuer with its auditor, as they read the list."""
    return Q(subject_id__in=RecommendationList.objects.visible_to(actor).filter(sent_at__isnull=False).values("pk"))


def register() -> None:
    register_kind(
        DocumentKind(
            code="recommendation_list",
            label=_("推荐表"),
            subject_model=RecommendationList,
            template="reviews/documents/recommendation_list.html",
            title=_title,
            context=_context,
            source=list_digest,
            readers=_readers,
            seals=_seals,
            number=list_number,
            number_label="推荐表编号",
            digest=list_digest,
            issuer=lambda list_: list_.call.issuer_id,
        )
    )
