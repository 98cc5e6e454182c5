"""Compares two versions of a brief by meaning, and shows what changed: in reports and redlines."""
