"""The words of a post: made sayable, and written with whom they name and the tags they carry."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from verandah.base import markup
from verandah.base.errors import Invalid
from verandah.domain.accounts.models import Account
from verandah.domain.graph.queries import mentionable, reachable
from verandah.domain.instance.queries import the_site
from verandah.domain.posts.audience import Audience
from verandah.domain.posts.models import Mention, Post, PostAudience, PostTag, Tag
from verandah.domain.posts.tags_found import new_tag

LONGEST_WARNING = 500
LONGEST_PLACE = 100


@dataclass(frozen=True, slots=True)
class Wording:
    """A text, what it looks like, and the accounts it names that its author may name, by name."""

    parsed: markup.Markup
    html: str
    named: dict[str, int]


def sayable(text: str, may_be_empty: bool = False) -> str:
    """The text in its normal form. Raises Invalid when it is too long, not text, or empty and may not be."""
    text = markup.clean(text, the_site().post_length)
    if not text and not may_be_empty:
        raise Invalid("text", _("Write something first. A post needs some text."))
    return text


def cautioned(warning: str) -> str:
    """A content warning in its normal form: one line. Raises Invalid when it is too long or not text."""
    return " ".join(markup.clean(warning, LONGEST_WARNING).split())


def placed(place: str) -> str:
    """A place in its normal form: one line. Raises Invalid when it is too long or not text."""
    return " ".join(markup.clean(place, LONGEST_PLACE).split())


def worded(author: Account, text: str) -> Wording:
    """What `author` says with a sayable `text`. Raises Invalid when it names too many people or tags."""
    parsed = markup.parse(text)
    named = mentionable(author, parsed.mentions)
    html = parsed.html(mention_url=lambda name: f"/@{name}/" if name in named else None, tag_url=tag_path)
    return Wording(parsed, html, named)


def unheard(author: Account, text: str) -> list[str]:
    """The names in a text of those who have chosen not to be named by `author`: there they are plain text."""
    names = list(markup.parse(text).mentions)
    if not names:
        return []
    heard = mentionable(author, names)
    return [name for name in reachable(author, names) if name not in heard]


def attach_words(post: Post, wording: Wording, is_new: bool = False) -> None:
    """Note whom the post names (and for whom it is, if for them alone) and its tags: these and no others."""
    if not is_new:
        Mention.objects.filter(post=post).exclude(account__in=wording.named.values()).delete()
        PostTag.objects.filter(post=post).exclude(tag__name__in=wording.parsed.tags).delete()
    mentions = [Mention(post=post, account_id=number) for number in wording.named.values()]
    Mention.objects.bulk_create(mentions, ignore_conflicts=True)
    if post.audience == Audience.PEOPLE:
        rows = [PostAudience(post=post, account_id=number) for number in wording.named.values()]
        PostAudience.objects.bulk_create(rows, ignore_conflicts=True)
    if wording.parsed.tags:
        Tag.objects.bulk_create(map(new_tag, sorted(wording.parsed.tags)), ignore_conflicts=True)
        tags = Tag.objects.filter(name__in=wording.parsed.tags)
        PostTag.objects.bulk_create([PostTag(post=post, tag=tag) for tag in tags], ignore_conflicts=True)


def tag_path(name: str) -> str:
    """Where a tag's posts are listed."""
    return f"/tags/{name}/"
