"""Which reactions are on offer, and in which order: as the site's owner has set it, or all of them."""

from verandah.domain.instance.queries import the_site

from .models import Reaction


def offered_kinds() -> list[Reaction.Kind]:
    """The reactions that can be chosen. One query."""
    known = {int(kind): kind for kind in Reaction.Kind}
    chosen = [known[number] for number in the_site().reactions if number in known]
    return chosen or list(Reaction.Kind)


def offered_words() -> list[str]:
    """The same by their words. One query."""
    return [kind.name.lower() for kind in offered_kinds()]


def is_offered(kind: Reaction.Kind) -> bool:
    """Whether it can be given. A like always can: it is all that most apps know."""
    return kind == Reaction.Kind.LIKE or kind in offered_kinds()
