"""Pages of others as a post shows them."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import cache

from django.conf import settings

from verandah.base.reading import id_rows, id_text, rows

from .models import Kind, Link, State
from .players import Player, player_of
from .rules import shown_host

COLUMNS = (
    *("id", "leads_to", "kind", "title", "description", "author_name", "author_url", "provider_name", "provider_url"),
    *("language", "image_name", "image_extension", "image_width", "image_height", "image_description", "blurhash"),
)


@dataclass(frozen=True, slots=True)
class ShownLink:
    """What a post shows of a page. `image_url` is ours: no reader's browser asks anyone else."""

    id: int
    url: str
    host: str
    kind: str
    title: str
    description: str
    author_name: str
    author_url: str
    provider_name: str
    provider_url: str
    language: str
    image_url: str
    width: int
    height: int
    image_description: str
    blurhash: str
    player: Player | None


def links_of(ids: Collection[int]) -> dict[int, ShownLink]:
    """The pages `ids` of which there is something to show, on a site that shows such things; in one query."""
    if not ids or not settings.PREVIEWS:
        return {}
    found = rows(links_sql(), {"ids": id_text(sorted(set(ids)))})
    return {row[0]: show_link(row) for row in found}


@cache
def links_sql() -> str:
    """The query of `links_of`."""
    own = ", ".join(f"l.{name}" for name in COLUMNS)
    return f"""
SELECT {own} FROM {id_rows()} JOIN verandah_link l ON l.id = j.value
WHERE l.state = {State.READY:d}"""  # noqa: S608


def show_link(row: Sequence[object]) -> ShownLink:
    """One row of that query."""
    link = Link(**dict(zip(COLUMNS, row, strict=True)))
    player = player_of(link.leads_to, settings.PEERTUBES)
    return ShownLink(
        id=link.id,
        url=link.leads_to,
        host=shown_host(link.leads_to),
        kind="video" if player else Kind(link.kind).name.lower(),
        title=link.title,
        description=link.description,
        author_name=link.author_name,
        author_url=link.author_url,
        provider_name=link.provider_name,
        provider_url=link.provider_url,
        language=link.language,
        image_url=f"{settings.MEDIA_ORIGIN}/media/links/{link.image_name}.{link.image_extension}"
        if link.image_name
        else "",
        width=link.image_width,
        height=link.image_height,
        image_description=link.image_description,
        blurhash=link.blurhash,
        player=player,
    )
