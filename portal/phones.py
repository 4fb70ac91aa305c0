"""Phone numbers on pages: masked until somebody asks, and then it is written down who did."""


def mask(number: str) -> str:
    """“13800138888” → “138****8888”; a short or foreign number keeps its first and last digits at most."""
    number = number.strip()
    if len(number) >= 11:
        return f"{number[:3]}****{number[-4:]}"
    if len(number) >= 7:
        return f"{number[:2]}****{number[-2:]}"
    return "****" if number else ""
