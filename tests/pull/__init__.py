"""Tests of `builder/pull`: what an edited file says that the brief does not."""
