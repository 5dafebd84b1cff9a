"""Mutated files through the whole check, far more of them than a suite can wait for."""
