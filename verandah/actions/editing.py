"""Changing what was said: its words, files and poll, for whom it is, and who may quote it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import batched, chain

from django.db import transaction
from django.db.models import F, Q
from django.tasks import task
from django.utils import timezone
from django.utils.translation import gettext as _

from verandah.base import detecting
from verandah.base.errors import Conflict, Invalid, NotFound
from verandah.base.jobs import later
from verandah.domain.accounts.models import Account
from verandah.domain.accounts.quoting import QuotePolicy
from verandah.domain.media.models import Media
from verandah.domain.notifications.hearing import Deed
from verandah.domain.notifications.models import Notification
from verandah.domain.posts.audience import Audience, CommentPolicy, Mood, Withheld
from verandah.domain.posts.commenting import refuse_when_off
from verandah.domain.posts.models import Post, PostVersion, Reaction
from verandah.domain.posts.polls import titles_of
from verandah.domain.posts.quoting import QuoteState
from verandah.domain.posts.rules import OFFERED, OPEN
from verandah.domain.posts.versions import stamp_of

from . import announcing, drafting, indexing, linking, notifying, screening, uploading, vetting, voting
from .addressing import address_post, addressed
from .permitting import refuse_read_only
from .saving import NOT_FOR_PROFILES
from .tallying import count_post, tally
from .wording import attach_words, cautioned, placed, sayable, worded

# What `reword` sets.
WORDS = ("text", "html", "link", "warning", "is_sensitive", "language")
# What stands beside the words; a change of it alone is no new version of what was said.
AROUND = ("place", "mood")
# So many are told of an edit in one go.
BATCH = 500


@dataclass(frozen=True, slots=True)
class MediaChange:
    """What is said of a file of the post from now on."""

    media_id: int
    details: uploading.Details


@dataclass(frozen=True, slots=True)
class Change:
    """All that a post holds from now on: what is not named here goes. A language, place or mood of None stays."""

    text: str
    warning: str = ""
    is_sensitive: bool = False
    language: str | None = None
    media_ids: tuple[int, ...] = ()
    media: tuple[MediaChange, ...] = ()
    poll: voting.Question | None = None
    place: str | None = None
    mood: Mood | None = None
    # What the change began with, as `versions.stamp_of` tells it; None is whatever is there now.
    began_with: str | None = None
    # Of the form: the draft that was kept of it goes with the change.
    form_key: str = ""


def edit(author: Account, post_id: int, change: Change) -> Post:
    """The post says this from now on; what it said before can be read on. Twice: the same, and no second version.

    Raises NotFound when it is not theirs or gone, Invalid when it cannot be said, Conflict when it has been changed
    since this change was begun.
    """
    refuse_read_only(author)
    if vetting.reads_words(author):
        # Before the transaction, so that what was found is kept although the change is not.
        vetting.refuse(author, vetting.vet_words(author, words_of(change), "edit"))
    with transaction.atomic():
        post = own(author, post_id)
        refuse_when_off(post)
        before, stamp = version_of(post), stamp_of(post)
        drafting.sent(author, change.form_key)
        # Each of them is done, so that all of them are looked at.
        changes = [reword(post, change), change_media(author, post, change), voting.change_poll(post, change.poll)]
        moved = relocate(post, change)
        if not any(changes):
            return keep_around(post) if moved else post
        if change.began_with not in (None, stamp):
            raise Conflict(_("This post was changed in another window meanwhile."))
        before.save()
        post.has_media, post.has_poll = keeps_media(post, change), change.poll is not None
        post.edited_at = timezone.now()
        post.rev = F("rev") + 1
        post.save(update_fields=[*WORDS, *AROUND, "has_media", "has_poll", "edited_at", "rev"])
        indexing.index([post])
        if vetting.reads_words(author):
            vetting.follow(post, vetting.vet_change(post, words_of(change)))
        if change.media_ids:
            screening.screen(post, is_new=False)
        later(tell_of_edit, post.pk)
        announcing.post_changed(post.pk)
    post.refresh_from_db(fields=["rev"])
    return post


def words_of(change: Change) -> list[str]:
    """All that a post will say. Raises Invalid when it cannot be said."""
    said = [sayable(change.text, may_be_empty=True), cautioned(change.warning), placed(change.place or "")]
    said += voting.askable(change.poll).titles if change.poll else ()
    return said + [one.details.description for one in change.media if one.details.description]


def change_audience(
    author: Account,
    post_id: int,
    audience: Audience,
    list_ids: Sequence[int] = (),
    account_ids: Sequence[int] = (),
) -> None:
    """The post is for these people from now on: at the very next read. Twice: the same.

    Raises NotFound when it is not theirs or gone, Invalid when that cannot be chosen.
    """
    if audience not in OFFERED:
        raise Invalid("audience", _("Choose who can see this post."))
    chosen = addressed(author, audience, list_ids, account_ids)
    with transaction.atomic():
        post = own(author, post_id)
        if audience < post.audience:
            refuse_read_only(author)
        is_new = address_post(post, chosen)
        if post.audience == audience and not is_new:
            return
        count_post(post, -1)
        post.audience = audience
        if audience in NOT_FOR_PROFILES:
            post.pinned_at = None
        post.rev = F("rev") + 1
        post.save(update_fields=["audience", "pinned_at", "rev"])
        # The addresses of files in comments are for whom the post is, and those of named people for these alone.
        Post.objects.filter(root=post, has_media=True).update(rev=F("rev") + 1)
        if is_new:
            Media.objects.filter(Q(post=post) | Q(post__root=post)).update(rev=F("rev") + 1)
        count_post(post, 1)
        later(tell_named, post.pk)
        announcing.post_changed(post.pk)


def change_quote_policy(author: Account, post_id: int, policy: QuotePolicy) -> None:
    """Who may quote the post from now on; quotes that are there stay. Twice: the same. Raises NotFound."""
    with transaction.atomic():
        post = own(author, post_id)
        Post.objects.filter(pk=post.pk).exclude(quote_policy=policy).update(quote_policy=policy, rev=F("rev") + 1)


def change_comment_policy(author: Account, post_id: int, policy: CommentPolicy) -> None:
    """Who may comment on the post from now on; comments that are there stay. Twice: the same. Raises NotFound."""
    with transaction.atomic():
        post = own(author, post_id)
        if post.is_comment:
            raise NotFound
        changed = Post.objects.filter(pk=post.pk).exclude(comment_policy=policy)
        if changed.update(comment_policy=policy, rev=F("rev") + 1):
            announcing.post_changed(post.pk)


def revoke_quote(author: Account, post_id: int, quoting_id: int) -> None:
    """The post is no longer shown in that quote of it. Twice: the same. Raises NotFound when it does not quote it."""
    with transaction.atomic():
        # The quote is held before what it quotes: whoever takes it back at the same moment comes the same way.
        quotes = Post.objects.select_for_update(no_key=True, of=("self",)).select_related("author")
        quoting = quotes.filter(pk=quoting_id, quote_of=post_id, deleted_at=None).first()
        post = own(author, post_id)
        if quoting is None:
            raise NotFound
        accepted = Post.objects.filter(pk=quoting.pk, quote_state=QuoteState.ACCEPTED)
        if accepted.update(quote_state=QuoteState.REVOKED, rev=F("rev") + 1):
            # What someone has said is not counted while they are suspended.
            if quoting.audience in OPEN and quoting.author.suspended_at is None and not quoting.withheld:
                tally(post.pk, "quotes_count", -1)
            announcing.post_changed(quoting.pk)


def own(author: Account, post_id: int) -> Post:
    """A post of the author's that can be changed, held until the transaction ends. Raises NotFound."""
    posts = Post.objects.select_for_update(no_key=True).filter(pk=post_id, author=author, share_of=None)
    post = posts.filter(deleted_at=None).exclude(withheld=Withheld.REMOVED).first()
    if post is None:
        raise NotFound
    post.author = author
    return post


