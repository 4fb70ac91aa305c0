"""统一社会信用代码 that pass the check and belong to nobody."""

from stdnum.cn import uscc


def credit_code(number: int = 1) -> str:
    base = f"91510100MA{number:07d}"
    return base + uscc.calc_check_digit(base)
