"""Turn `python -m builder` into the `brief` command."""

from __future__ import annotations

from builder.cli import main

main()
