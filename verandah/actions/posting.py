"""Saying something, and taking it back."""

from dataclasses import dataclass, replace
from datetime import timedelta

from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from verandah.base import detecting
from verandah.base.errors import Conflict, Forbidden, Invalid, NotFound
from verandah.base.reading import rows
from verandah.domain.accounts.models import Account
from verandah.domain.accounts.quoting import QuotePolicy
from verandah.domain.graph.models import Follow
from verandah.domain.posts.audience import Audience, CommentPolicy, Mood, Withheld
from verandah.domain.posts.commenting import may_comment, refuse_when_off, why_closed
from verandah.domain.posts.models import Post
from verandah.domain.posts.queries import visible_post
from verandah.domain.posts.quoting import QuoteState
from verandah.domain.posts.rules import OFFERED, may_quote, may_restore, refuse_locked

from . import (
    announcing,
    drafting,
    indexing,
    linking,
    pacing,
    permitting,
    screening,
    sharing,
    uploading,
    vetting,
    voting,
)
from .addressing import Addressed, address_post, addressed, is_for, refuse_nobody, remember
from .distributing import send_out
from .repeating import let_go, made_before
from .tallying import count_post
from .walling import wall_for
from .wording import Wording, attach_words, cautioned, placed, sayable, worded

BY_KEY = "SELECT 1 FROM verandah_post WHERE author_id = %(author)s AND key = %(key)s"


@dataclass(frozen=True, slots=True)
class Draft:
    """What someone wants to say. `key` makes it one post however often it is sent (at most 64 characters).

    `same_within`: so long after a post, the same words for the same audience are that post, whatever the key.
    `key_holds`: afterwards the key makes another post; None is never. `list_ids` and `account_ids` are whom an audience
    means that is for lists or people, or for all friends but these. `is_chosen`: the audience was picked from a menu,
    so that named people must be some, and the next form begins with it. Of the rest, None is what the author usually
    chooses.
    """

    text: str
    audience: Audience = Audience.MEMBERS
    key: str = ""
    # Of the form: the draft that was kept of it goes with the post.
    form_key: str = ""
    list_ids: tuple[int, ...] = ()
    account_ids: tuple[int, ...] = ()
    is_chosen: bool = False
    key_holds: timedelta | None = None
    same_within: timedelta = timedelta()
    parent_id: int | None = None
    quote_id: int | None = None
    media_ids: tuple[int, ...] = ()
    poll: voting.Question | None = None
    warning: str = ""
    is_sensitive: bool | None = None
    language: str | None = None
    quote_policy: QuotePolicy | None = None
    app_id: int | None = None
    place: str = ""
    mood: Mood = Mood.NONE
    # Of a post; a comment can be answered by whoever may comment on what it is about.
    comment_policy: CommentPolicy = CommentPolicy.EVERYONE
    # On whose profile it shall stand, when that is not the author's.
    wall_id: int | None = None


def publish(author: Account, draft: Draft) -> Post:
    """Store what `author` wrote and let it travel. The same `draft.key` twice: the same post.

    Raises Invalid when the text is empty, too long, cannot be shown or is refused by a rule, the audience is not
    offered, or something it carries cannot be had; NotFound when there is no such post to answer; Conflict when the
    post of that key has been deleted since.
    """
    of_key = Post.objects.filter(author=author, key=draft.key)
    key_is_known = bool(draft.key and rows(BY_KEY, {"author": author.pk, "key": draft.key}))
    if key_is_known and (post := made_before(of_key, draft.key_holds)):
        return no_draft_of(draft, still_there(post))
    permitting.refuse_read_only(author)
    draft = sayable_draft(author, draft)
    if post := said_just_now(author, draft):
        return no_draft_of(draft, post)
    parent, quoted, wording = answered(author, draft), quotable(author, draft), worded(author, draft.text)
    draft = for_someone(draft, wording)
    vetted = vetted_draft(author, draft, wording)
    try:
        with transaction.atomic():
            if key_is_known:
                let_go(of_key, draft.key_holds)
            permitting.refuse_while_slowed(author)
            post = store(author, draft, wording, parent, quoted)
            if draft.is_chosen:
                remember(author, chosen_in(draft))
            no_draft_of(draft, post)
            vetting.follow(post, vetted)
            if draft.media_ids:
                screening.screen(post, is_new=True)
            if not post.withheld:
                send_out(post)
    except IntegrityError:
        # The same key came twice at the same moment: the unique constraint has settled who was first.
        first = of_key.first()
        if first is None:
            # What it belongs to has been removed for good in this moment.
            raise NotFound from None
        post = no_draft_of(draft, still_there(first))
    return post


