"""Final copies become one bundle that its receiver can verify."""

from __future__ import annotations
