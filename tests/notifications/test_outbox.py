"""Orders in the outbox: put once, claimed once, retried with growing waits, given up."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.db import connection, connections, transaction
from django.utils import timezone

from portal.accounts.roles import Role
from portal.notifications import (
    outbox_tasks,
    tasks,  # noqa: F401  registers the room's own
)
from portal.notifications.models import Message, OutboxRow
from portal.notifications.models.outbox import OutboxState
from portal.notifications.outbox_tasks import Hopeless, OutboxTask, outbox_task
from portal.notifications.services import attempts
from portal.notifications.services.attempts import MAX_ATTEMPTS, attempt, backoff, outbox_retry
from portal.notifications.services.dispatching import LONGEST_LEASE, SHORTEST_LEASE, outbox_claim, outbox_sweep
from portal.notifications.services.outbox import CHANNEL, Order, outbox_put, outbox_put_all
from tests.factories import make_membership, make_organisation
from tests.outbox import run_outbox

TASK = "tests.notifications.test_outbox.task"
in_database = pytest.mark.django_db
in_transactions = pytest.mark.django_db(transaction=True)


@pytest.fixture
def task():
    """Makes a function the outbox task of one test (without Celery, which would keep it for the whole run)."""

    def register(function, **options):
        outbox_tasks._tasks[TASK] = OutboxTask(TASK, function, **options)
        return function

    yield register
    outbox_tasks._tasks.pop(TASK, None)


def put(key: str = "one", **payload) -> OutboxRow:
    with transaction.atomic():
        outbox_put(task=TASK, key=key, payload=payload)
    return OutboxRow.objects.get(key=key)


@in_database
def test_a_key_is_put_once():
    with transaction.atomic():
        assert outbox_put(task=TASK, key="one", payload={"a": 1})
        assert not outbox_put(task=TASK, key="one", payload={"a": 2})
    assert OutboxRow.objects.get().payload == {"a": 1}


@in_database
def test_many_orders_take_few_queries(django_assert_num_queries):
    with transaction.atomic(), django_assert_num_queries(2):
        outbox_put_all(task=TASK, orders=[Order(f"k{n}", {}) for n in range(50)])
    with transaction.atomic():
        outbox_put_all(task=TASK, orders=[Order("k1", {}), Order("new", {})])
    assert OutboxRow.objects.count() == 51


@in_transactions
def test_putting_needs_the_transaction_of_the_change():
    with pytest.raises(RuntimeError):
        outbox_put(task=TASK, key="one", payload={})


@in_transactions
def test_a_rolled_back_change_orders_nothing():
    with transaction.atomic():
        outbox_put(task=TASK, key="one", payload={})
        transaction.set_rollback(True)
    assert not OutboxRow.objects.exists()


@in_transactions
def test_the_dispatcher_is_told_at_commit():
    listener = connection.copy()
    try:
        listener.ensure_connection()
        listener.connection.execute(f"LISTEN {CHANNEL}")
        with transaction.atomic():
            outbox_put(task=TASK, key="one", payload={})
            assert not list(listener.connection.notifies(timeout=0))
        assert len(list(listener.connection.notifies(timeout=5, stop_after=1))) == 1
    finally:
        listener.close()


@in_database
def test_what_is_not_due_is_not_claimed():
    with transaction.atomic():
        outbox_put(task=TASK, key="later", payload={}, at=timezone.now() + timedelta(hours=1))
    assert outbox_claim() == []
    assert [row.key for row in outbox_claim(now=timezone.now() + timedelta(hours=2))] == ["later"]


@in_transactions
def test_dispatchers_at_the_same_time_never_claim_the_same_row():
    with transaction.atomic():
        outbox_put_all(task=TASK, orders=[Order(f"k{n}", {}) for n in range(200)])

    def claim_all(_number: int) -> list[int]:
        found = []
        try:
            while rows := outbox_claim(limit=7):
                found += [row.pk for row in rows]
        finally:
            connections.close_all()
        return found

    with ThreadPoolExecutor(4) as pool:
        claimed = [pk for found in pool.map(claim_all, range(4)) for pk in found]
    assert len(claimed) == len(set(claimed)) == 200


@in_database
def test_effect_and_done_are_written_together(task):
    @task
    def work(*, title):
        make_organisation(name=title)

    row = put(title="甲单位")
    run_outbox()
    row.refresh_from_db()
    assert (row.state, row.attempts, row.started_at, row.lease_until) == (OutboxState.DONE, 1, None, None)
    assert row.done_at


@in_database
def test_a_failed_attempt_leaves_nothing_and_is_tried_later(task):
    failing = [True]

    @task
    def work():
        make_organisation(name="甲单位")
        if failing:
            raise ValueError("服务器没有应答")

    row = put()
    run_outbox()
    row.refresh_from_db()
    assert (row.state, row.attempts) == (OutboxState.WAITING, 1)
    assert row.last_error == "ValueError: 服务器没有应答"
    assert row.next_at > timezone.now()
    failing.clear()
    OutboxRow.objects.update(next_at=timezone.now())
    run_outbox()
    row.refresh_from_db()
    assert (row.state, row.attempts, row.last_error) == (OutboxState.DONE, 2, "")


def test_waits_grow_from_seconds_to_an_hour():
    waits = [backoff(n).total_seconds() for n in range(MAX_ATTEMPTS)]
    assert waits[:5] == [0, 5, 20, 80, 320]
    assert waits[-1] == 3600
    assert sum(waits) > 4 * 3600


@in_database
def test_given_up_after_the_last_attempt_and_shown_to_administrators(task):
    told = []

    def work(*, number):
        raise ValueError("无法连接")

    task(work, on_dead=lambda **given: told.append(given))
    administrator = make_membership(role=Role.ADMINISTRATOR)
    row = put(number=7)
    for _ in range(MAX_ATTEMPTS):
        OutboxRow.objects.filter(pk=row.pk).update(next_at=timezone.now())
        run_outbox(task=TASK)
    row.refresh_from_db()
    assert (row.state, row.attempts) == (OutboxState.DEAD, MAX_ATTEMPTS)
    assert told == [{"error": "ValueError: 无法连接", "number": 7}]
    message = Message._base_manager.get(membership=administrator)
    assert TASK in message.body
    assert "无法连接" in message.body


@in_database
def test_a_hopeless_task_is_given_up_at_once_and_can_be_retried(task):
    @task
    def work():
        raise Hopeless("模板有误")

    row = put()
    run_outbox(task=TASK)
    row.refresh_from_db()
    assert (row.state, row.attempts, row.last_error) == (OutboxState.DEAD, 1, "模板有误")
    assert outbox_retry(outbox_id=row.pk)
    assert not outbox_retry(outbox_id=row.pk)
    assert [r.pk for r in run_outbox(task=TASK)] == [row.pk]


@in_database
def test_what_on_dead_does_wrong_does_not_keep_the_row_alive(task):
    def work():
        raise Hopeless("模板有误")

    def on_dead(**_given):
        raise KeyError("x")

    task(work, on_dead=on_dead)
    row = put()
    run_outbox(task=TASK)
    row.refresh_from_db()
    assert row.state == OutboxState.DEAD


def test_a_name_belongs_to_one_task():
    with pytest.raises(ValueError, match="stands twice"):
        outbox_task(name="portal.notifications.tasks.deliver_mail")(lambda: None)


@in_database
def test_steps_must_end_in_finish(task):
    def work(job):
        pass

    task(work, steps=True)
    row = put()
    run_outbox(task=TASK)
    row.refresh_from_db()
    assert row.state == OutboxState.WAITING
    assert "finish" in row.last_error


@in_transactions
def test_a_row_that_is_worked_on_is_neither_begun_twice_nor_taken_back():
    row = put()
    outbox_claim()
    other = connection.copy()
    with other.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s)", [attempts.lock_number(row.pk)])
    OutboxRow.objects.update(started_at=timezone.now(), attempts=1, lease_until=timezone.now() - timedelta(hours=1))
    try:
        with attempt(row.pk) as begun:
            assert begun is None
        assert outbox_sweep() == 0
    finally:
        other.close()
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s), pg_advisory_unlock(%s)", [attempts.lock_number(row.pk)] * 2)
    assert outbox_sweep() == 1
    row.refresh_from_db()
    assert row.state == OutboxState.WAITING
    assert row.last_error


@in_database
def test_a_row_lost_in_the_queue_is_published_again_when_its_lease_is_over():
    put()
    claimed = outbox_claim()
    assert outbox_sweep() == 0
    later = timezone.now() + SHORTEST_LEASE + timedelta(seconds=1)
    assert outbox_sweep(now=later) == 1
    again = outbox_claim(now=later)
    assert [row.pk for row in again] == [row.pk for row in claimed]
    assert again[0].attempts == 0, "waiting in the queue is not an attempt"
    assert again[0].lease_until - later > SHORTEST_LEASE, "the lease grows with the time waited"
    much_later = timezone.now() + timedelta(days=1)
    assert outbox_sweep(now=much_later) == 1
    assert outbox_claim(now=much_later)[0].lease_until == much_later + LONGEST_LEASE


@in_database
def test_a_row_whose_worker_dies_every_time_is_given_up():
    row = put()
    OutboxRow.objects.update(
        state=OutboxState.SENT,
        attempts=MAX_ATTEMPTS,
        started_at=timezone.now(),
        lease_until=timezone.now() + timedelta(minutes=5),
    )
    assert outbox_sweep() == 1
    row.refresh_from_db()
    assert row.state == OutboxState.DEAD
