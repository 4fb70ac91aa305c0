"""重点产品方向: the row of 申报表 that ticks the chosen direction, on the form, on the check page and on paper."""

import io
import re

import pytest
from django.urls import reverse
from django.utils import timezone
from pypdf import PdfReader

from applications.documents import APPLICATION_FORM
from applications.selectors.loading import version_loaded
from applications.selectors.ticked import directions_ticked
from calls.models import Category, Direction, DirectionVersion
from portal.documents.kinds import kind_of
from portal.documents.rendering import document_html, document_pdf
from tests.applications.helpers import complete, submit
from tests.factories import make_direction
from tests.signing_in import sign_in


@pytest.fixture
def application(world):
    """One of two directions in categories and a third without any."""
    track = world.direction.track
    other = make_direction(call=world.call, title="机器翻译系统")
    make_direction(call=world.call, title="其他重要技术")
    for direction, title in [(world.direction, "核心基础"), (other, "智能产品")]:
        category = Category.objects.create(track=track, title=title, order=direction.order)
        Direction._base_manager.filter(pk=direction.pk).update(category=category)
    return complete(world)


GROUPS = (
    ("核心基础", (("方向 1：智能传感器", True),)),
    ("智能产品", (("方向 2：机器翻译系统", False),)),
    ("", (("方向 3：其他重要技术", False),)),
)


def test_all_directions_of_the_track_with_the_own_one_ticked(client, world, application):
    assert directions_ticked(version_loaded(application.current)) == GROUPS
    sign_in(client, world.admin)
    for page in [
        reverse("applications:section", args=[application.public_id, "product"]),
        reverse("applications:check", args=[application.public_id]),
    ]:
        shown = client.get(page).content.decode()
        assert "重点产品方向" in shown
        assert '<span aria-hidden="true">☑</span> 方向 1：智能传感器' in shown
        assert '<span aria-hidden="true">□</span> 方向 2：机器翻译系统' in shown


def test_the_paper_keeps_the_words_that_were_in_force(world, application):
    submission = submit(application, world.admin)
    other = DirectionVersion.objects.get(title="机器翻译系统")
    DirectionVersion.objects.create(
        direction=other.direction, number=2, title="改过的名称", published_at=timezone.now()
    )
    made = kind_of(APPLICATION_FORM)
    html = document_html(template=made.template, context=made.context(submission))
    pdf = document_pdf(html).pdf
    text = re.sub(r"\s|\u2060", "", "".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages))
    for words in ["重点产品方向", "方向1：智能传感器", "方向2：机器翻译系统", "揭榜产品名称：车规级固态激光雷达"]:
        assert words in text, words
    assert "改过的名称" not in text
    assert html.count("<b>√</b></span>方向") == 1
    assert "<b>√</b></span>方向 1：智能传感器" in html
