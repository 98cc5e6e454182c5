"""Runs the `brief` command as `python -m builder`."""

from __future__ import annotations

from builder.cli import main

main()
