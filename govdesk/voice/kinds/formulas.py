"""Formulas of `metric` rules: arithmetic over named figures, nothing else."""

import ast
import math
import operator
import re
from collections.abc import Callable, Mapping
from typing import Any

WORDS = ((re.compile(r"&&"), " and "), (re.compile(r"\|\|"), " or "), (re.compile(r"!(?!=)"), " not "))
HEADING = re.compile(r"\bheading\.(h[1-6])\b")
NAMES = ("pre", "list", "blockquote", *(f"heading_h{level}" for level in range(1, 7)))
"""Figures that are nought when a text has none."""
BINARY: dict[type[ast.operator], Callable[[Any, Any], Any]] = {
    ast.Add: operator.add, ast.Sub: operator.sub, ast.Mult: operator.mul, ast.Div: operator.truediv,
    ast.Mod: math.fmod,
}  # fmt: skip
COMPARE: dict[type[ast.cmpop], Callable[[Any, Any], bool]] = {
    ast.Lt: operator.lt, ast.LtE: operator.le, ast.Gt: operator.gt, ast.GtE: operator.ge, ast.Eq: operator.eq,
    ast.NotEq: operator.ne,
}  # fmt: skip
FUNCTIONS: dict[str, Callable[..., float]] = {
    "abs": abs, "ceil": math.ceil, "exp": math.exp, "floor": math.floor, "log": math.log, "log10": math.log10,
    "log2": math.log2, "max": max, "min": min, "pow": math.pow, "round": round, "sqrt": math.sqrt,
}  # fmt: skip


class FormulaError(Exception):
    """A formula that is none, or that cannot be worked out."""


def parse(formula: str) -> ast.expr:
    """Raises FormulaError."""
    for sign, word in WORDS:
        formula = sign.sub(word, formula)
    try:
        tree = ast.parse(HEADING.sub(r"heading_\1", formula).strip(), mode="eval")
    except (SyntaxError, ValueError, RecursionError):
        raise FormulaError(f"{formula!r} is no formula") from None
    _check(tree.body)
    return tree.body


def work_out(node: ast.expr, figures: Mapping[str, float]) -> float:
    """Raises FormulaError: a figure that is unknown, a division by nought."""
    try:
        value: float = _value(node, figures)
    except KeyError as error:
        raise FormulaError(f"there is no figure called {error.args[0]!r}") from None
    except (ArithmeticError, ValueError, TypeError) as error:
        raise FormulaError(str(error)) from None
    return value


def _called(node: ast.Call) -> str:
    return node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")


def _check(node: ast.AST) -> None:
    """Refuse at once what `_value` does not know."""
    known: tuple[type[ast.AST], ...] = (
        ast.BinOp, ast.UnaryOp, ast.Compare, ast.BoolOp, ast.Name, ast.Constant, ast.operator, ast.unaryop,
        ast.cmpop, ast.boolop, ast.expr_context,
    )  # fmt: skip
    if isinstance(node, ast.Call):
        if _called(node) not in FUNCTIONS or node.keywords:
            raise FormulaError(f"there is no function called {_called(node)!r}")
        parts: list[ast.AST] = list(node.args)
    elif isinstance(node, known) and not (isinstance(node, ast.Constant) and not isinstance(node.value, int | float)):
        parts = list(ast.iter_child_nodes(node))
    else:
        raise FormulaError(f"{ast.unparse(node)!r} cannot stand in a formula")
    for part in parts:
        _check(part)


def _value(node: ast.expr, figures: Mapping[str, float]) -> Any:
    match node:
        case ast.Constant(value=value):
            return value
        case ast.Name(id=name):
            return figures[name] if name in figures else {"true": True, "false": False}[name]
        case ast.Call(args=arguments):
            return FUNCTIONS[_called(node)](*(_value(argument, figures) for argument in arguments))
        case ast.UnaryOp(op=ast.Not(), operand=operand):
            return not _value(operand, figures)
        case ast.UnaryOp(op=sign, operand=operand):
            return -_value(operand, figures) if isinstance(sign, ast.USub) else _value(operand, figures)
        case ast.BinOp(op=sign, left=left, right=right) if type(sign) in BINARY:
            return BINARY[type(sign)](_value(left, figures), _value(right, figures))
        case ast.BoolOp(op=sign, values=parts):
            return (all if isinstance(sign, ast.And) else any)(_value(part, figures) for part in parts)
        case ast.Compare(left=left, ops=[sign], comparators=[right]) if type(sign) in COMPARE:
            return COMPARE[type(sign)](_value(left, figures), _value(right, figures))
    raise FormulaError(f"{ast.unparse(node)!r} cannot stand in a formula")
