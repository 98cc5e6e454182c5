"""The vocabulary of a Word file: markup, styles, paragraphs, tables, drawings and the package around them."""
