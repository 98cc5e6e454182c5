"""Makes the first draft of a brief from an article, or from the memo or deck of another organisation.

`reading.py` divides a file into chapters of passages, `sentences.py` finds and shortens what carries a
passage, `argument.py` makes an argument of it, `gathering.py` finds dates, actors and numbers, `drafting.py`
puts the brief together, and `writing.py` writes its YAML. The same file always gives the same draft.
"""

from __future__ import annotations
