"""The command that builds a brief, and one for each row of a table."""
