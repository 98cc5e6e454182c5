"""Inputs meant to break the builder, each with the outcome that is expected."""
