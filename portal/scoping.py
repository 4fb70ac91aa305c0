"""The one way into rows: ``Model.objects.visible_to(actor)``.

A scoped model's default manager hands out querysets that refuse to touch the database until they were
narrowed by ``visible_to`` or the caller stands inside ``system_scope("why")`` (tasks, commands, services that
check rules over other people's rows). Why not django-scopes: see docs/decisions/0003-scoping.md.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import Q

if TYPE_CHECKING:
    from portal.accounts.actor import Actor

_system: ContextVar[str] = ContextVar("system_scope", default="")


class UnscopedQuery(RuntimeError):
    """A scoped model was queried without ``visible_to`` and outside ``system_scope``."""


@contextmanager
def system_scope(reason: str) -> Iterator[None]:
    """Lift the guard for work that no single actor asks for; ``reason`` names the task or rule."""
    if not reason:
        raise ValueError("system_scope needs a reason")
    token = _system.set(reason)
    try:
        yield
    finally:
        _system.reset(token)


NOTHING = Q(pk__in=[])
EVERYTHING = Q()


class ScopedQuerySet(models.QuerySet):
    _narrowed = False

    def visible_to(self, actor: "Actor") -> Self:
        """Rows that ``actor`` may read: the model's ``visible_q(actor)``, without duplicates."""
        narrowed = self.filter(self.model.visible_q(actor))
        narrowed._narrowed = True
        return narrowed

    def _clone(self) -> Self:
        clone = super()._clone()
        clone._narrowed = self._narrowed
        return clone

    def _guard(self) -> None:
        if not (self._narrowed or _system.get() or self.query.is_empty()):
            raise UnscopedQuery(f"{self.model.__name__} was queried without visible_to(actor)")

    def _fetch_all(self) -> None:
        if self._result_cache is None:
            self._guard()
        super()._fetch_all()

    def iterator(self, *args, **kwargs):
        self._guard()
        return super().iterator(*args, **kwargs)

    def count(self) -> int:
        self._guard()
        return super().count()

    def exists(self) -> bool:
        self._guard()
        return super().exists()

    def aggregate(self, *args, **kwargs):
        self._guard()
        return super().aggregate(*args, **kwargs)

    def update(self, **kwargs) -> int:
        self._guard()
        return super().update(**kwargs)

    def delete(self):
        self._guard()
        return super().delete()

    def resolve_expression(self, *args, **kwargs):
        self._guard()
        return super().resolve_expression(*args, **kwargs)


class ScopedManager(models.Manager.from_queryset(ScopedQuerySet)):
    """Default manager of scoped models; foreign keys and refreshes use Django's plain base manager."""


class ScopedModel(models.Model):
    """A model whose rows belong to somebody. Subclasses say who reads them in ``visible_q``."""

    objects = ScopedManager()

    class Meta:
        abstract = True

    @classmethod
    def visible_q(cls, actor: "Actor") -> Q:
        raise NotImplementedError(f"{cls.__name__} does not say who may read it")
