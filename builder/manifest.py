"""What a build made becomes the record of it: every file, its hash, and where each element stands."""

from __future__ import annotations
