"""已列入前期揭榜优胜项目的不得重复申报 (seed 003 二(二)): organisation and product against an imported list."""

import re
import unicodedata
from collections.abc import Mapping
from difflib import SequenceMatcher
from functools import lru_cache

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from calls.rule_kinds.base import Facts, Finding, RuleKind, met, rule_kind, unknown, unmet

_MARKS = re.compile(r"[\W_]+")
_LEGAL_FORM = re.compile(r"(股份|集团|控股|科技|技术|有限责任|有限|公司|分公司)")
#: Of the direction titles of seed 003 all but three pairs lie below 0.57, a reworded name mostly above 0.6; since a
#: likely match only goes to a person, a false alarm costs a look.
ORGANISATION_ALIKE = 0.8
PRODUCT_ALIKE = 0.6


@lru_cache(maxsize=20_000)
def plain(name: str) -> str:
    """A name without width, case, blanks and marks: “（成都）” and "(成都)" are the same."""
    return _MARKS.sub("", unicodedata.normalize("NFKC", name)).lower()


def alike(one: str, other: str) -> float:
    """0 to 1; 1 when one name is part of the other (系统 added or left out)."""
    if not one or not other:
        return 0.0
    if min(len(one), len(other)) >= 4 and (one in other or other in one):
        return 1.0
    return SequenceMatcher(None, one, other, autojunk=False).ratio()


@lru_cache(maxsize=20_000)
def core(name: str) -> str:
    """A plain name without its legal form."""
    return _LEGAL_FORM.sub("", plain(name))


def _hopeless(one: str, other: str, least: float) -> bool:
    """Whether `alike` cannot reach ``least``, told by lengths and letters alone: lists have thousands of rows."""
    if min(len(one), len(other)) >= 4 and (one in other or other in one):
        return False
    matcher = SequenceMatcher(None, one, other, autojunk=False)
    return matcher.real_quick_ratio() < least or matcher.quick_ratio() < least


@rule_kind
class NotFormerWinner(RuleKind):
    code = "not_former_winner"
    label = gettext_lazy("前期揭榜优胜项目不得重复申报")
    section_key = "product"

    def describe(self, parameters: Mapping) -> str:
        return _("已列入前期揭榜优胜的项目不得重复申报")

    def check(self, parameters: Mapping, facts: Facts) -> Finding:
        """The same project is 不符合; a likely one 无法判断, for a person; another product of a winner is 符合."""
        if not facts.former_winners:
            return unknown(_("尚未导入前期优胜项目名单，由审核人员核对。"))
        unit, product = plain(facts.organisation_name), plain(facts.product_name)
        likely = ""
        for winner_unit, winner_product in facts.former_winners:
            if (plain(winner_unit), plain(winner_product)) == (unit, product):
                return unmet(_("“%(product)s”已列入前期揭榜优胜项目。") % {"product": winner_product}, self.section_key)
            if self._likely(core(facts.organisation_name), product, core(winner_unit), plain(winner_product)):
                likely = _("%(unit)s“%(product)s”") % {"unit": winner_unit, "product": winner_product}
        if likely:
            return unknown(_("与前期优胜项目%(likely)s相近，由审核人员核对。") % {"likely": likely}, self.section_key)
        return met(_("不在前期揭榜优胜项目名单中。"))

    def check_organisation(self, parameters: Mapping, facts: Facts) -> Finding:
        """Only a project is barred: an organisation on the list may apply with another one."""
        if not facts.former_winners:
            return unknown(_("尚未导入前期优胜项目名单。"))
        unit = plain(facts.organisation_name)
        won = [product for winner, product in facts.former_winners if plain(winner) == unit]
        if won:
            words = "、".join(won[:3])
            return unknown(_("该单位有前期优胜项目“%(words)s”，换一个项目申报不受限制。") % {"words": words})
        return met(_("该单位不在前期优胜项目名单中。"))

    @staticmethod
    def _likely(unit: str, product: str, winner_unit: str, winner_product: str) -> bool:
        if _hopeless(unit, winner_unit, ORGANISATION_ALIKE):
            return False
        return alike(unit, winner_unit) >= ORGANISATION_ALIKE and alike(product, winner_product) >= PRODUCT_ALIKE
