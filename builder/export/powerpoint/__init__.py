"""The rooms of the deck exporter: markup, text, shapes, tables, template and package."""

from __future__ import annotations
