"""Taking someone's names out of what stays when they are erased: words of others, and what the law wants kept.

Decisions and the record of the staff cannot be changed by anyone; people stand there as numbers.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from urllib.parse import quote

from django.db.models import F, Model, Q, QuerySet, TextField
from django.db.models.functions import Cast

from verandah.base.jobs import Job
from verandah.domain.accounts.models import Account, User
from verandah.domain.albums.models import Album
from verandah.domain.graph.models import Note, PeopleList
from verandah.domain.instance.models import Invite
from verandah.domain.links.models import Link
from verandah.domain.media import files
from verandah.domain.media.models import Media
from verandah.domain.moderation.models import (
    Appeal,
    CaseMessage,
    CaseNote,
    Report,
    RuleHit,
    Snapshot,
    SnapshotFile,
    Statement,
    Subject,
)
from verandah.domain.posts.models import PollOption, Post, PostVersion, SavedDraft, ScheduledPost

from . import indexing

# What stands where a name stood.
NOBODY = "…"
BATCH = 200
# Words of others in which someone can be named by their user name.
BY_OTHERS: tuple[tuple[type[Model], tuple[str, ...]], ...] = (
    (PostVersion, ("text", "html", "warning")),
    (SavedDraft, ("content",)),
    (ScheduledPost, ("draft",)),
    (PollOption, ("title",)),
    (Note, ("text",)),
    (PeopleList, ("title",)),
    (Media, ("description", "title")),
    (Album, ("title", "text")),
    (Report, ("comment",)),
    (CaseMessage, ("body",)),
    (CaseNote, ("body",)),
    (Appeal, ("text", "answer")),
    (RuleHit, ("explain",)),
    (Statement, ("texts",)),
    (Snapshot, ("body",)),
    (SnapshotFile, ("description",)),
)
# Of people the site keeps what they were reported with, in these parts of a profile.
PROFILE = ("name", "bio", "fields", "avatar", "header")


@dataclass(slots=True)
class Names:
    """How someone was called. `handle` and `email` are theirs alone; `others` many can have, and words as well."""

    account_id: int
    handle: str
    email: str
    others: tuple[str, ...] = ()
    known: re.Pattern[str] = field(init=False)
    every: re.Pattern[str] = field(init=False)

    def __post_init__(self) -> None:
        own = [rf"[@＠]{re.escape(self.handle)}", *([re.escape(self.email)] if self.email else [])]
        # A mail address begins like no name; "@ann" is not part of "@anna", nor of "@ann.b".
        end = r"(?![\w]|[._-]\w)"
        self.known = re.compile(rf"(?:{'|'.join(own)}){end}", re.IGNORECASE)
        words = sorted({self.handle, *filter(None, self.others)}, key=len, reverse=True)
        every = "|".join([*own, *(rf"(?<!\w){re.escape(word)}(?!\w)" for word in words)])
        self.every = re.compile(every, re.IGNORECASE)


def names_of(account: Account, user: User | None) -> Names:
    """All names of someone, before they are gone."""
    return Names(account.pk, account.username, user.email if user else "", (account.display_name,))


def unname(names: Names) -> None:
    """Nobody reads these names any more, wherever they stand. To be called in the transaction that erases. Twice: the
    same."""
    about_them(names)
    for model, columns in BY_OTHERS:
        for row in holding(model, columns, names):
            if "html" in columns:
                rewrite(row, ("html",), link_to(names))
            rewrite(row, columns, names.known)
    for person in holding(Account, ("bio", "fields", "avatar_description", "header_description"), names):
        if person.pk != names.account_id:
            columns = ("bio", "fields", "avatar_description", "header_description")
            rewrite(person, columns, names.known)
            Account.objects.filter(pk=person.pk).update(rev=F("rev") + 1)
    in_posts(names)
    Link.objects.filter(address__icontains=f"/@{names.handle}/").delete()
    if names.email:
        sent = Invite.objects.filter(email__iexact=names.email)
        sent.update(email="", name="", message="")
    Job.objects.filter(letters_to(names)).delete()


def letters_to(names: Names) -> Q:
    """Work that waits, or was given up, and tells of them."""
    told = Q(arguments__icontains=f'"@{names.handle}"')
    return told | Q(arguments__icontains=f'"{names.email}"') if names.email else told


def about_them(names: Names) -> None:
    """What was told, decided and said about them or by them: there also the names that many can have are taken out."""
    mine = names.account_id
    owned = Subject.objects.filter(owner=mine).values("pk")
    rows: list[tuple[QuerySet[Model], tuple[str, ...]]] = [
        (CaseMessage.objects.filter(Q(author=mine) | Q(case__owner=mine)), ("body",)),
        (CaseNote.objects.filter(Q(case__owner=mine)), ("body",)),
        (Appeal.objects.filter(Q(account=mine) | Q(case__owner=mine)), ("text", "answer")),
        (Report.objects.filter(Q(reporter=mine) | Q(target=mine)), ("comment",)),
        (Statement.objects.filter(account=mine), ("texts",)),
        (SnapshotFile.objects.filter(snapshot__subject__in=owned), ("description",)),
        (Snapshot.objects.filter(subject__in=owned), ("body",)),
    ]
    for found, columns in rows:
        for row in found.iterator(BATCH):
            if isinstance(row, Snapshot):
                row.body = without_profile(row.body)
            rewrite(row, columns, names.every, always=isinstance(row, Snapshot))
    for snapshot in naming(names):
        snapshot.body = without_person(snapshot.body, str(mine))
        snapshot.save(update_fields=["body"])
    drop_faces(mine)


def naming(names: Names) -> Iterator[Snapshot]:
    """What was kept of things of others, in which they stand as whoever is answered or quoted."""
    rows = Snapshot.objects.annotate(told=Cast("body", TextField())).filter(told__contains=f'"{names.account_id}"')
    return rows.iterator(BATCH)


def without_person(value: object, number: str) -> object:
    """The same without the names of whoever has this number."""
    if isinstance(value, dict):
        inner = {key: without_person(one, number) for key, one in value.items()}
        if inner.get("id") == number and "username" in inner:
            inner |= {key: NOBODY for key in ("username", "name") if key in inner}
        return inner
    return [without_person(one, number) for one in value] if isinstance(value, list) else value


def without_profile(body: object) -> object:
    """Of a profile only that it was one: the rest is about nobody any more."""
    if not isinstance(body, dict) or body.get("kind") != "account":
        return body
    return {key: (None if key in PROFILE else one) for key, one in body.items()} | {"username": NOBODY}


def drop_faces(account_id: int) -> None:
    """Copies of the pictures of their profile."""
    faces = SnapshotFile.objects.filter(
        snapshot__subject__owner=account_id, snapshot__subject__kind=Subject.Kind.ACCOUNT
    ).exclude(extension="")
    for face in faces:
        files.remove(face.name)
    faces.update(extension="", description="")


def in_posts(names: Names) -> None:
    """Posts that name them: in their words, in what is made of these, and in the index."""
    columns = ("text", "html", "warning", "place")
    found = list(holding(Post, columns, names))
    for post in found:
        rewrite(post, ("html",), link_to(names))
        rewrite(post, columns, names.known)
        Post.objects.filter(pk=post.pk).update(rev=F("rev") + 1)
    if found:
        indexing.index([post for post in found if isinstance(post, Post)])


def link_to(names: Names) -> re.Pattern[str]:
    """A link to their profile, as the words of a post are shown."""
    spellings = "|".join(re.escape(one) for one in (names.handle, quote(names.handle)))
    return re.compile(rf'<a [^>]*href="/@(?:{spellings})/"[^>]*>.*?</a>', re.IGNORECASE)


def holding(model: type[Model], columns: Iterable[str], names: Names) -> Iterator[Model]:
    """Rows in which they may be named. Every row is looked at, which is why this is done at night, once a person."""
    wanted = Q()
    casts = {f"{column}_told": Cast(column, TextField()) for column in columns}
    for name in casts:
        # JSON may hold letters of other scripts by their numbers.
        for text in {f"@{names.handle}", f"@{escaped(names.handle)}", f"＠{names.handle}", names.email} - {""}:
            wanted |= Q(**{f"{name}__icontains": text})
    rows: QuerySet[Model] = model._default_manager.annotate(**casts).filter(wanted)
    return rows.iterator(BATCH)


def escaped(text: str) -> str:
    """As JSON writes it when it is to be ASCII."""
    return text.encode("ascii", "backslashreplace").decode()


def rewrite(row: Model, columns: Iterable[str], names: re.Pattern[str], always: bool = False) -> None:
    """The row without these names."""
    changed = {column: scrubbed(getattr(row, column), names) for column in columns}
    if always or any(getattr(row, column) != value for column, value in changed.items()):
        for column, value in changed.items():
            setattr(row, column, value)
        type(row)._default_manager.filter(pk=row.pk).update(**changed)


def scrubbed[T](value: T, names: re.Pattern[str]) -> T:
    """A text, or all texts in a value of JSON, without these names."""
    if isinstance(value, str):
        return names.sub(NOBODY, value)  # type: ignore[return-value]
    if isinstance(value, list):
        return [scrubbed(one, names) for one in value]  # type: ignore[return-value]
    if isinstance(value, dict):
        return {key: scrubbed(one, names) for key, one in value.items()}  # type: ignore[return-value]
    return value
