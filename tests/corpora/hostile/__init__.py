"""Inputs that want to break the builder, each with the outcome that is wanted of it."""
