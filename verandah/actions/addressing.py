"""Addressing: which lists and which people a post or an album is for, or is kept from."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from django.db.models import F, Q
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from verandah.base.errors import Invalid
from verandah.base.writing import changed
from verandah.domain.accounts.models import Account, Preferences
from verandah.domain.albums.models import Album, AlbumAudience
from verandah.domain.graph.models import PeopleList
from verandah.domain.graph.queries import reachable_ids
from verandah.domain.media.models import Media
from verandah.domain.posts.audience import Audience
from verandah.domain.posts.models import Mention, Post, PostAudience
from verandah.domain.posts.rules import MOST_LISTS, MOST_PEOPLE, NAMING

# A list and no person, or a person and no list: as a row of PostAudience or of AlbumAudience.
type Row = tuple[int | None, int | None]

# Whoever was kept from something as one of a list stays kept from it when the list goes.
KEPT_FROM = """INSERT INTO verandah_{of}audience ({of}_id, account_id)
SELECT a.{of}_id, m.account_id FROM verandah_{of}audience a JOIN verandah_{of} p ON p.id = a.{of}_id
JOIN verandah_peoplelistmember m ON m.people_list_id = a.people_list_id
WHERE a.people_list_id = %(list)s AND p.audience = %(audience)s ON CONFLICT DO NOTHING"""


@dataclass(frozen=True, slots=True)
class Addressed:
    """For whom something shall be: of lists and people only those that such an audience asks for."""

    audience: Audience
    list_ids: tuple[int, ...] = ()
    account_ids: tuple[int, ...] = ()

    def rows(self) -> Iterator[Row]:
        """What is stored of it."""
        yield from ((number, None) for number in self.list_ids)
        yield from ((None, number) for number in self.account_ids)


def addressed(
    author: Account, audience: Audience, list_ids: Sequence[int] = (), account_ids: Sequence[int] = ()
) -> Addressed:
    """What `author` has chosen, made sure of. What such an audience does not ask for is left out.

    Raises Invalid when nobody is chosen where someone must be, too many are, or one of them is not there for the
    author. Named people may be none: a post is also for those whom its words name.
    """
    if audience not in NAMING:
        return Addressed(audience)
    lists = () if audience == Audience.PEOPLE else tuple(dict.fromkeys(list_ids))
    people = tuple(number for number in dict.fromkeys(account_ids) if number != author.pk)
    if audience != Audience.PEOPLE:
        refuse_nobody(lists + people)
    refuse_too_many(lists, people)
    refuse_strange_lists(author, lists)
    refuse_strange_people(author, people)
    return Addressed(audience, lists, people)


def address_post(post: Post, chosen: Addressed) -> bool:
    """These stand behind the post, and no others but those whom its words name; whether that is new. Twice: the same.

    Raises Invalid when it would be for nobody.
    """
    rows, wanted = PostAudience.objects.filter(post=post), set(chosen.rows())
    if chosen.audience == Audience.PEOPLE:
        named = Mention.objects.filter(post=post).exclude(account=post.author_id)
        wanted |= {(None, number) for number in named.values_list("account_id", flat=True)}
        refuse_nobody(wanted)
    there = set(rows.values_list("people_list_id", "account_id"))
    rows.filter(either(there - wanted)).delete()
    new = [PostAudience(post=post, people_list_id=group, account_id=person) for group, person in wanted - there]
    PostAudience.objects.bulk_create(new, ignore_conflicts=True)
    return there != wanted


def is_for(post: Post, chosen: Addressed) -> bool:
    """Whether the post, which is for such an audience, is for these lists and people, besides whom its words name."""
    if chosen.audience not in NAMING:
        return True
    there = set(PostAudience.objects.filter(post=post).values_list("people_list_id", "account_id"))
    more, less = there - set(chosen.rows()), set(chosen.rows()) - there
    if not more or less:
        return not less
    named = Mention.objects.filter(post=post).values_list("account_id", flat=True)
    return chosen.audience == Audience.PEOPLE and {person for _group, person in more} <= set(named)


def address_album(album: Album, chosen: Addressed) -> bool:
    """The same of an album, whose words name nobody."""
    rows, wanted = AlbumAudience.objects.filter(album=album), set(chosen.rows())
    if chosen.audience == Audience.PEOPLE:
        refuse_nobody(wanted)
    there = set(rows.values_list("people_list_id", "account_id"))
    rows.filter(either(there - wanted)).delete()
    new = [AlbumAudience(album=album, people_list_id=group, account_id=person) for group, person in wanted - there]
    AlbumAudience.objects.bulk_create(new, ignore_conflicts=True)
    return there != wanted


def remember(author: Account, chosen: Addressed) -> None:
    """The next form of the author's begins with this choice. Twice: the same."""
    said = {"audience": chosen.audience.name.lower(), "lists": [*chosen.list_ids], "people": [*chosen.account_ids]}
    last = Preferences.objects.filter(account=author).values_list("last_audience", flat=True).first()
    if last != said:
        Preferences.objects.update_or_create(account=author, defaults={"last_audience": said})


