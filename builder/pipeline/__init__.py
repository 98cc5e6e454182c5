"""Load, compose, lay out, export, audit, save: the straight way from a brief to three files, and back."""

from __future__ import annotations

from builder.manifest.form import Edition
from builder.pipeline.building import Built, Step, Written, build, check, check_brief
from builder.pipeline.prepared import WHOLE, Prepared, prepare
from builder.pipeline.proving import Audited, audit_files, compare_files, trace_brief
from builder.trace.lookup import Traced, Unknown

__all__ = [
    "WHOLE",
    "Audited",
    "Built",
    "Edition",
    "Prepared",
    "Step",
    "Traced",
    "Unknown",
    "Written",
    "audit_files",
    "build",
    "check",
    "check_brief",
    "compare_files",
    "prepare",
    "trace_brief",
]
