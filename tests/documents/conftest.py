"""A kind of paper that only these tests know: one page about an organisation, sealed by it."""

import pytest
from django.db.models import Q

from portal.accounts.models import Organisation
from portal.documents import access, kinds
from portal.documents.kinds import DocumentKind, SealPlace
from portal.documents.rendering import document_context
from portal.documents.services.seals import seal_for_papers
from portal.scoping import NOTHING


def _seals(organisation):
    seal = seal_for_papers(organisation=organisation)
    return [SealPlace("seal", seal)] if seal else []


@pytest.fixture
def slip_template(settings, tmp_path):
    """The template of the test paper; tests may rewrite it."""
    path = tmp_path / "slip.html"
    path.write_text(
        '{% extends "documents/base.html" %}{% block body %}<h1>单位证明</h1><p>{{ name }}</p>'
        '<p>盖章：<a id="seal" class="seal"></a></p>{% endblock %}',
        encoding="utf-8",
    )
    plain = settings.TEMPLATES[0]
    # Without the cache of templates, so that a rewritten one is read anew.
    options = plain["OPTIONS"] | {
        "loaders": ["django.template.loaders.filesystem.Loader", "django.template.loaders.app_directories.Loader"]
    }
    settings.TEMPLATES = [plain | {"DIRS": [*plain["DIRS"], tmp_path], "APP_DIRS": False, "OPTIONS": options}]
    return path


@pytest.fixture
def slip_kind(monkeypatch, slip_template) -> str:
    """The code of the test paper, which only members of the organisation may read."""
    monkeypatch.setattr(kinds, "_kinds", dict(kinds._kinds))
    monkeypatch.setattr(access, "_documents", dict(access._documents))
    kinds.register_kind(
        DocumentKind(
            code="slip",
            label="单位证明",
            subject_model=Organisation,
            template=slip_template.name,
            title=lambda organisation: f"单位证明-{organisation.name}",
            context=lambda organisation: document_context(title="单位证明", name=organisation.name),
            source=lambda organisation: organisation.name,
            readers=lambda actor: Q(subject_id=actor.organisation_id) if actor.is_applicant else NOTHING,
            seals=_seals,
            number=lambda organisation: "JB-2026-000001",
        )
    )
    return "slip"
