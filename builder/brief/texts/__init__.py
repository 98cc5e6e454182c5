"""Texts of a brief as people write them: inline marks, paragraphs and lists, dates, the cells of tables."""
