"""The Celery application: `celery -A portal worker`, `celery -A portal beat`.

Tasks live in `<app>/tasks.py`; the static schedule and the queues are in the settings.
"""

import os

from celery import Celery
from celery.signals import worker_init
from django.core.exceptions import ImproperlyConfigured

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings.demo")

app = Celery("portal")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()


def refuse_unsafe(broker_url: str | None, always_eager: bool) -> None:
    """Raises ImproperlyConfigured unless tasks go through Redis to a worker.

    Without this, a settings module that was not read would send tasks to amqp://localhost and
    nobody would notice until nothing happened.
    """
    if not str(broker_url or "").startswith(("redis://", "rediss://")):
        raise ImproperlyConfigured("任务队列必须使用 Redis：REDIS_URL 应以 redis:// 或 rediss:// 开头。")
    if always_eager:
        raise ImproperlyConfigured("不得开启 CELERY_TASK_ALWAYS_EAGER：任务必须由任务进程执行。")


refuse_unsafe(app.conf.broker_url, app.conf.task_always_eager)


@worker_init.connect
def refuse_unfit_database(**_kwargs) -> None:
    """No worker on a database that is not fit for production. Celery only logs exceptions, but lets an exit pass."""
    from portal import checks

    try:
        checks.refuse_unfit_database()
    except ImproperlyConfigured as error:
        raise SystemExit(str(error)) from error
