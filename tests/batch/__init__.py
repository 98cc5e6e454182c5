"""Tests of builder/batch."""
