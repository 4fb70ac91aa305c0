"""What applicants are told of a result on the application's own page."""

import pytest
from django.test import Client
from django.urls import reverse

from applications.hooks import results_of
from applications.models import Application
from reviews.services import deciding
from tests.reviews.helpers import World, announced, applicant_of, reviewed
from tests.signing_in import sign_in

pytestmark = pytest.mark.django_db


def page_of(application: Application) -> str:
    client = sign_in(Client(), applicant_of(application))
    return client.get(reverse("applications:detail", args=[application.public_id])).content.decode()


def test_a_proposed_result_shows_nowhere(world: World):
    one, other = reviewed(world)
    deciding.decision_propose(application=one, outcome="shortlisted", actor=world.issuer)
    assert results_of(one, applicant_of(one)) == []
    assert "入围" not in page_of(one)
    assert page_of(one).count("评审中") == page_of(other).count("评审中")


def test_an_announced_result_shows_to_its_applicant_with_the_notice(world: World):
    notice = announced(world)
    one, other = Application._base_manager.filter(call=world.call).order_by("pk")
    (found,) = results_of(one, applicant_of(one))
    assert (found.text, found.tone) == ("入围", "ok")
    assert found.url == reverse("reviews:notice", args=[notice.public_id])
    assert found.url in page_of(one)
    assert [result.text for result in results_of(other, applicant_of(other))] == ["未入围"]
    assert results_of(one, applicant_of(other)) == []
