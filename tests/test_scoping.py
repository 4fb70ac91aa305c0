"""Scoped models refuse to be read without ``visible_to`` or a named system scope."""

import ast
import importlib
from collections.abc import Iterator

import pytest
from django.apps import apps
from django.contrib.postgres.expressions import ArraySubquery
from django.db import models
from django.db.models import Count, Exists, OuterRef, Prefetch, Subquery

from applications.models import Application
from portal.accounts.actor import VISITOR
from portal.accounts.models import Organisation, User
from portal.accounts.roles import Role
from portal.running.layout import BASE_DIR
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


def others_in(rows, actor):
    """Every way to put the unscoped ``rows`` into a query that may be read."""
    mine = Organisation.objects.visible_to(actor)
    plain = Application._base_manager
    users = User.objects.values_list("name")
    return {
        "or": lambda: list(mine | rows),
        "or, the other way round": lambda: list(rows | mine),
        "and": lambda: list(mine & rows),
        "xor": lambda: list(mine ^ rows),
        "or of a slice": lambda: list(mine[:5] | rows),
        "or with a slice": lambda: list(mine | rows[:5]),
        "or past the manager": lambda: list(mine | Organisation._base_manager.all()),
        "union": lambda: list(mine.union(rows)),
        "union, the other way round": lambda: list(rows.union(mine)),
        "union of none": lambda: list(mine.none().union(rows)),
        "union from elsewhere": lambda: list(users.union(rows.values_list("name"))),
        "intersection": lambda: list(mine.intersection(rows)),
        "difference": lambda: list(mine.difference(rows)),
        "in": lambda: list(plain.filter(organisation__in=rows)),
        "in values": lambda: list(plain.filter(organisation__in=rows.values("pk"))),
        "exclude in": lambda: list(plain.exclude(organisation__in=rows)),
        "exists": lambda: list(plain.filter(Exists(rows))),
        "not exists": lambda: list(plain.filter(~Exists(rows.filter(pk=OuterRef("organisation"))))),
        "annotated exists": lambda: list(plain.annotate(there=Exists(rows))),
        "subquery": lambda: list(plain.annotate(name=Subquery(rows.values("name")[:1]))),
        "subquery of the query": lambda: list(plain.annotate(name=Subquery(rows.values("name")[:1].query))),
        "ordered by": lambda: list(plain.order_by(Subquery(rows.values("name")[:1]))),
        "array": lambda: list(plain.annotate(names=ArraySubquery(rows.values("name")))),
        "aggregate": lambda: plain.aggregate(n=Count("pk", filter=Exists(rows))),
        "update": lambda: plain.update(number=Subquery(rows.values("name")[:1])),
        "raw": lambda: list(rows.raw("SELECT * FROM accounts_organisation")),
        "explain": lambda: rows.explain(),
        "contains": lambda: rows.contains(actor.organisation),
        "dates": lambda: list(rows.dates("created_at", "year")),
        "prefetch": lambda: list(User.objects.prefetch_related(Prefetch("memberships__organisation", queryset=rows))),
    }


@pytest.mark.parametrize("way", others_in(Organisation.objects.all(), VISITOR))
def test_no_way_around_through_another_query(way):
    """Others' rows beside or inside a query that may be read."""
    actor = make_actor(role=Role.APPLICANT_ADMIN)
    make_organisation(is_applicant=True)
    for rows in (Organisation.objects.all(), Organisation.objects.filter(is_applicant=True)):
        with pytest.raises(UnscopedQuery):
            others_in(rows, actor)[way]()


ALLOWED = [way for way in others_in(Organisation.objects.none(), VISITOR) if way not in ("or past the manager", "raw")]


@pytest.mark.parametrize("way", ALLOWED)
def test_the_same_ways_are_open_to_narrowed_rows(way):
    actor = make_actor(role=Role.APPLICANT_ADMIN)
    others_in(Organisation.objects.visible_to(actor).order_by(), actor)[way]()


def test_what_is_combined_before_it_is_narrowed_may_be_read():
    mine = make_actor(role=Role.APPLICANT_ADMIN)
    make_organisation(is_applicant=True)
    either = Organisation.objects.filter(is_applicant=True) | Organisation.objects.filter(is_issuer=True)
    assert list(either.visible_to(mine)) == [mine.organisation]


def test_what_a_system_scope_put_into_a_query_may_be_read_after_it():
    application = make_application()
    with system_scope("test"):
        found = Application._base_manager.filter(organisation__in=Organisation.objects.all())
    assert list(found) == [application]


def test_excluding_by_many_rows_asks_for_no_scope_of_its_own():
    """Django builds the inner query of such an exclude from the outer one's class."""
    mine = make_actor(role=Role.APPLICANT_ADMIN)
    found = Organisation.objects.visible_to(mine).exclude(memberships__role=Role.APPLICANT_EDITOR)
    assert list(found) == [mine.organisation]


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


#: Views that ask a plain manager, and why they may (docs/decisions/0003-scoping.md).
PLAIN_IN_VIEWS = {
    ("portal.accounts.views.administration", "Membership"): "administrators see every organisation",
    ("portal.accounts.views.bureau", "TransitionLog"): "of an organisation that the actor sees",
    ("portal.accounts.views.invitations", "Invitation"): "by the digest of its token, which is the authority",
    ("portal.accounts.views.rosters", "RosterImport"): "administrators bring in regions, offices and officers",
    ("portal.demo.views.accounts", "Membership"): "the demo's invented people, only where the demo runs",
    ("calls.views.office.correcting", "RuleVersion"): "of a call that the actor sees",
    ("calls.views.office.deadlines", "Extension"): "of a call that the actor sees",
    ("calls.views.office.review_rows", "IndicatorVersion"): "of a call that the actor sees",
    ("applications.views.submitting", "Submission"): "of an application that the actor sees",
}


def plain_in_views() -> Iterator[tuple[str, str]]:
    """(module, model) wherever a view asks the manager of an unscoped model, or goes past a guarded one."""
    for room in ("portal", "calls", "applications", "reviews"):
        for path in sorted((BASE_DIR / room).rglob("views/**/*.py")):
            module = importlib.import_module(".".join(path.relative_to(BASE_DIR).with_suffix("").parts))
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                match node:
                    case ast.Attribute(value=ast.Name(id=name), attr="objects" | "_base_manager" as manager):
                        model = getattr(module, name, None)
                        if not isinstance(model, type) or not issubclass(model, models.Model):
                            continue
                        if manager == "_base_manager" or not issubclass(model, ScopedModel):
                            yield module.__name__, name


def test_views_ask_plain_managers_only_where_it_is_said_why():
    assert set(plain_in_views()) <= set(PLAIN_IN_VIEWS)
