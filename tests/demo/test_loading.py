import io
from decimal import Decimal

import pytest
from django.apps import apps
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from stdnum.cn import uscc

from applications.models import Application, ApplicationState
from calls.models import Call, Direction
from calls.models.call import DeadlineKind
from calls.selectors.deadlines import deadline_of, stage_of
from calls.stages import Stage
from portal.accounts.actor import VISITOR, Actor
from portal.accounts.models import Membership, Organisation, User
from portal.accounts.models.organisation import OrganisationState
from portal.demo import world
from portal.demo.announcing import RESERVED, SCORED, SHORTLISTED
from portal.demo.calls import SEED_CALLS
from portal.demo.loading import demo_load
from portal.demo.management.commands import demo_accounts, load_demo
from portal.documents.models import Document, Seal
from reviews.models import Assignment, Decision, PublicNotice, Reserve
from tests.signing_in import sign_in

pytestmark = pytest.mark.django_db


def rows() -> dict[str, int]:
    found = {model._meta.label: model._base_manager.count() for model in apps.get_models()}
    return {label: count for label, count in found.items() if count}


def call_of(number: str) -> Call:
    return Call._base_manager.get(imports__name__startswith=number)


def test_codes_are_valid_and_nobody_has_two():
    codes = [enterprise.code for enterprise in world.ENTERPRISES] + list(world.FREE_CODES)
    assert all(uscc.is_valid(code) for code in codes)
    assert len(set(codes)) == len(codes)


def test_the_command_is_for_the_demo_alone():
    with pytest.raises(CommandError, match="演示环境"):
        call_command(load_demo.Command())
    assert not User.objects.exists()


def test_loaded_once_and_as_the_contract_says(loaded):
    """One test, for one loading takes seconds."""
    before = rows()
    assert not demo_load()
    out = io.StringIO()
    call_command(load_demo.Command(), stdout=out)
    assert "没有改动" in out.getvalue()
    assert rows() == before
    _calls()
    _organisations()
    _applications()
    _results()
    _people()


def _calls() -> None:
    now = timezone.now()
    assert {seed.number: stage_of(call_of(seed.number), now) for seed in SEED_CALLS} == {
        "000": Stage.DRAFT,
        "001": Stage.CLOSED,
        "002": Stage.OPEN,
        "003": Stage.OPEN,
        "004": Stage.RECOMMENDING,
    }
    directions = Direction._base_manager
    counts = [directions.filter(call=call_of(number)).count() for number in ("003", "000", "001", "002", "004")]
    assert counts == [18, 11, 12, 52, 7]
    assert call_of("002").tracks.count() == 4
    left = deadline_of(call=call_of("002"), kind=DeadlineKind.APPLICANT) - now
    assert 0 < left.total_seconds() <= 72 * 3600
    body = call_of("003").body
    assert "2021年11月15日" not in body
    assert "11月19日17:00前" not in body.replace(_printed("003"), "")


def _printed(number: str) -> str:
    return call_of(number).deadlines.get(kind=DeadlineKind.RECOMMENDER).printed


def _organisations() -> None:
    waiting = Organisation._base_manager.filter(state=OrganisationState.PENDING)
    assert [organisation.name for organisation in waiting] == ["示例待核机器人（成都）有限公司"]
    ready = Organisation._base_manager.get(name="示例智芯科技（成都）有限公司")
    assert ready.is_active
    assert not Application._base_manager.filter(organisation=ready).exists()
    assert not Seal.objects.filter(is_demo=False).exists()


def _applications() -> None:
    states = Application._base_manager.filter(call=call_of("003")).order_by("pk").values_list("state", flat=True)
    assert list(states) == [
        ApplicationState.DRAFT,
        ApplicationState.SUBMITTED,
        ApplicationState.SUBMITTED,
        ApplicationState.RETURNED,
    ]
    experts = Assignment._base_manager.filter(application__call=call_of("004"))
    assert sorted(experts.values_list("expert__login", flat=True)) == [
        "expert1@demo.example",
        "expert1@demo.example",
        "expert2@demo.example",
        "expert2@demo.example",
    ]


def _results() -> None:
    """Seed 001 is in 公示: shortlist and reserve are named to everyone, 未入围 is told to its applicant alone."""
    notice = PublicNotice.objects.visible_to(VISITOR).get()
    assert notice.call == call_of("001")
    assert notice.objections_until > timezone.now()
    page = Client().get(reverse("reviews:notice", args=[notice.public_id])).content.decode()
    outcomes = Decision._base_manager.filter(notice=notice).values_list("outcome", flat=True).order_by("pk")
    assert sorted(outcomes) == ["not_shortlisted", "not_shortlisted", "shortlisted", "shortlisted"]
    products = [sample.product for sample, _scores in SCORED]
    assert [product for product in products if product in page] == products[: SHORTLISTED + RESERVED]
    assert notice.title in Client().get(reverse("reviews:notice_list")).content.decode()
    means = [sum(map(Decimal, [value for given in scores for value in given])) for _sample, scores in SCORED]
    assert means == sorted(means, reverse=True)
    officer = sign_in(Client(), actor_of("henan"))
    shown = officer.get(reverse("reviews:decision_list")).content.decode()
    assert all(product in shown for product in products)
    assert Reserve._base_manager.get().application.current.product_name == products[SHORTLISTED]
    assert Document._base_manager.filter(subject_type="reviews.recommendationlist").count() == 2
    applicant = sign_in(Client(), actor_of("songshan"))
    own = Application._base_manager.get(organisation__name__contains="嵩山")
    assert "储备" in applicant.get(reverse("applications:detail", args=[own.public_id])).content.decode()


def actor_of(mailbox: str) -> Actor:
    membership = Membership.objects.get(user__login=f"{mailbox}@demo.example")
    return Actor(user=membership.user, membership=membership)


def _people() -> None:
    users = User.objects.all()
    assert {user.login for user in users} == {person.login for person in world.PEOPLE}
    assert all(user.is_demo and user.email.endswith("@demo.example") for user in users)
    out = io.StringIO()
    call_command(demo_accounts.Command(), stdout=out)
    printed = out.getvalue()
    assert all(person.login in printed for person in world.PEOPLE)
    assert world.PASSWORD in printed
    assert "  8. " in printed
    assert "http" not in printed
