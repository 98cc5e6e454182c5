"""Reads finished files back and reports how they differ from the outline.

`readback` opens a file with a reader of its own format (`word`, `powerpoint`, `pdf`; `office` holds what the
first two share) and returns what is *extracted* (`content`): passages, links, drawings, properties.
`expected` lists the texts that the file must have. `words` compares both and returns the *differences*;
`checks` compare all else. `problems` makes problems of both, and `compare` runs the whole. `visibility` finds
words that are in a file and cannot be seen. No code is shared with `export`: a checker that shares code with
what it checks shares its mistakes.
"""
