from django.db.models import F, Q, QuerySet

from calls.models import Call, FormerWinner
from calls.search import words
from calls.selectors.directions import Normalised


def winners_of(*, call: Call, q: str = "") -> QuerySet[FormerWinner]:
    """前期揭榜优胜项目 of a call in the order they were imported; each word of ``q`` stands in the organisation's or
    the product's name, whatever width, case or blanks."""
    found = call.former_winners.order_by("pk")
    for word in words(q):
        found = found.alias(
            plain_organisation=Normalised(F("organisation_name")), plain_product=Normalised(F("product_name"))
        ).filter(Q(plain_organisation__contains=word) | Q(plain_product__contains=word))
    return found
