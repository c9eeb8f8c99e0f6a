"""What can be decided about what, and with which words: pure, no I/O."""

from collections.abc import Iterable

from .effects import KINDS, Effect
from .models import Subject

# What is said and changes nothing.
WORDS_ALONE = (Effect.DISMISS, Effect.WARN, Effect.ASK_TO_EDIT)
# What comes about by other ways than a new verdict.
NEVER_ASKED = (Effect.RESTORE,)
# What has no end of its own: somebody has to say that it is over.
ENDLESS = (Effect.HOLD, Effect.REMOVE, Effect.STRIP, Effect.TERMINATE)
# From this severity of a rule on, the decider says in their own words what happened.
NEEDS_FACTS = 3
SHORTEST_FACTS = 20
# So many words of the facts must be none that stand in the rule anyway.
FEWEST_OWN_WORDS = 3


def aims_at_owner(effect: Effect, kind: Subject.Kind) -> bool:
    """Whether it is done to whose thing it is, and not to the thing."""
    return effect not in KINDS.get(kind, ()) and effect in KINDS[Subject.Kind.ACCOUNT]


def can_be(effect: Effect, kind: Subject.Kind, has_owner: bool) -> bool:
    """Whether it can be decided about a thing of this kind."""
    if effect in NEVER_ASKED or (effect is Effect.STRIP and kind != Subject.Kind.ACCOUNT):
        return False
    return effect in WORDS_ALONE or effect in KINDS.get(kind, ()) or (has_owner and aims_at_owner(effect, kind))


def offered(kind: Subject.Kind, has_owner: bool) -> tuple[list[Effect], list[Effect]]:
    """What a page offers for a thing of this kind: for the thing, and for whose it is."""
    those: list[Effect] = [
        effect for effect in Effect if effect not in (*WORDS_ALONE, Effect.HOLD) and can_be(effect, kind, has_owner)
    ]
    thing = [effect for effect in those if not aims_at_owner(effect, kind)]
    return thing, [effect for effect in those if aims_at_owner(effect, kind)]


def lasting(effects: Iterable[Effect]) -> list[Effect]:
    """Those that restrict something from then on."""
    return [effect for effect in effects if effect not in (*WORDS_ALONE, *NEVER_ASKED)]


def says_what_happened(facts: str, rule: str) -> bool:
    """Whether `facts` tell more than the text of the rule does."""
    own = set(words_of(facts)) - set(words_of(rule))
    return len(facts.strip()) >= SHORTEST_FACTS and len(own) >= FEWEST_OWN_WORDS


def words_of(text: str) -> list[str]:
    """Its words, without what stands around them."""
    bare = ("".join(sign for sign in word if sign.isalnum()) for word in text.casefold().split())
    return [word for word in bare if word]
