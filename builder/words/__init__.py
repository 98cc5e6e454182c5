"""Compares two texts word by word; knows nothing of briefs or files, so that every folder can ask it.

`signs` folds what only typography sets, `tokens` divides a text into words and signs, and `pairing` finds
those that two texts share. `replacing` says which words of a text become others, and does the same in a
third text that says the same; `shown` shows them.
"""
