"""推荐表 (seed 003 附1): the paper that a recommender seals and sends."""

import json
from datetime import datetime
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from calls.models import Direction
from portal.accounts.actor import Actor
from portal.documents.kinds import DocumentKind, SealPlace, register_kind
from portal.documents.rendering import document_context
from portal.documents.services.seals import seal_for_papers
from reviews.models import RecommendationList
from reviews.selectors.bureau import split_by_quota
from reviews.titles import list_title


def list_content(list_: RecommendationList, *, sent_at: datetime) -> dict[str, Any]:
    """What the paper would say if the list were sent now: number, title, names, and the table of 附1 out of the frozen
    versions that were recommended, without those beyond the quota. `list_send` freezes it."""
    rows = []
    for one in split_by_quota(list_).going:
        profile = getattr(one.version, "profile", None)
        rows.append(
            {
                "rank": one.rank,
                "application": one.application.number,
                "organisation": (profile and profile.unit_name) or one.application.organisation.name,
                "direction": one.version.direction_version.title,
                "product": one.version.product_name,
                "reason": one.reason,
                "contact": profile.contact_name if profile else "",
                "phone": profile.contact_phone if profile else "",
            }
        )
    return {
        "number": f"TJ-{list_.call.year}-{list_.pk:05d}",
        "title": list_title(list_.call),
        "call": list_.call.public_id,
        "call_title": list_.call.title,
        "issuer": list_.call.issuer.name,
        "recommender": list_.recommender.name,
        "directions": Direction._base_manager.filter(call=list_.call, published__isnull=False).count(),
        "sent_at": sent_at,
        "rows": rows,
    }


def frozen_content(list_: RecommendationList) -> dict[str, Any]:
    """The same as it was when the list was sent, whatever was renamed since; times and ids as texts."""
    return json.loads(list_.canonical)


def _title(list_: RecommendationList) -> str:
    return frozen_content(list_)["title"]


def _context(list_: RecommendationList) -> dict[str, Any]:
    frozen = frozen_content(list_)
    return document_context(
        title=frozen["title"],
        author=frozen["recommender"],
        recommender=frozen["recommender"],
        rows=frozen["rows"],
        directions=frozen["directions"],
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
            source=lambda list_: list_.sha256,
            readers=_readers,
            seals=_seals,
            number=lambda list_: frozen_content(list_)["number"],
            number_label="推荐表编号",
            digest=lambda list_: list_.sha256,
            issuer=lambda list_: list_.call.issuer_id,
        )
    )
