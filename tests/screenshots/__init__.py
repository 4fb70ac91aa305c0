"""`make screenshots`: the pictures of the README, taken of the demo's data with Chromium into docs/screenshots/."""
