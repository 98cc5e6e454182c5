"""Compares what a brief says with the texts that it cites, passage by passage.

`reading/` turns a file into numbered passages, `statements.py` finds what a brief says of which passages, and
`check.py` compares both. A build imports none of this.
"""

from __future__ import annotations
