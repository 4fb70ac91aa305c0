"""Tests that drive Chromium."""

import pytest

# Their assertions tell as much as those of the test files.
pytest.register_assert_rewrite("tests.browser.session", "tests.browser.pages", "tests.browser.steps")
