"""What a statement quotes of the thing it is about: its owner's own words, and nobody else's. Pure."""

from collections.abc import Mapping

from .snapshots import Body

# What of a thing is its owner's own words, in order. What it answers or quotes is somebody else's.
WORDS = ("title", "warning", "text", "name", "bio")


def quote_of(body: Body, part: str = "") -> str:
    """The words of a snapshot, one under the other; of a profile the part it is about, of all of it nothing."""
    if body.get("kind") == "account" and not part:
        return ""
    said = [str(body.get(name) or "") for name in WORDS if not part or name == part]
    poll = body.get("poll")
    options = poll if isinstance(poll, list) else []
    if part in ("", "fields"):
        said += [line_of(field) for field in listed(body.get("fields"))]
    said += [str(title) for title in options if isinstance(title, str)]
    said += [str(file.get("description") or "") for file in listed(body.get("media"))]
    return "\n\n".join(filter(None, said))


def is_comment(body: Body) -> bool:
    """Whether it was said below something else."""
    return body.get("kind") == "comment"


def line_of(field: Mapping[str, object]) -> str:
    """A line of a profile."""
    return f"{field.get('name', '')}: {field.get('value', '')}"


def listed(value: object) -> list[Mapping[str, object]]:
    """What stands in a list of a snapshot."""
    return [one for one in value if isinstance(one, Mapping)] if isinstance(value, list) else []
