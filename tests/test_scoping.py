"""Scoped models refuse to be read without ``visible_to`` or a named system scope."""

import pytest
from django.apps import apps

from applications.models import Application
from portal.accounts.actor import VISITOR
from portal.accounts.models import Organisation
from portal.accounts.roles import Role
from portal.scoping import ScopedModel, UnscopedQuery, system_scope
from tests.factories import make_actor, make_application, make_organisation

pytestmark = pytest.mark.django_db
SCOPED = [model for model in apps.get_models() if issubclass(model, ScopedModel)]


@pytest.mark.parametrize(
    "ask",
    [
        lambda rows: list(rows),
        lambda rows: rows.count(),
        lambda rows: rows.exists(),
        lambda rows: rows.first(),
        lambda rows: list(rows.iterator()),
        lambda rows: list(rows.values_list("pk")),
        lambda rows: rows.get(pk=1),
        lambda rows: rows.update(name="x"),
        lambda rows: rows.delete(),
        lambda rows: rows.in_bulk([1]),
        lambda rows: rows.aggregate(),
        lambda rows: list(Application._base_manager.filter(organisation__in=rows)),
        lambda rows: rows[0],
        lambda rows: bool(rows),
    ],
)
def test_every_way_to_the_rows_is_refused(ask):
    for rows in (Organisation.objects.all(), Organisation.objects.filter(name="x").order_by("pk")):
        with pytest.raises(UnscopedQuery):
            ask(rows)


def test_visible_to_opens_what_was_narrowed_and_nothing_beside_it():
    mine = make_actor(role=Role.APPLICANT_ADMIN)
    make_organisation(is_applicant=True)
    assert list(Organisation.objects.visible_to(mine)) == [mine.organisation]
    assert list(Organisation.objects.filter(is_applicant=True).visible_to(mine).order_by("pk")) == [mine.organisation]
    assert not Organisation.objects.visible_to(VISITOR).exists()


def test_a_system_scope_needs_a_reason_and_ends():
    make_organisation()
    with pytest.raises(ValueError, match="reason"), system_scope(""):
        pass
    with system_scope("test"):
        assert Organisation.objects.count() == 1
    with pytest.raises(UnscopedQuery):
        Organisation.objects.count()


@pytest.mark.parametrize("model", SCOPED)
def test_every_scoped_model_answers_every_role(model):
    """No actor makes ``visible_q`` fail, and visitors read nothing but what is public."""
    for role in Role:
        assert model.objects.visible_to(make_actor(role=role)).count() >= 0
    assert not model.objects.visible_to(VISITOR).exists()


def test_isolation_between_bureaus_and_applicants():
    bureau = make_organisation(is_recommender=True)
    application = make_application(recommender=bureau, state="submitted")
    make_application(state="submitted")

    def seen(role, organisation):
        return list(Application.objects.visible_to(make_actor(role=role, organisation=organisation)))

    assert seen(Role.BUREAU_OFFICER, bureau) == [application]
    assert seen(Role.APPLICANT_READER, application.organisation) == [application]
    assert seen(Role.ISSUING_OFFICER, application.call.issuer) == [], "not before the list is sent"
    assert seen(Role.BUREAU_OFFICER, make_organisation(is_recommender=True)) == []
