"""The page of an export in each of its states."""

import pytest
from django.urls import reverse

from portal.accounts.roles import Role
from portal.documents.models import Export
from portal.documents.models.export import ExportState
from portal.documents.services.exports import export_order
from tests.factories import make_actor
from tests.signing_in import sign_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def export(client):
    actor = make_actor(role=Role.AUDITOR)
    sign_in(client, actor)
    return export_order(kind="audit", filters={}, actor=actor)


def page_of(client, export, **state) -> str:
    Export._base_manager.filter(pk=export.pk).update(**state)
    return client.get(reverse("documents:export", args=[export.public_id])).content.decode()


def test_a_queued_export_counts_nothing(client, export):
    page = page_of(client, export)
    assert "排队" in page
    assert "?" not in page.partition('id="export-progress"')[2].partition("</main>")[0]
    assert "<progress" not in page


def test_a_running_export_tells_how_far_it_is(client, export):
    assert "<progress" not in page_of(client, export, state=ExportState.RUNNING)
    page = page_of(client, export, state=ExportState.RUNNING, done_rows=100, total_rows=250)
    assert "已写 100 行，共 250 行" in page
    assert '<progress id="export-rows" value="100" max="250">' in page
