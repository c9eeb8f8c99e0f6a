"""`docs/limits.md` tells every limit that the code sets, with its number."""

import ast
import re
from datetime import timedelta

from verandah.base.limits import LIMITS

from .source import PACKAGE, TOP, python_files, tree

NAMED = re.compile(r"^(LONGEST|SHORTEST|MOST|LEAST|MAX|FEWEST)(_|$)|TIMEOUT$")
# Numbers of Django's settings are told by hand; a sample town has no limits, it has a size.
NO_LIMITS = {"config.settings", "actions.populating"}


def told(table: str) -> dict[str, str]:
    """Name to number of each row below the heading `table`."""
    text = (TOP / "docs/limits.md").read_text().partition(f"\n## {table}\n")[2].partition("\n## ")[0]
    return dict(re.findall(r"^\| `([\w.]+)` \| ([^|]+?) \|", text, re.MULTILINE))


def spoken(value: int | float | timedelta) -> str:
    """A number as the page writes it."""
    if isinstance(value, timedelta):
        days, seconds = divmod(int(value.total_seconds()), 86_400)
        return f"{days} d" if days and not seconds else f"{int(value.total_seconds())} s"
    return f"{value:,.0f}".replace(",", " ") if value >= 10_000 else f"{value:.0f}"


def set_in_code() -> dict[str, str]:
    """Every constant of the package that is named as a limit, or that is a span of time."""
    found = {}
    for path in python_files():
        name = path.relative_to(PACKAGE).with_suffix("").as_posix().replace("/", ".")
        for node in tree(path).body if name not in NO_LIMITS else []:
            if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name):
                value = literal(node.value)
                if isinstance(value, timedelta) or (value is not None and NAMED.search(node.targets[0].id)):
                    found[f"{name}.{node.targets[0].id}"] = spoken(value)
    return found


def literal(node: ast.expr) -> int | float | timedelta | None:
    """The number or the span of time that is written there, if it is one."""
    if isinstance(node, ast.Call) and ast.unparse(node.func) == "timedelta":
        return timedelta(**{word.arg: ast.literal_eval(word.value) for word in node.keywords if word.arg})
    if isinstance(node, ast.Constant) and type(node.value) in {int, float}:
        return node.value
    return None


def test_every_rate_limit_is_told():
    assert told("How often") == {name: f"{times} in {seconds} s" for name, (times, seconds) in LIMITS.items()}


def test_every_other_limit_is_told():
    assert told("How much and how long") == set_in_code()


def test_numbers_are_written_for_people():
    assert spoken(timedelta(days=3)) == "3 d"
    assert spoken(timedelta(seconds=60)) == "60 s"
    assert spoken(50_000) == "50 000"
    assert spoken(200) == "200"
    assert literal(ast.parse("timedelta(hours=24)", mode="eval").body) == timedelta(days=1)
    assert literal(ast.parse("True", mode="eval").body) is None
