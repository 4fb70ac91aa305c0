"""The closed set of rule kinds: one module a kind, with its form, its check and its test."""
