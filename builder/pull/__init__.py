"""Reads an edited memo or deck, and finds which values of the brief its words change.

`snapshot` reads what the file said when it was built: passages with the fields in them. `word` and `deck`
read what it says now, with tracked changes taken or left, their authors and the comments. `align` finds the
passage that each paragraph is, `findings` the fields that differ, and what is new, gone or moved. `words`
compares texts word by word and carries a change over to another text that says the same, such as the source
with its marks; `merge` does that where the brief has changed meanwhile, `splice` in the YAML. `pulling` runs
it all, and builds in memory what each change makes of the file. Nothing here writes a file.
"""
