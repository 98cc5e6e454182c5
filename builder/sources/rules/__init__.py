"""The rules by which a brief is compared with its sources, a module for each subject."""

from __future__ import annotations
