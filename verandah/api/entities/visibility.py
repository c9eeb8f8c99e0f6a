"""Our audiences in Mastodon's four words, and back. Decision 14 says why."""

from verandah.domain.posts.audience import Audience

# An app shows "public" and "unlisted" as open to the whole web, so only what is open may be called so.
SAID = {audience: "private" for audience in Audience} | {
    Audience.PUBLIC: "public",
    Audience.PEOPLE: "direct",
    Audience.ONLY_ME: "direct",
}

# What someone means who chooses one of the four.
MEANT = {
    "public": Audience.PUBLIC,
    "unlisted": Audience.MEMBERS,
    "private": Audience.FOLLOWERS,
    "direct": Audience.ONLY_ME,
}

# What an app is told to choose at first: the word that means members.
DEFAULT = "unlisted"
