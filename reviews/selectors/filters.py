"""Filters that stand in a list's address, shared by the page and its export."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass

from django.db.models import Q, QuerySet

from applications.models import Application

SORTS = {
    "number": ("number",),
    "-number": ("-number",),
    "organisation": ("organisation__name_pinyin", "pk"),
    "-organisation": ("-organisation__name_pinyin", "-pk"),
    "direction": ("direction__order", "organisation__name_pinyin", "pk"),
    "-direction": ("-direction__order", "organisation__name_pinyin", "pk"),
    "submitted": ("submitted_at", "pk"),
    "-submitted": ("-submitted_at", "-pk"),
}


@dataclass(frozen=True, slots=True)
class Filters:
    """``call`` is a public id, ``direction`` its 方向序号, ``recommender`` an organisation's id; all are texts as
    in the address, unknown values find nothing, unknown sorts are passed over."""

    call: str = ""
    state: str = ""
    direction: str = ""
    recommender: str = ""
    q: str = ""
    sort: str = ""

    @classmethod
    def read(cls, given: Mapping[str, str]) -> "Filters":
        return cls(**{name: str(given.get(name, "")).strip()[:100] for name in cls.__slots__})

    def as_dict(self) -> dict[str, str]:
        """Those that are set, for an export's description and for links."""
        return {name: value for name, value in asdict(self).items() if value}

    @property
    def any(self) -> bool:
        return any((self.state, self.direction, self.recommender, self.q))

    def order(self, default: str) -> tuple[str, ...]:
        return SORTS.get(self.sort, SORTS[default])

    def narrowed(self, rows: QuerySet[Application]) -> QuerySet[Application]:
        """All but ``call`` and ``state``, which mean different things to different audiences."""
        if self.direction:
            rows = rows.filter(direction__order=self.direction) if self.direction.isdecimal() else rows.none()
        if self.recommender:
            rows = rows.filter(recommender=self.recommender) if self.recommender.isdecimal() else rows.none()
        if self.q:
            rows = rows.filter(
                Q(number__icontains=self.q)
                | Q(organisation__name__icontains=self.q)
                | Q(organisation__credit_code__iexact=self.q)
                | Q(submitted_version__product_name__icontains=self.q)
            )
        return rows
