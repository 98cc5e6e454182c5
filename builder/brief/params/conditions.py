"""Decides by the parameters of a brief whether a part of it is kept: `region == 'north' and riders > 100`."""

from __future__ import annotations

import ast
import re
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from builder.brief.params.values import Value, Wrong
from builder.brief.texts.dates import Stated
from builder.report.printable import near

LONGEST = 300
_FORM = (
    "compare params with values: `region == 'north' and riders > 100`, `kind in ('a', 'b')`, `not coastal`"
)


def holds(condition: str, values: Mapping[str, Value]) -> bool:
    """Return whether a condition is true of the values; raises `Wrong` if it cannot be told.

    It has names of parameters, numbers, texts, comparisons, `in`, `and`, `or` and `not`, nothing that runs.
    Dates are compared as texts: `opened < '2031-01-01'`.
    """
    from simpleeval import InvalidExpression, NameNotDefined, SimpleEval

    if len(condition) > LONGEST:
        raise Wrong(f"the condition has {len(condition)} characters; the limit is {LONGEST}", _FORM)
    plain = re.sub(r"(?i)\{\s*param\s*:\s*(\w+)\s*\}", r"\1", condition).strip()
    names = {name: _compared(value) for name, value in values.items()}
    evaluator = SimpleEval(names={"true": True, "false": False, **names}, functions={})
    evaluator.nodes = {
        **{
            node: evaluator.nodes[node] for node in (ast.Expr, ast.Name, ast.UnaryOp, ast.BoolOp, ast.Compare)
        },
        ast.Constant: lambda node: _exact(node.value),
        ast.Tuple: lambda node: [evaluator._eval(one) for one in node.elts],
        ast.List: lambda node: [evaluator._eval(one) for one in node.elts],
    }
    try:
        return bool(evaluator.eval(plain, ast.parse(plain, mode="eval").body))
    except NameNotDefined as error:
        name = str(error.name)
        hint = near(name, values) or "declare it under `params`; texts are in quotation marks: `'north'`"
        raise Wrong(f"no parameter has the name `{name}`", hint) from None
    except TypeError:
        empty = [name for name, value in names.items() if value is None and re.search(rf"\b{name}\b", plain)]
        if empty:
            message = f"`{empty[0]}` is empty, and cannot be compared"
            raise Wrong(message, f"write `{empty[0]} and …`") from None
        message = "the condition compares values of two types"
        raise Wrong(message, "numbers have no quotation marks, texts and dates have") from None
    except (InvalidExpression, SyntaxError, ValueError, RecursionError, MemoryError):
        raise Wrong("the condition cannot be read", _FORM) from None


def _compared(value: Value) -> object:
    return str(value.known) if isinstance(value.known, Stated) else value.known


def _exact(value: Any) -> Any:
    """Return a typed number as exact as a parameter."""
    return Decimal(str(value)) if isinstance(value, float) else value
