"""Not wanting to read some words or posts: filters, and what they look for."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from verandah.base import markup
from verandah.base.errors import Invalid, NotFound
from verandah.domain.accounts.models import Account
from verandah.domain.posts.filters import ACTIONS, CONTEXTS
from verandah.domain.posts.models import Filter, FilterKeyword, FilterPost
from verandah.domain.posts.queries import visible_post

from . import announcing
from .listing import hold

LONGEST_TITLE = 200
LONGEST_KEYWORD = 200
MOST_FILTERS = 100
# Of all filters of one person together: every post that they read is held against all of them.
MOST_KEYWORDS = 500
MOST_POSTS = 500
LONGEST_SECONDS = 3_153_600_000


@dataclass(frozen=True, slots=True)
class KeywordDraft:
    """A word to look for: a new one, or with `id` one that is there; what is None stays as it is."""

    keyword: str | None = None
    is_whole_word: bool | None = None
    id: int | None = None
    is_gone: bool = False


@dataclass(frozen=True, slots=True)
class FilterDraft:
    """What a filter shall be like. What is None stays as it is. `seconds` until it ends, 0 for never."""

    title: str | None = None
    contexts: tuple[str, ...] | None = None
    action: str | None = None
    seconds: int | None = None
    keywords: tuple[KeywordDraft, ...] = ()


def create(me: Account, draft: FilterDraft) -> int:
    """A new filter of mine; its id. Twice: two filters. Raises Invalid when something is wrong, or I have many."""
    row = Filter(owner=me, title="", contexts="")
    write(row, FilterDraft(draft.title or "", draft.contexts or (), draft.action, draft.seconds))
    with transaction.atomic():
        hold(me)
        if Filter.objects.filter(owner=me).count() >= MOST_FILTERS:
            raise Invalid("title", _("You have as many filters as there can be. Delete one first."))
        row.save(force_insert=True)
        write_keywords(row, draft.keywords)
        announcing.filters_changed(me.id)
    return row.id


def change(me: Account, filter_id: int, draft: FilterDraft) -> None:
    """My filter is like that from now on. New words again: they are in it twice. Raises NotFound, Invalid."""
    with transaction.atomic():
        hold(me)
        row = mine(me, filter_id)
        write(row, draft)
        row.save(update_fields=["title", "contexts", "action", "until"])
        write_keywords(row, draft.keywords)
        announcing.filters_changed(me.id)


def delete(me: Account, filter_id: int) -> None:
    """My filter is gone. Raises NotFound, also twice."""
    with transaction.atomic():
        mine(me, filter_id).delete()
        announcing.filters_changed(me.id)


def add_keyword(me: Account, filter_id: int, draft: KeywordDraft) -> int:
    """My filter looks for this word, too; the word's id. Twice: it is in it twice. Raises NotFound, Invalid."""
    with transaction.atomic():
        hold(me)
        word = write_keyword(mine(me, filter_id), draft)
        refuse_excess(me)
        announcing.filters_changed(me.id)
    return word.id


def change_keyword(me: Account, keyword_id: int, draft: KeywordDraft) -> None:
    """A word of my filters is like that from now on. Twice: the same. Raises NotFound, Invalid."""
    with transaction.atomic():
        fill(my_keyword(me, keyword_id), draft).save(update_fields=["keyword", "is_whole_word"])
        announcing.filters_changed(me.id)


def remove_keyword(me: Account, keyword_id: int, with_filter: bool = False) -> None:
    """A word of my filters is gone; `with_filter`: its filter, too, when it looks for nothing else.

    Raises NotFound, also twice.
    """
    with transaction.atomic():
        word = my_keyword(me, keyword_id)
        word.delete()
        if with_filter and is_empty(word.filter_id):
            Filter.objects.filter(pk=word.filter_id).delete()
        announcing.filters_changed(me.id)


def add_post(me: Account, filter_id: int, post_id: int) -> int:
    """My filter is for this post, too; the id of that. Twice: the same. Raises NotFound, also for a hidden post."""
    with transaction.atomic():
        hold(me)
        row, post = mine(me, filter_id), visible_post(me, post_id)
        found, _made = FilterPost.objects.get_or_create(filter=row, post=post)
        refuse_excess(me)
        announcing.filters_changed(me.id)
    return found.id


