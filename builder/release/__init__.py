"""Final copies become one bundle that its recipient can verify."""

from __future__ import annotations
