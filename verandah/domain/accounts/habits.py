"""How someone likes things, as only they see it: what a new post of theirs begins with, who may name them."""

from dataclasses import dataclass

from verandah.domain.instance.switches import switches

from .models import Account
from .quoting import QuotePolicy


@dataclass(frozen=True, slots=True)
class Habits:
    """What someone has chosen for themselves. `default_audience`: the site's when they leave it to that."""

    default_audience: int
    default_sensitive: bool
    default_language: str
    quote_policy: QuotePolicy
    attribution_domains: tuple[str, ...]


def habits(viewer: Account) -> Habits:
    """Those of `viewer`."""
    return Habits(
        default_audience=usual_audience(viewer),
        default_sensitive=viewer.default_sensitive,
        default_language=viewer.default_language,
        quote_policy=QuotePolicy(viewer.quote_policy),
        attribution_domains=tuple(viewer.attribution_domains),
    )


def usual_audience(viewer: Account) -> int:
    """What a new post of theirs is for, unless they say something else: their own choice, else the site's. No query."""
    return viewer.default_audience or switches().default_audience