def keep_from_members(list_id: int) -> None:
    """Before a list goes: whoever is on it stays kept from all that is kept from the list. Twice: the same."""
    for kind in ("post", "album"):
        changed(KEPT_FROM.format(of=kind), {"list": list_id, "audience": int(Audience.FRIENDS_EXCEPT)})


def end_addresses_behind(list_id: int) -> None:
    """Someone is taken off a list: addresses of files that they were told of open nothing any more."""
    posts = PostAudience.objects.filter(people_list=list_id).values("post")
    albums = AlbumAudience.objects.filter(people_list=list_id).values("album")
    shown = Q(post__in=posts) | Q(post__root__in=posts) | Q(album__in=albums, post=None)
    Media.objects.filter(shown).update(rev=F("rev") + 1)
    Post.objects.filter(Q(pk__in=posts) | Q(root__in=posts), has_media=True).update(rev=F("rev") + 1)


def either(rows: Collection[Row]) -> Q:
    """The condition for these rows alone."""
    lists = [group for group, _person in rows if group]
    people = [person for _group, person in rows if person]
    return Q(people_list__in=lists) | Q(account__in=people)


def refuse_nobody(chosen: Collection[object]) -> None:
    """Raises Invalid when nobody is chosen."""
    if not chosen:
        raise Invalid("audience", _("Choose at least one list or person."))


def refuse_too_many(list_ids: Sequence[int], account_ids: Sequence[int]) -> None:
    """Raises Invalid when more lists or people are chosen than there can be."""
    if len(list_ids) > MOST_LISTS:
        words = ngettext("Choose at most %d list.", "Choose at most %d lists.", MOST_LISTS)
        raise Invalid("list_ids", words % MOST_LISTS)
    if len(account_ids) > MOST_PEOPLE:
        words = ngettext(
            "Name at most %d person. For more, make a list.",
            "Name at most %d people. For more, make a list.",
            MOST_PEOPLE,
        )
        raise Invalid("account_ids", words % MOST_PEOPLE)


def refuse_strange_lists(author: Account, list_ids: Sequence[int]) -> None:
    """Raises Invalid when one of the lists is not the author's own."""
    if list_ids and PeopleList.objects.filter(owner=author, pk__in=list_ids).count() < len(list_ids):
        raise Invalid("list_ids", _("One of these lists is not there any more. Choose again."))


def refuse_strange_people(author: Account, account_ids: Sequence[int]) -> None:
    """Raises Invalid when one of the people is not there for the author, and says which."""
    there = reachable_ids(author, account_ids)
    if missing := [number for number in account_ids if number not in there]:
        named = ", ".join(str(number) for number in missing)
        raise Invalid("account_ids", _("Not found: %s. Take them out of the people you chose.") % named)
