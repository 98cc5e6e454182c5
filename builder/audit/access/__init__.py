"""Judges whether people with disabilities can read a finished file, whoever wrote it."""