def remove_post(me: Account, number: int) -> None:
    """My filter is no longer for that post. Raises NotFound, also twice."""
    with transaction.atomic():
        gone, _rows = FilterPost.objects.filter(pk=number, filter__owner=me).delete()
        if not gone:
            raise NotFound
        announcing.filters_changed(me.id)


def mine(me: Account, filter_id: int) -> Filter:
    """My filter of that id. Raises NotFound."""
    row = Filter.objects.filter(pk=filter_id, owner=me).first()
    if row is None:
        raise NotFound
    return row


def my_keyword(me: Account, keyword_id: int) -> FilterKeyword:
    """A word of my filters. Raises NotFound."""
    word = FilterKeyword.objects.filter(pk=keyword_id, filter__owner=me).first()
    if word is None:
        raise NotFound
    return word


def is_empty(filter_id: int) -> bool:
    """Whether a filter looks for nothing."""
    return not any(table.objects.filter(filter=filter_id).exists() for table in (FilterKeyword, FilterPost))


def write(row: Filter, draft: FilterDraft) -> None:
    """What the draft says, into the row. Raises Invalid."""
    if draft.title is not None:
        row.title = one_line(draft.title, LONGEST_TITLE, "title")
    if draft.contexts is not None:
        if not draft.contexts or not set(draft.contexts) <= set(CONTEXTS):
            raise Invalid("context", _("Choose where the filter counts: %(places)s.") % {"places": ", ".join(CONTEXTS)})
        row.contexts = " ".join(name for name in CONTEXTS if name in draft.contexts)
    if draft.action is not None:
        if draft.action not in ACTIONS:
            raise Invalid("filter_action", _("Choose what the filter does: %(deeds)s.") % {"deeds": ", ".join(ACTIONS)})
        row.action = draft.action
    if draft.seconds is not None:
        if not 0 <= draft.seconds <= LONGEST_SECONDS:
            raise Invalid("expires_in", _("Say in how many seconds the filter ends."))
        row.until = timezone.now() + timedelta(seconds=draft.seconds) if draft.seconds else None


def write_keywords(row: Filter, drafts: Sequence[KeywordDraft]) -> None:
    """New, changed and removed words of a filter. Raises NotFound for a word that is not in it, Invalid."""
    for draft in drafts:
        write_keyword(row, draft)
    if drafts:
        refuse_excess(row.owner)


def write_keyword(row: Filter, draft: KeywordDraft) -> FilterKeyword:
    """One of them."""
    word = FilterKeyword(filter=row)
    if draft.id is not None:
        found = FilterKeyword.objects.filter(pk=draft.id, filter=row).first()
        if found is None:
            raise NotFound
        word = found
    if draft.is_gone:
        FilterKeyword.objects.filter(pk=word.pk, filter=row).delete()
    else:
        fill(word, draft).save()
    return word


def fill(word: FilterKeyword, draft: KeywordDraft) -> FilterKeyword:
    """What the draft says, into the row. Raises Invalid."""
    if draft.keyword is not None or not word.keyword:
        word.keyword = one_line(draft.keyword or "", LONGEST_KEYWORD, "keyword")
    if draft.is_whole_word is not None:
        word.is_whole_word = draft.is_whole_word
    return word


def one_line(text: str, most: int, field: str) -> str:
    """A text in its normal form, without breaks. Raises Invalid when it is empty or too long."""
    if len(text) > most * 4:
        raise Invalid(field, _("This is too long."))
    text = " ".join(markup.clean(text, most).split())
    if not text:
        raise Invalid(field, _("Write something here; it cannot be empty."))
    return text


def refuse_excess(me: Account) -> None:
    """Raises Invalid when all my filters together look for more than one person's may."""
    if FilterKeyword.objects.filter(filter__owner=me).count() > MOST_KEYWORDS:
        raise Invalid("keyword", _("Your filters look for as many words as they can. Remove one first."))
    if FilterPost.objects.filter(filter__owner=me).count() > MOST_POSTS:
        raise Invalid("status_id", _("Your filters are for as many posts as they can be. Remove one first."))
