"""Budgets of the code: length of modules and functions, what public functions say, imports in functions."""

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
APPS = ("accounts", "assessments", "attendance", "certificates", "cms", "config", "courses", "desk", "foundation")
MODULES = sorted(path for app in APPS for path in (ROOT / app).rglob("*.py") if "migrations" not in path.parts)
PUBLIC_LAYERS = {"services", "selectors", "domain"}
FORBIDDEN_NAMES = {"core", "common", "utils", "helpers", "manager", "misc", "util", "helper"}


def short(path: Path) -> str:
    return str(path.relative_to(ROOT))


def functions(tree: ast.AST) -> list[ast.FunctionDef | ast.AsyncFunctionDef]:
    return [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)]


def test_modules_are_at_most_400_lines() -> None:
    long = {short(p): n for p in MODULES if (n := len(p.read_text(encoding="utf-8").splitlines())) > 400}
    assert long == {}


def test_functions_are_at_most_60_lines() -> None:
    long = [
        f"{short(path)}:{node.lineno} {node.name}"
        for path in MODULES
        for node in functions(ast.parse(path.read_text(encoding="utf-8")))
        if (node.end_lineno or 0) - node.lineno + 1 > 60
    ]
    assert long == []


def test_no_module_has_a_name_that_says_nothing() -> None:
    assert [short(path) for path in MODULES if path.stem in FORBIDDEN_NAMES] == []


def is_public_module(path: Path) -> bool:
    return bool(PUBLIC_LAYERS & set(path.parts)) or path.stem == "access"


@pytest.mark.parametrize("path", [p for p in MODULES if is_public_module(p)], ids=short)
def test_public_functions_are_typed_and_say_what_they_do(path: Path) -> None:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    bare = [
        f"{node.name}:{node.lineno}"
        for node in tree.body
        if isinstance(node, ast.FunctionDef)
        and not node.name.startswith("_")
        and (not ast.get_docstring(node) or node.returns is None)
    ]
    assert bare == []


def test_imports_inside_functions_give_a_reason() -> None:
    silent = []
    for path in MODULES:
        lines = path.read_text(encoding="utf-8").splitlines()
        for function in functions(ast.parse("\n".join(lines))):
            for node in ast.walk(function):
                if isinstance(node, ast.Import | ast.ImportFrom) and "reason:" not in lines[node.lineno - 1]:
                    silent.append(f"{short(path)}:{node.lineno}")
    assert silent == []