def version_of(post: Post) -> PostVersion:
    """What the post is now, to be kept when it changes."""
    media = Media.objects.filter(post=post).order_by("position", "pk").values("id", "description")
    return PostVersion(
        post=post,
        text=post.text,
        html=post.html,
        warning=post.warning,
        is_sensitive=post.is_sensitive,
        poll_titles=titles_of(post),
        media=list(media),
        created_at=post.edited_at or post.created_at,
    )


def reword(post: Post, change: Change) -> bool:
    """The words of the post become those of `change`; whether they were others. Raises Invalid."""
    text = sayable(change.text, may_be_empty=bool(change.media_ids or change.poll or post.quote_of_id))
    warning = cautioned(change.warning)
    sensitive = change.is_sensitive or bool(warning)
    language = language_after(post, text) if change.language is None else change.language
    before = (post.text, post.warning, post.is_sensitive, post.language)
    if text != post.text:
        wording = worded(post.author, text)
        post.text, post.html = wording.parsed.text, wording.html
        post.link = linking.link_for(wording.parsed.links)
        attach_words(post, wording)
    post.warning, post.is_sensitive, post.language = warning, sensitive, language
    return before != (post.text, warning, sensitive, language)


def language_after(post: Post, text: str) -> str:
    """The language of a post whose words become `text`: the one it had, unless that was found in the words as well."""
    was_found = not post.author.default_language and post.language in ("", detecting.language_of(post.text))
    return detecting.language_of(text) or post.language if was_found and text != post.text else post.language


