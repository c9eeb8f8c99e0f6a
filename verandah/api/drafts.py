"""What an app wants to say, read from its request."""

from datetime import timedelta
from hashlib import sha256
from uuid import uuid4

from django.utils.translation import gettext as _

from verandah.actions.posting import Draft
from verandah.actions.voting import Question
from verandah.base.errors import Invalid
from verandah.domain.accounts.habits import usual_audience
from verandah.domain.accounts.quoting import QuotePolicy
from verandah.domain.posts.audience import Audience, CommentPolicy, Mood

from .door import MemberRequest
from .entities.visibility import MEANT, default_for
from .parameters import Parameters

QUOTE_POLICIES = {
    "public": QuotePolicy.EVERYONE,
    "followers": QuotePolicy.FOLLOWERS,
    "nobody": QuotePolicy.NOBODY,
}
COMMENT_POLICIES = {policy.name.lower(): policy for policy in CommentPolicy}
LONGEST_LANGUAGE = 12
MOODS = {mood.name.lower(): mood for mood in Mood if mood}
# So long an app that sends a post again with the same Idempotency-Key means the same post.
KEY_HOLDS = timedelta(hours=1)


def draft_from(request: MemberRequest) -> Draft:
    """Everything a post can carry. Raises Invalid for a word that is not known."""
    asked = request.parameters
    key = request.headers.get("Idempotency-Key", "") or uuid4().hex
    return Draft(
        text=asked.text("status"),
        audience=audience_from(request),
        list_ids=chosen_from(asked, "list_ids"),
        account_ids=chosen_from(asked, "account_ids"),
        key=sha256(f"app\0{key}".encode("utf-8", "surrogatepass")).hexdigest(),
        key_holds=KEY_HOLDS,
        parent_id=id_from(asked, "in_reply_to_id"),
        quote_id=id_from(asked, "quoted_status_id") or id_from(asked, "quote_id"),
        media_ids=tuple(asked.numbers("media_ids")),
        poll=question_from(asked),
        warning=asked.text("spoiler_text"),
        is_sensitive=asked.flag("sensitive") if asked.text("sensitive") else None,
        language=language_from(asked),
        quote_policy=quote_policy_from(asked),
        app_id=request.bearer.app_id,
        place=asked.text("place"),
        mood=mood_from(asked) or Mood.NONE,
        comment_policy=comment_policy_from(asked) or CommentPolicy.EVERYONE,
        wall_id=id_from(asked, "wall_id"),
    )


def audience_from(request: MemberRequest) -> Audience:
    """Our own word if it is given, else Mastodon's, else what the viewer usually chooses. Raises Invalid."""
    ours = {audience.name.lower(): audience for audience in Audience}
    asked = request.parameters
    if word := asked.text("audience"):
        audience = ours.get(word)
    elif word := asked.text("visibility"):
        audience = MEANT.get(word)
    elif asked.text("wall_id"):
        audience = Audience.FRIENDS
    else:
        audience = default_for(usual_audience(request.viewer))
    if audience is None:
        raise Invalid("visibility", _("Choose who can see this post."))
    return audience


def chosen_from(asked: Parameters, name: str) -> tuple[int, ...]:
    """The lists or people an audience means. Raises Invalid when one is no id: left out, it could let someone in."""
    found = asked.numbers(name)
    if len(found) < len(asked.texts(name)):
        raise Invalid(name, _("Name lists and people by their ids."))
    return tuple(found)


def id_from(asked: Parameters, name: str) -> int | None:
    """The id of another post. One that is none is no post's, which the verb will say."""
    said = asked.text(name)
    return asked.number(name, 0) if said else None


def question_from(asked: Parameters) -> Question | None:
    """The poll, if there is one."""
    poll = asked.within("poll")
    if not poll.items("options"):
        return None
    return Question(
        titles=tuple(poll.texts("options")),
        seconds=poll.number("expires_in", 0),
        multiple=poll.flag("multiple"),
        hides_totals=poll.flag("hide_totals"),
    )


def comment_policy_from(asked: Parameters) -> CommentPolicy | None:
    """Who may comment, in our own word; None when the app says nothing. Raises Invalid for an unknown word."""
    word = asked.text("comment_policy")
    if word and word not in COMMENT_POLICIES:
        raise Invalid("comment_policy", _("Who may comment is one of: everyone, friends, nobody."))
    return COMMENT_POLICIES.get(word)


def mood_from(asked: Parameters) -> Mood | None:
    """How someone takes it, in our own word; None when the app says nothing. Raises Invalid for an unknown word."""
    word = asked.text("mood")
    if not word:
        return Mood.NONE if asked.has("mood") else None
    if word not in MOODS:
        raise Invalid("mood", _("A mood is one of: %(words)s.") % {"words": ", ".join(MOODS)})
    return MOODS[word]


def language_from(asked: Parameters) -> str | None:
    """The language the app says, as a short code; None when it says nothing that can be one."""
    said = asked.text("language").strip().lower()
    return said if said and len(said) <= LONGEST_LANGUAGE and said.replace("-", "").isalnum() else None


def quote_policy_from(asked: Parameters) -> QuotePolicy | None:
    """Who may quote the post; None when the app says nothing. Raises Invalid for an unknown word."""
    said = asked.text("quote_approval_policy")
    if said and said not in QUOTE_POLICIES:
        raise Invalid("quote_approval_policy", _("Who may quote is one of: public, followers, nobody."))
    return QUOTE_POLICIES.get(said)
