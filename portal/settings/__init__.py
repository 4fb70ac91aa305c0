"""Settings: base, and on top of it demo (make demo), test (pytest) and production."""
