"""How the kinds about money print it."""

from decimal import Decimal


def wan(amount: Decimal | str) -> str:
    """An amount in 万元 without idle zeros: "10000 万元", "37.5 万元"."""
    plain = f"{Decimal(amount):f}"
    return f"{plain.rstrip('0').rstrip('.') if '.' in plain else plain} 万元"
