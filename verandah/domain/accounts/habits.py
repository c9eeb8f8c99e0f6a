"""How someone likes things, as only they see it: what a new post of theirs begins with, who may name them."""

from dataclasses import dataclass

from .models import Account
from .quoting import QuotePolicy


@dataclass(frozen=True, slots=True)
class Habits:
    """What someone has chosen for themselves. `default_audience`: an audience, None when they leave it to the site."""

    default_audience: int | None
    default_sensitive: bool
    default_language: str
    quote_policy: QuotePolicy
    attribution_domains: tuple[str, ...]


def habits(viewer: Account) -> Habits:
    """Those of `viewer`."""
    return Habits(
        default_audience=viewer.default_audience,
        default_sensitive=viewer.default_sensitive,
        default_language=viewer.default_language,
        quote_policy=QuotePolicy(viewer.quote_policy),
        attribution_domains=tuple(viewer.attribution_domains),
    )
