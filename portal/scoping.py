"""The one way into rows: ``Model.objects.visible_to(actor)``.

A scoped model's default manager hands out querysets that refuse to touch the database until they were
narrowed by ``visible_to`` or the caller stands inside ``system_scope("why")`` (tasks, commands, services that
check rules over other people's rows). Why not django-scopes: see docs/decisions/0003-scoping.md.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import Q
from django.db.models.sql import Query

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


class ScopedQuery(Query):
    """The SQL side of the guard: where a query goes, as itself or inside another one, its narrowing goes along.

    Every statement is compiled by ``get_compiler``, also those of `Exists`, `Subquery` and the parts of a union.
    """

    #: A query that Django builds from this class itself (inner part of an ``exclude``) belongs to a guarded one.
    narrowed = True

    def guard(self) -> None:
        if not (self.narrowed or _system.get() or self.is_empty()):
            raise UnscopedQuery(f"{self.model.__name__} was queried without visible_to(actor)")

    def get_compiler(self, *args, **kwargs):
        self.guard()
        return super().get_compiler(*args, **kwargs)

    def resolve_expression(self, *args, **kwargs):
        self.guard()
        resolved = super().resolve_expression(*args, **kwargs)
        # What a system scope allowed to be put into another query stays allowed when that is run after its end.
        resolved.narrowed = True
        return resolved

    def combine(self, rhs: Query, connector: str) -> None:
        super().combine(rhs, connector)
        self.narrowed = self.narrowed and _is_narrowed(rhs)


def _is_narrowed(query: Query) -> bool:
    return isinstance(query, ScopedQuery) and query.narrowed


class ScopedQuerySet(models.QuerySet):
    def __init__(self, model=None, query=None, using=None, hints=None) -> None:
        if query is None:
            query = ScopedQuery(model)
            query.narrowed = False
        super().__init__(model, query, using, hints)

    def visible_to(self, actor: "Actor") -> Self:
        """Rows that ``actor`` may read: the model's ``visible_q(actor)``, without duplicates."""
        narrowed = self.filter(self.model.visible_q(actor))
        narrowed.query.narrowed = True
        return narrowed

    def _guard(self) -> None:
        self.query.guard()

    def _joined(self, other: models.QuerySet, join: Callable[[models.QuerySet], models.QuerySet]) -> models.QuerySet:
        """Slices are joined by Django through the plain base manager: both sides must be readable now."""
        if self.query.can_filter() and other.query.can_filter():
            return join(other)
        for rows in (self, other):
            if isinstance(rows, ScopedQuerySet):
                rows._guard()
        joined = join(other)
        if joined is not self and joined is not other:
            joined.query.narrowed = _is_narrowed(self.query) and _is_narrowed(other.query)
        return joined

    def __or__(self, other):
        return self._joined(other, super().__or__)

    def __xor__(self, other):
        return self._joined(other, super().__xor__)

    def _combinator_query(self, combinator, *other_qs, **options):
        combined = super()._combinator_query(combinator, *other_qs, **options)
        combined.query.narrowed = all(_is_narrowed(part) for part in combined.query.combined_queries)
        return combined

    def _fetch_all(self) -> None:
        if self._result_cache is None:
            self._guard()
        super()._fetch_all()

    def iterator(self, *args, **kwargs):
        self._guard()
        return super().iterator(*args, **kwargs)

    def aggregate(self, *args, **kwargs):
        self._guard()
        return super().aggregate(*args, **kwargs)

    def update(self, **kwargs) -> int:
        self._guard()
        return super().update(**kwargs)

    def delete(self):
        self._guard()
        return super().delete()

    def raw(self, *args, **kwargs):
        self._guard()
        return super().raw(*args, **kwargs)


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
