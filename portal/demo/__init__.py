"""The demo: its people, its data, and pages that exist nowhere else (only with settings.DEMO)."""
