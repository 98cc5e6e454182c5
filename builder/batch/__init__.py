"""Builds one brief for each row of a table: every row alone, all of its files or none, in several processes.

ROWS ─ rows ─▶ Row (checked) ─ plan ─▶ Job ─ run ─▶ row ─▶ Done ─▶ target
                                                            └────▶ record, page
"""
