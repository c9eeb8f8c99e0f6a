"""Our audiences in Mastodon's four words, and back. Decision 15 says why."""

from verandah.domain.posts.audience import Audience

# What is for members comes back as the word by which it was sent, so that an app that answers or rewrites it means
# the same people.
SAID = {audience: "private" for audience in Audience} | {
    Audience.PUBLIC: "public",
    Audience.MEMBERS: "unlisted",
    Audience.PEOPLE: "direct",
    Audience.ONLY_ME: "direct",
}

# What someone means who chooses one of the four. A "direct" post is for those whom it names, or for its author alone.
MEANT = {
    "public": Audience.PUBLIC,
    "unlisted": Audience.MEMBERS,
    "private": Audience.FOLLOWERS,
    "direct": Audience.PEOPLE,
}


def default_for(chosen: int | None) -> Audience:
    """What a post is for when the app says nothing: what its author usually chooses, else members."""
    return Audience(chosen) if chosen else Audience.MEMBERS


def wish(chosen: int | None) -> str:
    """What someone usually chooses, in Mastodon's words."""
    return SAID[default_for(chosen)]
