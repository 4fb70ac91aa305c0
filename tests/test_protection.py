"""Frozen rows stay as they are, whoever asks, and whatever hangs on them."""

from concurrent.futures import ThreadPoolExecutor, TimeoutError

import pytest
from django.db import IntegrityError, connection, connections, transaction
from django.utils import timezone

from applications.models import ApplicationState, ApplicationVersion, FormVersion, Narrative, Participant
from calls.models import DirectionPart, FundingTerm, IndicatorVersion, RuleVersion
from tests.database_roles import acting_as_owner
from tests.factories import make_application, make_call, make_direction, make_rule

pytestmark = pytest.mark.django_db


def refused(change) -> bool:
    with pytest.raises(IntegrityError, match="frozen"), transaction.atomic():
        change()
    return True


@pytest.fixture
def version():
    return make_application(state=ApplicationState.SUBMITTED).submitted_version


def test_a_submitted_version_and_its_rows_never_change(version):
    assert refused(lambda: ApplicationVersion.objects.filter(pk=version.pk).update(product_name="另一个"))
    assert refused(lambda: ApplicationVersion.objects.filter(pk=version.pk).update(frozen_at=None))
    assert refused(lambda: Narrative.objects.create(version=version, section_key="task", body={}))
    assert refused(lambda: Participant.objects.create(version=version, order=1, name="示例单位"))
    assert refused(lambda: type(version.profile).objects.filter(version=version).update(unit_name="另一个"))
    assert refused(lambda: version.profile.delete())


def test_not_even_the_owner_changes_them(version):
    with acting_as_owner(connection):
        assert refused(lambda: version.profile.delete())


def test_rows_cannot_be_moved_onto_a_frozen_version_or_away_from_it(version):
    draft = make_application().current
    row = Participant.objects.create(version=draft, order=1, name="示例单位")
    assert refused(lambda: Participant.objects.filter(pk=row.pk).update(version=version))
    assert refused(lambda: type(version.profile).objects.filter(version=version).update(version=draft))


def test_published_directions_rules_and_forms_never_change():
    direction = make_direction(call=make_call())
    published = direction.published
    assert refused(lambda: DirectionPart.objects.filter(version=published).update(text="另一段"))
    assert refused(lambda: IndicatorVersion.objects.filter(direction_version=published).update(value=1))
    assert refused(lambda: FundingTerm.objects.create(version=published, source="grant", comparator="<=", amount=1))
    assert refused(lambda: type(published).objects.filter(pk=published.pk).update(title="另一个"))
    rule = make_rule(call=direction.call)
    assert refused(lambda: RuleVersion.objects.filter(rule=rule).update(clause_text="另一条"))
    form = make_application(direction=direction).current.form_version
    assert refused(lambda: FormVersion.objects.filter(pk=form.pk).update(schema={}))


@pytest.mark.django_db(transaction=True)
def test_freezing_waits_for_who_writes_a_row_and_the_next_writer_is_refused():
    version = make_application().current

    def write() -> None:
        try:
            Participant.objects.create(version=version, order=2, name="示例单位")
        finally:
            connections.close_all()

    with ThreadPoolExecutor(1) as pool:
        with transaction.atomic():
            ApplicationVersion.objects.filter(pk=version.pk).update(frozen_at=timezone.now())
            writing = pool.submit(write)
            with pytest.raises(TimeoutError):
                writing.result(timeout=0.5)
        with pytest.raises(IntegrityError, match="frozen"):
            writing.result(timeout=10)