def relocate(post: Post, change: Change) -> bool:
    """Where the post was written and how its author takes it become those of `change`; whether they were others."""
    before = (post.place, post.mood)
    if change.place is not None:
        post.place = placed(change.place)
    if change.mood is not None:
        post.mood = change.mood
    return before != (post.place, post.mood)


def keep_around(post: Post) -> Post:
    """Store what stands beside the words of a post, without a version and without telling anyone."""
    post.rev = F("rev") + 1
    post.save(update_fields=[*AROUND, "rev"])
    indexing.index([post])
    announcing.post_changed(post.pk)
    post.refresh_from_db(fields=["rev"])
    return post


def keeps_media(post: Post, change: Change) -> bool:
    """Whether there are files in it: also those that a decision keeps back, which may come back."""
    return bool(change.media_ids) or Media.objects.filter(post=post, is_withheld=True).exists()


def change_media(author: Account, post: Post, change: Change) -> bool:
    """The post holds these files and no others, with this said of them; whether that is new. Raises Invalid."""
    files = Media.objects.filter(post=post, is_withheld=False).order_by("position", "pk").values_list("pk", "rev")
    before = list(files)
    if [number for number, _rev in before] != list(dict.fromkeys(change.media_ids)):
        uploading.attach(author, post, change.media_ids)
    for one in change.media:
        uploading.describe_in(author, post, one.media_id, one.details)
    return before != list(files.all())


@task(queue_name="distribute")
def tell_of_edit(post_id: int) -> None:
    """Tell those whom the post names now, and those who reacted to it, shared or answered it. Safe to run twice."""
    post = Post.objects.filter(pk=post_id, deleted_at=None, withheld=Withheld.NO).select_related("author").first()
    if post is None or post.edited_at is None:
        return
    notifying.about_post(post)
    # The notices of older versions make room for the new ones.
    kind = Notification.Kind.EDITED
    Notification.objects.filter(kind=kind, post=post, created_at__lt=post.edited_at).delete()
    for batch in batched(dict.fromkeys(engaged(post)), BATCH, strict=False):
        notifying.tell(Deed(kind, post.author, post), [number for number in batch if number != post.author_id])


@task(queue_name="distribute")
def tell_named(post_id: int) -> None:
    """Tell those whom the post concerns and who may see it only now. Safe to run twice."""
    post = Post.objects.filter(pk=post_id, deleted_at=None, withheld=Withheld.NO).select_related("author").first()
    if post is not None:
        notifying.about_post(post)


def engaged(post: Post) -> Iterator[int]:
    """Who has done something with the post; someone may come more than once."""
    there = Post.objects.filter(deleted_at=None)
    rows: Sequence[Iterator[int]] = (
        Reaction.objects.filter(post=post).values_list("account_id", flat=True).iterator(),
        there.filter(share_of=post).values_list("author_id", flat=True).iterator(),
        there.filter(parent=post).values_list("author_id", flat=True).iterator(),
    )
    return chain.from_iterable(rows)
