"""How far the site is open to programs that walk the web: what is listed, who may gather, whether there are feeds."""

from dataclasses import dataclass

from verandah.base.reading import rows

STORED = "SELECT allows_guests, allows_indexing, allows_feeds, allows_gathering FROM verandah_site WHERE id = 1"


@dataclass(frozen=True, slots=True)
class Openness:
    """As the owner has set it. Where guests read nothing, nothing is listed or fed."""

    guests: bool = True
    indexing: bool = False
    feeds: bool = True
    gathering: bool = False

    @property
    def is_listed(self) -> bool:
        """Whether search engines may list anything."""
        return self.guests and self.indexing

    @property
    def is_fed(self) -> bool:
        """Whether public profiles have feeds."""
        return self.guests and self.feeds


def openness() -> Openness:
    """How it stands. One query; the defaults while nothing is stored."""
    found = rows(STORED, {})
    return Openness(*map(bool, found[0])) if found else Openness()
