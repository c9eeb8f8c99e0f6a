"""Words that are not for everyone, each in another kind of text: what no finder may give to whoever is outside."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import timedelta
from itertools import product

from django.utils import timezone

from tests.albums import make_file
from tests.factories import decide_on, make_account, make_follow, make_friends, suspend
from tests.web.asking import asked
from verandah.actions import (
    asking_in,
    compiling,
    describing,
    drafting,
    editing,
    enrolling,
    filtering,
    inviting,
    leaving,
    listing,
    noting,
    posting,
    presenting,
    proclaiming,
    publishing,
    reporting,
    scheduling,
)
from verandah.actions.posting import Draft
from verandah.actions.uploading import Details
from verandah.actions.voting import Question
from verandah.domain.accounts.answers import Given
from verandah.domain.accounts.fields import For, Line
from verandah.domain.accounts.models import Account
from verandah.domain.instance.models import ProfileField
from verandah.domain.links.models import Link
from verandah.domain.media.models import Media
from verandah.domain.moderation.effects import Effect
from verandah.domain.moderation.models import Subject
from verandah.domain.posts.audience import Audience
from verandah.domain.posts.models import Post

# All secret words begin so, and no other word does: whoever asks for the beginning asks for all of them.
SECRET = "quoz"
# Those that Dan alone may not see, who is blocked.
FROM_DAN = "yeth"
NARROW = (
    Audience.FOLLOWERS,
    Audience.FRIENDS,
    Audience.FRIENDS_EXCEPT,
    Audience.LISTS,
    Audience.PEOPLE,
    Audience.ONLY_ME,
)
ENDS = list(product("bdgklmnprt", "aeiou", "bdgklmnprt", "aeiou"))[::7]


@dataclass
class Planted:
    """Every secret word with what it is; by whom it is found when it is asked for; the posts that hold some."""

    alice: Account
    words: dict[str, str] = field(default_factory=dict)
    found_by: dict[str, Account] = field(default_factory=dict)
    tags: list[str] = field(default_factory=list)
    posts: list[Post] = field(default_factory=list)
    stem: str = SECRET
    ends: Iterator[tuple[str, ...]] = field(default_factory=lambda: iter(ENDS))

    def word(self, what: str, found_by: Account | None = None) -> str:
        """A word that was never there before."""
        made = self.stem + "".join(next(self.ends))
        self.words[made] = what
        if found_by is not None:
            self.found_by[made] = found_by
        return made

    def tag(self, what: str) -> str:
        self.tags.append(self.word(what))
        return f"#{self.tags[-1]}"

    def publish(self, author: Account, draft: Draft) -> Post:
        post = posting.publish(author, replace(draft, key=f"secret-{len(self.posts)}"))
        self.posts.append(post)
        return post

    def talk(self, what: str, draft: Draft, author: Account | None = None, seer: Account | None = None) -> list[Post]:
        """A question, a picture and a comment, which hold ten words."""
        author = author or self.alice
        words = [self.word(f"{part} of {what}", seer) for part in ("text", "warning", "place", "option", "option")]
        question = replace(draft, text=f"{words[0]} {self.tag(f'tag of {what}')}", warning=words[1], place=words[2])
        first = self.publish(author, replace(question, poll=Question((words[3], words[4]), 86_400)))
        picture = self.picture(author, self.word(f"description of {what}", seer))
        second = self.publish(author, replace(draft, text="A picture", media_ids=(picture.pk,)))
        text, warning = self.word(f"comment on {what}", seer), self.word(f"warning of a comment on {what}", seer)
        said = Draft(f"{text} {self.tag(f'tag of a comment on {what}')}", warning=warning, parent_id=first.pk)
        return [first, second, self.publish(author, said)]

    def picture(self, owner: Account, description: str) -> Media:
        row = make_file(owner)
        row.description = description
        row.save(update_fields=["description"])
        return row


def plant(alice: Account, bob: Account, eve: Account, owner: Account) -> Planted:
    """Two hundred words and a few, each where some may not see it."""
    made = Planted(alice)
    family = listing.create(alice, listing.ListDraft(made.word("title of a list")))
    listing.add(alice, family.id, [bob.pk])
    fay = make_account("fay")
    make_follow(bob, alice)
    make_friends(alice, fay)
    chosen: dict[Audience, dict[str, tuple[int, ...]]] = {
        Audience.FRIENDS_EXCEPT: {"account_ids": (fay.pk,)},
        Audience.LISTS: {"list_ids": (family.id,)},
        Audience.PEOPLE: {"account_ids": (bob.pk,)},
    }
    for audience in NARROW:
        told = chosen.get(audience, {})
        made.talk(audience.name, Draft("", audience, **told), seer=alice if audience == Audience.ONLY_ME else bob)
        in_album(made, audience, told)
    around_posts(made, bob)
    no_more(made)
    people_who_are_gone(made)
    trend_of_few(made)
    linked(made)
    unsaid(made)
    kept_to_oneself(made, bob, eve)
    on_profiles(made, owner)
    of_staff(made, owner)
    return made


def in_album(made: Planted, audience: Audience, told: dict[str, tuple[int, ...]]) -> None:
    """An album with a picture."""
    title, text = made.word(f"title of an album for {audience.name}"), made.word(f"text of an album, {audience.name}")
    draft = compiling.AlbumDraft(title, text, audience, **told)
    album = compiling.create(made.alice, draft, f"album-{audience:d}")
    picture = made.picture(made.alice, made.word(f"description in an album for {audience.name}"))
    compiling.add(made.alice, album.pk, [picture.pk])


def around_posts(made: Planted, bob: Account) -> None:
    """On a wall, below what friends say, around it; and a name in it, which widens nothing."""
    friends = Draft("", Audience.FRIENDS)
    made.talk("post on a wall", replace(friends, wall_id=made.alice.pk), bob, bob)
    first = made.publish(made.alice, replace(friends, text=f"@eve {made.word('post that names her', bob)}"))
    made.publish(bob, Draft(made.word("comment of a friend", made.alice), parent_id=first.pk))
    made.publish(made.alice, replace(friends, text=made.word("quoting post", bob), quote_id=first.pk))
    album = compiling.create(
        made.alice, compiling.AlbumDraft(made.word("title of a deleted album"), made.word("text of it")), "gone"
    )
    compiling.delete(made.alice, album.pk)


def no_more(made: Planted) -> None:
    """What was for everyone and is no more: hidden, held, removed and deleted posts, and an old version."""
    for effect in (Effect.HIDE, Effect.HOLD, Effect.REMOVE):
        for post in made.talk(f"{effect} post", Draft("", Audience.PUBLIC)):
            decide_on(Subject.Kind.POST, post.pk, effect)
    for post in made.talk("deleted post", Draft("", Audience.PUBLIC))[::-1]:
        posting.delete(made.alice, post.pk)
    first = made.talk("old version", Draft("", Audience.PUBLIC))
    for post in first:
        kept = tuple(Media.objects.filter(post=post).values_list("pk", flat=True))
        details = tuple(editing.MediaChange(number, Details(description="A")) for number in kept)
        poll = Question(("Yes", "No"), 86_400) if post.has_poll else None
        editing.edit(made.alice, post.pk, editing.Change("Now", place="", media_ids=kept, media=details, poll=poll))


def people_who_are_gone(made: Planted) -> None:
    """Someone whom the site has suspended, and someone who has left."""
    sam, lea = make_account("sam"), make_account("lea")
    for author in (sam, lea):
        made.talk(f"post of {author.username}", Draft("", Audience.PUBLIC), author)
        presenting.change_profile(
            author, made.word(f"shown name of {author.username}"), made.word(f"words about {author.username}")
        )
    suspend(sam)
    leaving.deactivate(lea)
    name, shown = made.word("name of someone who waits"), made.word("shown name of someone who waits")
    enrolling.enrol(name, f"{made.word('e-mail address')}@example.org", "a veranda in the evening", shown)


def trend_of_few(made: Planted) -> None:
    """A tag that fifty use, each among friends."""
    tag = made.tag("tag of many, each among friends")
    for number in range(12):
        posting.publish(make_account(f"chorus{number}"), Draft(f"We sing {tag}", Audience.FRIENDS, "chorus"))


def linked(made: Planted) -> None:
    """A page that is linked to among friends alone."""
    post = made.publish(made.alice, Draft("Look at this", Audience.FRIENDS))
    title, text = made.word("title of a page linked to among friends"), made.word("description of that page")
    link = Link.objects.create(
        address="https://example.org/1", digest="1", title=title, description=text, used_at=timezone.now()
    )
    Post.objects.filter(pk=post.pk).update(link=link)


def unsaid(made: Planted) -> None:
    """What waits for its time, and what is not finished."""
    words = [made.word(f"{part} of a scheduled post") for part in ("text", "warning", "place", "option", "option")]
    poll = Question((words[3], words[4]), 86_400)
    draft = Draft(words[0], Audience.PUBLIC, "later", warning=words[1], place=words[2], poll=poll)
    scheduling.schedule(made.alice, draft, timezone.now() + timedelta(days=1))
    fields = tuple((name, made.word(f"{name} of a draft")) for name in ("text", "warning", "place"))
    drafting.save(made.alice, "draft", drafting.Writing("", fields))
    made.picture(made.alice, made.word("description of a file in no post"))


def kept_to_oneself(made: Planted, bob: Account, eve: Account) -> None:
    """What Alice notes for herself, or tells the staff."""
    noting.note(made.alice, bob, made.word("private note"))
    keyword = filtering.KeywordDraft(made.word("keyword of a filter"))
    filtering.create(made.alice, filtering.FilterDraft(made.word("title of a filter"), ("home",), keywords=(keyword,)))
    reporting.report(made.alice, eve, reporting.Complaint(comment=made.word("report")))


def on_profiles(made: Planted, owner: Account) -> None:
    """Lines and answers for some, and on the profile of someone who lets no one find them."""
    for_some = (For.FOLLOWERS, For.FRIENDS, For.ONLY_ME)
    lines = [Line(made.word(f"name of a line, {one}"), made.word(f"line, {one}"), one) for one in for_some]
    presenting.revise(
        made.alice, presenting.Revision(fields=tuple((line.name, line.value, line.audience) for line in lines))
    )
    for one in for_some:
        row: ProfileField = asked(owner, f"Street, for {one}")
        describing.answer(made.alice, {row.pk: Given(made.word(f"answer, {one}"), one)})


def of_staff(made: Planted, owner: Account) -> None:
    """What the staff alone reads."""
    inviting.make(owner, inviting.Offer(message=made.word("message of an invitation")))
    answer = (("Why?", made.word("answer at the door")),)
    asking_in.note_arrival(make_account("ida").user, asking_in.Arrival(answers=answer))
    told = proclaiming.Words(made.word("title of an announcement's draft"), made.word("body of that draft"))
    proclaiming.draft(owner, proclaiming.Wish({"en": told}))
    page = publishing.add_page(owner, made.word("title of a page's draft"), "en")
    words = publishing.Words(*(made.word(f"{part} of a page's next draft") for part in ("title", "summary", "body")))
    publishing.save_draft(owner, page.pk, publishing.Wish({"en": words}))


def plant_from_dan(alice: Account) -> Planted:
    """What every other member may see."""
    made = Planted(alice, stem=FROM_DAN)
    made.talk("post from which Dan is kept", Draft("", Audience.MEMBERS), seer=alice)
    in_album(made, Audience.MEMBERS, {})
    return made
