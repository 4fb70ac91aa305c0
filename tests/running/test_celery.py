"""The Celery application: its broker, its queues, its promises."""

import pytest
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from portal.celery import app, refuse_unsafe


def test_broker_is_redis_and_tasks_survive_their_worker():
    assert app.conf.broker_url.startswith("redis://")
    assert app.conf.broker_url == settings.REDIS_URL
    assert app.conf.task_acks_late
    assert app.conf.task_reject_on_worker_lost
    assert app.conf.worker_prefetch_multiplier == 1
    assert not app.conf.task_always_eager


@pytest.mark.parametrize(("url", "eager"), [("amqp://localhost", False), (None, False), ("redis://localhost", True)])
def test_other_brokers_and_eager_tasks_are_refused(url, eager):
    with pytest.raises(ImproperlyConfigured):
        refuse_unsafe(url, eager)


def test_each_queue_has_its_own_exchange():
    """On a shared exchange each queue would get a copy of every message, and each task would run three times."""
    queues = list(app.amqp.queues.values())
    assert {queue.name for queue in queues} == {"default", "documents", "heartbeat"}
    assert len({(queue.exchange.name, queue.routing_key) for queue in queues}) == len(queues)


def test_scheduled_tasks_exist():
    app.loader.import_default_modules()
    for name, entry in app.conf.beat_schedule.items():
        assert entry["task"] in app.tasks, name
