"""A process that makes no paper and writes no export does not load what makes them."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

HEAVY = {"weasyprint", "openpyxl", "fontTools"}
ROOT = Path(__file__).parents[2]


@pytest.mark.parametrize("then", ["", "from django.urls import get_resolver; get_resolver().url_patterns; "])
def test_starting_loads_neither_weasyprint_nor_openpyxl(then):
    script = f"import sys, django; django.setup(); {then}print(*sorted({HEAVY!r} & set(sys.modules)))"
    started = subprocess.run(
        [sys.executable, "-c", script],
        cwd=ROOT,
        env=os.environ | {"DJANGO_SETTINGS_MODULE": "portal.settings.test"},
        capture_output=True,
        text=True,
        check=True,
    )
    assert started.stdout.strip() == ""
