from django.db import models


class Comparator(models.TextChoices):
    """How a value is held against a requirement, as a reviewer would apply it."""

    GE = ">=", "≥"
    LE = "<=", "≤"
    GT = ">", ">"
    LT = "<", "<"
    EQ = "=", "="
    RANGE = "range", "～"
