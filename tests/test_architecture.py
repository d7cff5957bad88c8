"""What import contracts cannot show (design 2, 11): who writes state, who names the trail, who asks for visibility."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
APPS = ("office", "cases", "supervision", "liaison", "reports")
FILES = sorted(
    path.relative_to(ROOT) for app in APPS for path in (ROOT / app).rglob("*.py") if "migrations" not in path.parts
)
TREES = {str(path): ast.parse((ROOT / path).read_text(encoding="utf-8")) for path in FILES}


def targets(tree: ast.AST) -> Iterator[tuple[int, ast.expr]]:
    """Every place that is written: by =, :=, +=, a for loop, a with, or del."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Assign):
            for target in node.targets:
                yield from ((node.lineno, part) for part in ast.walk(target) if isinstance(part, ast.expr))
        elif isinstance(node, ast.AugAssign | ast.AnnAssign | ast.For):
            yield from ((node.target.lineno, part) for part in ast.walk(node.target) if isinstance(part, ast.expr))
        elif isinstance(node, ast.Delete):
            yield from ((node.lineno, target) for target in node.targets)


def names(tree: ast.AST) -> Iterator[tuple[int, str]]:
    """Every identifier: names, attributes, imported names."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Name):
            yield node.lineno, node.id
        elif isinstance(node, ast.Attribute):
            yield node.lineno, node.attr
        elif isinstance(node, ast.ImportFrom | ast.Import):
            yield from ((node.lineno, alias.name) for alias in node.names)


def using(word: str, *allowed: str) -> list[str]:
    """Where an identifier stands outside the files allowed."""
    return [f"{path}:{line}" for path, tree in TREES.items() if path not in allowed for line, name in names(tree) if name == word]


def test_there_is_something_to_look_at():
    assert {"cases/models.py", "cases/matters/acts/engine.py", "office/scoping.py", "supervision/workflows/filing.py"} <= set(TREES)


def test_only_the_kernel_writes_what_a_matter_says_of_itself():
    guarded = {"state", "next_due_on", "police_due_on", "closed_at"}
    found = []
    for path, tree in TREES.items():
        if path.startswith(("cases/matters/", "office/")):  # office knows no matter: its own rows may have a state
            continue
        found += [f"{path}:{line}" for line, part in targets(tree) if isinstance(part, ast.Attribute) and part.attr in guarded]
        found += [
            f"{path}:{node.lineno}"
            for node in ast.walk(tree)
            if isinstance(node, ast.Call)
            and isinstance(node.func, ast.Attribute)
            and node.func.attr in ("update", "bulk_update")
            and guarded & {keyword.arg for keyword in node.keywords if keyword.arg}
        ]
    assert found == [], "状态、届满日、办结时间只由 cases.matters 写入"


def test_the_trail_is_written_in_one_place():
    assert using("AuditEntry", "office/models.py", "office/audit.py") == []


#: Where rows are read for somebody, or taken up to be acted on: selectors of an app or a room, and the shelves of the desk that are nothing else.
READERS = ("selectors", "cases/matters/dossier.py", "cases/matters/acts/performing.py", "cases/matters/telling", *(f"cases/desk/{shelf}" for shelf in ("calendar", "lists", "page", "papers", "search", "signing")))


def test_visibility_is_asked_where_rows_are_read():
    found = using("visible_to", "office/scoping.py")
    assert [place for place in found if not any(reader in place for reader in READERS)] == []


def test_no_import_inside_a_function():
    found = [
        f"{path}:{inner.lineno}"
        for path, tree in TREES.items()
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda)
        for inner in ast.walk(node)
        if isinstance(inner, ast.Import | ast.ImportFrom)
    ]
    assert found == []


def test_no_error_is_swallowed_whole():
    """The loop of the outbox alone may catch every exception, and it stores it."""
    found = [
        path
        for path, tree in TREES.items()
        for node in ast.walk(tree)
        if isinstance(node, ast.ExceptHandler) and _wide(node.type) and not _handed_on(node)
    ]
    assert found in ([], ["office/outbox.py"])


def _wide(kind: ast.expr | None) -> bool:
    kinds = kind.elts if isinstance(kind, ast.Tuple) else [kind]
    return any(one is None or (isinstance(one, ast.Name) and one.id in ("Exception", "BaseException")) for one in kinds)


def _handed_on(handler: ast.ExceptHandler) -> bool:
    return isinstance(handler.body[-1], ast.Raise) and handler.body[-1].exc is None


def test_no_nameless_modules():
    nameless = {"utils", "util", "helpers", "helper", "services", "service", "managers", "manager", "common", "misc"}
    assert [path for path in TREES if nameless & {part.removesuffix(".py") for part in Path(path).parts}] == []


def test_the_edge_alone_asks_the_clock():
    """Domain functions receive the day (house rule 6): only views, commands, tasks, defaults of columns and office ask."""
    edge = {"views", "api", "tasks", "management", "models"}
    found = [
        f"{path}:{node.lineno}"
        for path, tree in TREES.items()
        if not path.startswith("office/") and not edge & {part.removesuffix(".py") for part in Path(path).parts}
        for node in ast.walk(tree)
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr in ("now", "today", "utcnow", "localdate")
        and isinstance(node.func.value, ast.Name)
        and node.func.value.id in ("clock", "timezone", "date", "datetime")
    ]
    assert found == [], "日期由调用者给出，不得自取"


def test_no_signals_but_sign_in_and_no_thread_locals():
    banned = ("django.db.models.signals", "django.core.signals", "django.dispatch", "threading", "contextvars")
    found = [
        f"{path}:{node.lineno}"
        for path, tree in TREES.items()
        for node in ast.walk(tree)
        for module in (
            [node.module or ""] if isinstance(node, ast.ImportFrom) else [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
        )
        if module in banned
    ]
    assert found == []


def test_a_task_is_two_lines():
    tasks = [
        (path, node)
        for path, tree in TREES.items()
        if Path(path).name == "tasks.py"
        for node in tree.body
        if isinstance(node, ast.FunctionDef) and node.decorator_list
    ]
    assert tasks
    long = [
        f"{path}:{node.name}"
        for path, node in tasks
        if len([line for line in node.body if not (isinstance(line, ast.Expr) and isinstance(line.value, ast.Constant))]) > 2
    ]
    assert long == []