def delete(author: Account, post_id: int) -> Post:
    """Take a post back. It is gone at the very next read; for a day its author can restore it. Twice: the same."""
    with transaction.atomic():
        post = held(author, post_id)
        permitting.refuse_frozen(author)
        there = Post.objects.filter(pk=post.pk, deleted_at=None)
        if post.share_of_id:
            sharing.withdraw(post, author)
        elif there.update(deleted_at=timezone.now(), deleted_by=author):
            count_post(post, -1)
            announcing.post_is_gone(post.id)
    post.refresh_from_db(fields=["deleted_at", "deleted_by", "rev"])
    return post


def restore(author: Account, post_id: int) -> Post:
    """Bring a deleted post back where it was. Twice: the same. Raises Conflict when its day is over."""
    with transaction.atomic():
        post = held(author, post_id)
        if post.deleted_at is None:
            return post
        permitting.refuse_read_only(author)
        refuse_when_off(post)
        if post.deleted_by_id not in (None, author.pk):
            raise Forbidden(
                _("The author of the post has removed this comment. Only they can bring it back.")
                if post.is_comment
                else _("This has been removed from the wall it stood on. Only whose wall it is can bring it back.")
            )
        if post.share_of_id:
            # What was shared can be shared again; two shares of one post there must not be.
            raise NotFound
        if not may_restore(post, timezone.now()):
            raise Conflict(_("This post was deleted more than a day ago and can't be brought back."))
        gone = Post.objects.filter(pk=post.pk).exclude(deleted_at=None)
        # Its files may have been thrown away meanwhile.
        if gone.update(deleted_at=None, deleted_by=None, rev=F("rev") + 1):
            count_post(post, 1)
            announcing.post_is_back(post.id)
    post.refresh_from_db(fields=["deleted_at", "deleted_by", "rev"])
    return post


def held(author: Account, post_id: int) -> Post:
    """A post of the author's, deleted or not, but none that a decision has removed. For whom it is, which decides where
    it is counted, stays as it is until the transaction ends. Raises NotFound.
    """
    rows = Post.objects.select_for_update(no_key=True).exclude(withheld=Withheld.REMOVED)
    post = rows.filter(pk=post_id, author=author).first()
    if post is None:
        raise NotFound
    post.author = author
    return post


def sayable_draft(author: Account, draft: Draft) -> Draft:
    """The draft with its words in their normal form, for no more lists and people than it means. Raises Invalid."""
    if draft.audience not in OFFERED:
        raise Invalid("audience", _("Choose who can see this post."))
    if not draft.key or len(draft.key) > 64:
        raise Invalid("key", _("This form is incomplete. Reload the page and try again."))
    may_be_empty = bool(draft.media_ids or draft.poll or draft.quote_id)
    text, warning = sayable(draft.text, may_be_empty), cautioned(draft.warning)
    draft = replace(draft, wall_id=wall_for(author, draft.wall_id, draft.parent_id is not None))
    chosen = addressed(author, draft.audience, draft.list_ids, draft.account_ids)
    draft = replace(draft, list_ids=chosen.list_ids, account_ids=chosen.account_ids)
    return replace(draft, text=text, warning=warning, place=placed(draft.place))


def for_someone(draft: Draft, wording: Wording) -> Draft:
    """What is for named people, and names nobody, is for its author alone. Raises Invalid when that was not meant."""
    if draft.audience != Audience.PEOPLE or draft.account_ids or wording.named:
        return draft
    if draft.is_chosen:
        refuse_nobody(())
    return replace(draft, audience=Audience.ONLY_ME)


def vetted_draft(author: Account, draft: Draft, wording: Wording) -> vetting.Vetted:
    """What the rules say of it. Raises Invalid for what they refuse, TooMany when someone new says too much."""
    pacing.refuse_many_posts(author, draft.parent_id is not None)
    words = [wording.parsed.text, draft.warning, draft.place, *(draft.poll.titles if draft.poll else ())]
    words += uploading.descriptions(author, draft.media_ids) if draft.media_ids and vetting.reads_words(author) else ()
    vetted = vetting.vet(
        author,
        words,
        wording.parsed.links,
        len(draft.media_ids),
        is_comment=draft.parent_id is not None,
        named=wording.named.values(),
    )
    vetting.refuse(author, vetted)
    return vetted


