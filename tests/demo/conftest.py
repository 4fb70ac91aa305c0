"""The demo's room in a run whose settings leave it out: its addresses, its line on top of pages, and its data."""

import pytest
from django.core.management import call_command

from portal.demo.loading import demo_load


@pytest.fixture
def demo(settings, tmp_path):
    """Settings as portal/settings/demo.py has them."""
    settings.DEMO = True
    settings.ROOT_URLCONF = "tests.demo.urls"
    settings.EMAIL_FILE_PATH = str(tmp_path / "mail")
    template, *_others = settings.TEMPLATES
    processors = [*template["OPTIONS"]["context_processors"], "portal.demo.context.demo"]
    settings.TEMPLATES = [template | {"OPTIONS": template["OPTIONS"] | {"context_processors": processors}}]
    return settings


@pytest.fixture
def loaded(db, demo):
    call_command("load_regions", verbosity=0)
    assert demo_load()
