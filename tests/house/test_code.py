"""What one syntax tree can tell: sizes, docstrings, names and ways of writing that this house does not want."""

import ast
import re

import pytest

from .source import PACKAGE, TOP, functions, in_all_files, python_files, short, tree

LONGEST_FILE = 400
LONGEST_FUNCTION = 60
BANNED_FILES = {"utils", "helpers", "services", "managers", "mixins", "signals", "common", "core", "misc", "tools"}
BANNED_STARTS = ("get_", "do_", "handle_", "process_")
DJANGO_VIEW = re.compile(r"(^|\.)(View|(List|Detail|Create|Update|Delete|Form|Template|Redirect)View|ModelForm)$")


def long_functions(module: ast.Module) -> list[str]:
    lengths = {node.name: (node.end_lineno or 0) - node.lineno + 1 for node in functions(module)}
    return [f"{name} has {length} lines" for name, length in lengths.items() if length > LONGEST_FUNCTION]


def bad_names(module: ast.Module) -> list[str]:
    # Methods may have to be called so, because a class of Django's or allauth's calls them.
    mine = [node for node in module.body if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)]
    return [f"{node.name} says nothing" for node in mine if node.name.startswith(BANNED_STARTS)]


def missing_docstring(module: ast.Module) -> list[str]:
    text = ast.get_docstring(module)
    if not text:
        return ["no docstring"]
    return ["its docstring starts with more than one line"] if len(text.partition("\n\n")[0].splitlines()) > 1 else []


def late_imports(module: ast.Module) -> list[str]:
    inside = {id(node): node for function in functions(module) for node in ast.walk(function)}
    return [f"late import in line {n.lineno}" for n in inside.values() if isinstance(n, ast.Import | ast.ImportFrom)]


def wildcards(module: ast.Module) -> list[str]:
    froms = [node for node in ast.walk(module) if isinstance(node, ast.ImportFrom)]
    return [f"wildcard import in line {node.lineno}" for node in froms if any(name.name == "*" for name in node.names)]


def private_imports(module: ast.Module) -> list[str]:
    froms = [node for node in ast.walk(module) if isinstance(node, ast.ImportFrom)]
    taken = [(node.lineno, name.name) for node in froms for name in node.names]
    return [f"private {name} imported in line {line}" for line, name in taken if re.match(r"_[a-z]", name)]


def prints(module: ast.Module) -> list[str]:
    calls = [node for node in ast.walk(module) if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)]
    return [f"print in line {node.lineno}" for node in calls if node.func.id in {"print", "breakpoint"}]


def signals(module: ast.Module) -> list[str]:
    froms = [node for node in ast.walk(module) if isinstance(node, ast.ImportFrom)]
    places = [(node.lineno, f"{node.module}.{name.name}") for node in froms for name in node.names]
    return [f"signals in line {line}" for line, place in places if re.search(r"django\.dispatch|signals", place)]


def class_views(module: ast.Module) -> list[str]:
    bases = [ast.unparse(base) for node in ast.walk(module) if isinstance(node, ast.ClassDef) for base in node.bases]
    # allauth's own views are classes, and adapting one means inheriting from it.
    return [f"{base} makes a view of a class" for base in bases if DJANGO_VIEW.search(base)]


RULES = [
    (long_functions, "def f():\n" + "    x = 1\n" * 61),
    (bad_names, "def process_post(): ..."),
    (missing_docstring, "x = 1"),
    (missing_docstring, '"""Two\nlines."""'),
    (late_imports, "def f():\n    import os"),
    (wildcards, "from os import *"),
    (private_imports, "from os import _exit"),
    (prints, "print(1)"),
    (signals, "from django.db.models.signals import post_save"),
    (signals, "from django.dispatch import receiver"),
    (signals, "from django.db.models import signals"),
    (class_views, "class Posts(ListView): ..."),
]


@pytest.mark.parametrize("rule", dict.fromkeys(rule for rule, _planted in RULES), ids=lambda rule: rule.__name__)
def test_the_rule_holds(rule):
    assert in_all_files(rule) == []


@pytest.mark.parametrize(("rule", "planted"), RULES, ids=lambda value: getattr(value, "__name__", ""))
def test_the_rule_sees_a_planted_offence(rule, planted):
    assert rule(ast.parse(planted)) != []


def test_tests_are_small_and_say_what_they_are_for():
    assert in_all_files(long_functions, TOP / "tests") + in_all_files(missing_docstring, TOP / "tests") == []


def test_no_file_is_longer_than_400_lines():
    lengths = {short(path): len(path.read_text().splitlines()) for path in python_files() + python_files(TOP / "tests")}
    assert {name: length for name, length in lengths.items() if length > LONGEST_FILE} == {}


def test_no_file_has_a_name_that_says_nothing():
    names = [path for path in PACKAGE.rglob("*") if path.suffix == ".py" or path.is_dir()]
    assert [short(path) for path in names if path.stem in BANNED_FILES] == []


def test_every_folder_of_modules_is_a_package():
    assert [short(path) for path in python_files() if not (path.parent / "__init__.py").exists()] == []


def test_a_package_has_a_docstring_and_nothing_else():
    packages = {short(path): tree(path).body for path in python_files() if path.name == "__init__.py"}
    # It must give the name `sqlite3` its meaning before anything imports Django's back end.
    packages.pop("verandah/config/sqlite/__init__.py")
    assert [name for name, body in packages.items() if len(body) != 1] == []
