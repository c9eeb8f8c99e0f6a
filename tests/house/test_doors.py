"""Doors write nothing, and a read is asked by someone: what the import contracts cannot see."""

import ast

from .source import DOORS, PACKAGE, functions, python_files, short, tree

WRITES = {"save", "create", "update", "delete", "bulk_create", "bulk_update", "get_or_create", "update_or_create"}

# Reads without a viewer, and why nobody needs to be asked.
WITHOUT_VIEWER = {
    "accounts.digest_of": "It reads nothing: a secret goes in, its digest comes out.",
    "accounts.email_is_free": "Who signs up is nobody yet; the form never shows the answer.",
    "accounts.joining_mode": "The site says to everyone who may join.",
    "accounts.members_count": "The site says to everyone how many have joined.",
    "accounts.members_count_lately": "As above.",
    "accounts.site_stamp": "The site says to everyone what it is called and whom to turn to.",
    "accounts.owner_account": "The site says to everyone whom to turn to.",
    "accounts.owner_exists": "The server asks at its start.",
    "accounts.owner_link_is_open": "The secret in the link is the key.",
    "accounts.unconfirmed_address": "A letter is sent there and nothing shown.",
    "accounts.unconfirmed_users": "A chore forgets them.",
    "accounts.user_by_email": "A letter is sent there and nothing shown.",
    "accounts.username_is_free": "Names are public; a form must say that one is taken.",
    "posts.open_count": "The site says to everyone how much is said to all members.",
    "instance.the_site": "What the site says of itself is the same for everyone.",
}


def verbs_known_to(module: ast.Module) -> set[str]:
    """The names under which a module has imported files of verbs."""
    froms = [node for node in ast.walk(module) if isinstance(node, ast.ImportFrom)]
    return {
        name.asname or name.name for node in froms if (node.module or "").endswith("actions") for name in node.names
    }


def writes(module: ast.Module) -> list[str]:
    """Calls that change the database, unless it is a verb that is called so."""
    verbs = verbs_known_to(module)
    calls = [node for node in ast.walk(module) if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)]
    return [
        f"{ast.unparse(node.func)} in line {node.lineno}"
        for node in calls
        if node.func.attr in WRITES and not (isinstance(node.func.value, ast.Name) and node.func.value.id in verbs)
    ]


def reads_without_viewer(module: ast.Module, room: str, asked: set[str]) -> list[str]:
    """Functions that others ask (`asked`) and that do not ask in turn who wants to know."""
    reads = [node for node in module.body if isinstance(node, ast.FunctionDef) and f"{room}.{node.name}" in asked]
    firsts = {f"{room}.{node.name}": [a.arg for a in node.args.posonlyargs + node.args.args][:1] for node in reads}
    return [name for name, first in firsts.items() if not "".join(first).startswith("viewer")]


def asked_elsewhere() -> set[str]:
    """`room.name` of every function that a module imports from the queries of a room. The others are helpers."""
    found = set()
    for path in python_files():
        for node in ast.walk(tree(path)):
            if isinstance(node, ast.ImportFrom) and (node.module or "").endswith("queries"):
                room = (node.module or "").split(".")[-2] if node.level == 0 else path.parent.name
                found |= {f"{room}.{name.name}" for name in node.names}
    return found


def test_a_door_writes_nothing():
    doors = [path for door in DOORS if (PACKAGE / door).exists() for path in python_files(PACKAGE / door)]
    assert [f"{short(path)}: {offence}" for path in doors for offence in writes(tree(path))] == []


def test_a_planted_write_is_seen_and_a_verb_is_none():
    planted = "from verandah.actions import posting\npost.save()\nposting.delete(me, 7)\nPost.objects.filter().update()"
    assert writes(ast.parse(planted)) == ["post.save in line 2", "Post.objects.filter().update in line 4"]


def test_every_read_is_asked_by_a_viewer():
    rooms = sorted((PACKAGE / "domain").glob("*/queries.py"))
    asked = asked_elsewhere()
    found = {name for path in rooms for name in reads_without_viewer(tree(path), path.parent.name, asked)}
    assert found - set(WITHOUT_VIEWER) == set()
    # A reason must not outlive its read.
    there = {f"{path.parent.name}.{node.name}" for path in rooms for node in functions(tree(path))}
    assert set(WITHOUT_VIEWER) - there == set()


def test_a_planted_read_without_viewer_is_seen():
    planted = ast.parse("def all_posts(page): ...\ndef my_posts(viewer, page): ...\ndef rows(sql): ...")
    assert reads_without_viewer(planted, "posts", {"posts.all_posts", "posts.my_posts"}) == ["posts.all_posts"]
    assert {"posts.visible_post", "graph.visible_account"} <= asked_elsewhere()
