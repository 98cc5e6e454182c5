"""The commands that bring words into the brief, and out of it for others to change."""
