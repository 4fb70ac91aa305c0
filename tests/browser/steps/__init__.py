"""The chain, step by step; each step begins with what the one before left behind."""
