"""The tables that can be exported: each room hands in its own when Django starts."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from portal.accounts.actor import Actor
from portal.documents.workbook import Column


@dataclass(frozen=True, slots=True)
class ExportKind:
    """``rows(actor, filters)`` gives the rows in order, through ``visible_to(actor)``; ``total`` counts them.

    ``filters`` are the plain values (JSON) of the page's address; ``describe`` puts them into Chinese for the sheet
    导出说明. ``issuer(actor, filters)`` is the office whose auditor reads of the export.
    """

    code: str
    title: str
    columns: tuple[Column, ...]
    rows: Callable[[Actor, dict[str, Any]], Iterable[Any]]
    total: Callable[[Actor, dict[str, Any]], int]
    describe: Callable[[dict[str, Any]], list[tuple[str, str]]]
    issuer: Callable[[Actor, dict[str, Any]], int | None]


_kinds: dict[str, ExportKind] = {}


def register_export(kind: ExportKind) -> None:
    if kind.code in _kinds:
        raise ValueError(f"export kind {kind.code} stands twice")
    _kinds[kind.code] = kind


def export_kind_of(code: str) -> ExportKind:
    return _kinds[code]