def chosen_in(draft: Draft) -> Addressed:
    """For whom the draft is."""
    return Addressed(draft.audience, draft.list_ids, draft.account_ids)


def answered(author: Account, draft: Draft) -> Post | None:
    """What the draft answers; of a share, what is shared. Raises NotFound when `author` may not see it, Forbidden when
    its comments are closed to them.
    """
    if draft.parent_id is None:
        return None
    parent = visible_post(author, draft.parent_id)
    parent = visible_post(author, parent.share_of_id) if parent.share_of_id else parent
    root = visible_post(author, parent.root_id) if parent.root_id else parent
    if not may_comment(author, root):
        raise Forbidden(why_closed(root))
    refuse_locked(parent)
    return parent


def quotable(author: Account, draft: Draft) -> Post | None:
    """What the draft quotes. Raises Invalid when `author` may not see or not quote it."""
    if draft.quote_id is None:
        return None
    try:
        quoted = visible_post(author, draft.quote_id)
        quoted = visible_post(author, quoted.share_of_id) if quoted.share_of_id else quoted
    except NotFound:
        raise Invalid("quoted_status_id", _("The post you quote is not there any more.")) from None
    follows = Follow.objects.filter(follower=author, followee=quoted.author_id).exists()
    policy = QuotePolicy(quoted.quote_policy)
    if quoted.is_locked or not may_quote(Audience(quoted.audience), policy, quoted.author_id == author.id, follows):
        raise Invalid("quoted_status_id", _("This post can't be quoted. You can still share a link to it."))
    return quoted


def said_just_now(author: Account, draft: Draft) -> Post | None:
    """The post that holds the same words already, when that may be what is meant."""
    if not draft.same_within:
        return None
    newest = Post.objects.filter(author=author, audience=draft.audience, text=draft.text, deleted_at=None)
    recent = newest.filter(
        created_at__gt=timezone.now() - draft.same_within, parent=draft.parent_id, share_of=None, wall=draft.wall_id
    )
    return next((post for post in recent.order_by("-id") if is_for(post, chosen_in(draft))), None)


def still_there(post: Post) -> Post:
    """The post of a key that was sent before; a deleted one must not be said to be out."""
    if post.deleted_at is not None:
        raise Conflict(_("You have deleted this post. Reload the page to write it again."))
    return post


def no_draft_of(draft: Draft, post: Post) -> Post:
    """The post; what was kept of its form has gone into it. Twice: the same."""
    drafting.sent(post.author, draft.form_key)
    return post


def store(author: Account, draft: Draft, wording: Wording, parent: Post | None, quoted: Post | None) -> Post:
    """The rows of a new post."""
    sensitive = author.default_sensitive if draft.is_sensitive is None else draft.is_sensitive
    post = Post.objects.create(
        author=author,
        audience=draft.audience,
        parent=parent,
        root_id=(parent.root_id or parent.id) if parent else None,
        is_comment=parent is not None,
        quote_of=quoted,
        quote_state=QuoteState.ACCEPTED if quoted else QuoteState.NONE,
        quote_policy=draft.quote_policy or author.quote_policy,
        app_id=draft.app_id,
        link=linking.link_for(wording.parsed.links),
        text=wording.parsed.text,
        html=wording.html,
        warning=draft.warning,
        is_sensitive=sensitive or bool(draft.warning),
        language=language_of(author, draft),
        place=draft.place,
        mood=draft.mood,
        comment_policy=draft.comment_policy,
        wall_id=draft.wall_id,
        has_media=bool(draft.media_ids),
        has_poll=draft.poll is not None,
        key=draft.key,
        created_at=timezone.now(),
    )
    attach_words(post, wording, is_new=True)
    if draft.list_ids or draft.account_ids:
        address_post(post, chosen_in(draft))
    if draft.media_ids:
        uploading.attach(author, post, draft.media_ids)
    if draft.poll:
        voting.open_poll(post, draft.poll)
    indexing.index_new([post])
    count_post(post, 1)
    return post


def language_of(author: Account, draft: Draft) -> str:
    """The one that was named, or that they always write in; else the one that the words are surely in."""
    if draft.language is not None:
        return draft.language
    return author.default_language or detecting.language_of(draft.text)
