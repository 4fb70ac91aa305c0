import pytest
from django.apps import apps
from django.core.management import CommandError, call_command
from django.utils import timezone

from calls.models import Call, Direction
from calls.models.call import DeadlineKind
from calls.selectors.deadlines import deadline_of, stage_of
from calls.stages import Stage
from portal.accounts.models import User
from portal.demo.calls import SEED_CALLS
from portal.demo.loading import demo_load
from portal.demo.management.commands.load_demo import Command

pytestmark = pytest.mark.django_db


def rows() -> dict[str, int]:
    found = {model._meta.label: model._base_manager.count() for model in apps.get_models()}
    return {label: count for label, count in found.items() if count}


def call_of(number: str) -> Call:
    [seed] = [seed for seed in SEED_CALLS if seed.number == number]
    return Call._base_manager.get(imports__name__startswith=number, contact_phone=seed.phone)


def test_loading_twice_gives_the_same_rows(loaded):
    before = rows()
    assert not demo_load()
    assert rows() == before


def test_the_command_is_for_the_demo_alone(settings):
    with pytest.raises(CommandError, match="演示环境"):
        call_command(Command())
    assert not User.objects.exists()


def test_calls(loaded):
    now = timezone.now()
    stages = {number: stage_of(call_of(number), now) for number in ("000", "001", "002", "003", "004")}
    assert stages == {
        "000": Stage.DRAFT,
        "001": Stage.OPEN,
        "002": Stage.OPEN,
        "003": Stage.OPEN,
        "004": Stage.RECOMMENDING,
    }
    counts = [
        Direction._base_manager.filter(call=call_of(number)).count() for number in ("003", "000", "001", "002", "004")
    ]
    assert counts == [18, 11, 12, 52, 7]
    assert call_of("002").tracks.count() == 4
    left = deadline_of(call=call_of("002"), kind=DeadlineKind.APPLICANT) - now
    assert 0 < left.total_seconds() <= 72 * 3600
