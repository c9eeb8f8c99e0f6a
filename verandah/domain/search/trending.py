"""What makes a trend: more people than usual, who are really different people, and not long ago. Pure."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import exp, log

from verandah.domain.accounts.trust import Trust

# So long back is looked for trends, and so long before that for what is usual, in hours and in days.
WINDOW_HOURS = 48
USUAL_DAYS = 28
# After so many hours without a new voice a trend counts half.
HALF_LIFE = 12.0


@dataclass(frozen=True, slots=True)
class Voice:
    """Someone who takes part: how far they are trusted, and from which networks they have signed in."""

    account_id: int
    trust: int = Trust.BASIC
    networks: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Talk:
    """What is talked about in the window: by whom, how often, and how many hours ago each of them did last."""

    ref: int
    uses: int
    # Hours ago by account.
    ago: Mapping[int, float]


@dataclass(frozen=True, slots=True)
class Found:
    """Something that trends: the higher `score`, the more."""

    ref: int
    score: float
    people: int
    uses: int


def different_people(voices: Iterable[Voice]) -> int:
    """How many different people these are at least.

    Whoever has only just come does not count. Whom nobody knows yet counts once for each network: many accounts of
    one person come from one place. Of those who are signed in nowhere it cannot be told, and all of them count once:
    else it would be enough to sign out after each account. Members of some standing count each for themselves, also
    within one house or school.
    """
    known, groups = 0, list[set[str]]()
    is_nowhere = False
    for voice in voices:
        if voice.trust >= Trust.MEMBER:
            known += 1
        elif voice.trust > Trust.NEW:
            if voice.networks:
                join(groups, set(voice.networks))
            else:
                is_nowhere = True
    return known + is_nowhere + len(groups)


def join(groups: list[set[str]], networks: set[str]) -> None:
    """Put together all groups that share a network with these."""
    apart = [group for group in groups if not group & networks]
    for group in groups:
        if group & networks:
            networks |= group
    groups[:] = [*apart, networks]


def trends(
    talks: Iterable[Talk], voices: Mapping[int, Voice], usual: Mapping[int, float], least: int, most: int
) -> list[Found]:
    """The best of what is talked about, the best first: by at least `least` different people, and by more than usual.

    `usual`: by how many people a day each was talked about before; what is not there, by nobody.
    """
    found = []
    for talk in talks:
        people = different_people(voices[number] for number in talk.ago if number in voices)
        if people < least:
            continue
        score = burst(people, usual.get(talk.ref, 0.0)) * decay(nth_newest(talk.ago.values(), least))
        if score > 0:
            found.append(Found(talk.ref, score, people, talk.uses))
    return sorted(found, key=lambda one: (-one.score, -one.people, one.ref))[:most]


def burst(people: int, usual_a_day: float) -> float:
    """How much more this is than usual: chi squared, and 0 for what is no more. Of two days, as the window is."""
    expected = max(1.0, usual_a_day * WINDOW_HOURS / 24)
    return (people - expected) ** 2 / expected if people > expected * 1.5 else 0.0


def decay(hours: float) -> float:
    """What is left of it after so many hours."""
    return exp(-log(2) * max(0.0, hours) / HALF_LIFE)


def nth_newest(ago: Collection[float], number: int) -> float:
    """How many hours ago the `number`th newest voice was heard: one new voice makes nothing young again."""
    ordered = sorted(ago)
    return ordered[min(number, len(ordered)) - 1]


def one_each(found: Sequence[Found], owner: Mapping[int, int], most: int) -> list[Found]:
    """The best of each owner alone, so that one person's posts do not fill the page."""
    seen: set[int] = set()
    kept = []
    for one in found:
        if owner.get(one.ref, one.ref) not in seen:
            seen.add(owner.get(one.ref, one.ref))
            kept.append(one)
    return kept[:most]
