"""Trying from all sides whether what was taken down can still be seen, and keeping what came of it."""

import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from secrets import token_urlsafe
from urllib.parse import quote, urlsplit

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.db.models import Q
from django.utils import timezone

from verandah.base.errors import NotFound
from verandah.base.jobs import Job
from verandah.base.knocking import Answer, knock
from verandah.domain.accounts.models import Account, App, User
from verandah.domain.accounts.roles import Role
from verandah.domain.accounts.sessions import SessionStore
from verandah.domain.graph.models import Block, Follow
from verandah.domain.media.models import Media
from verandah.domain.moderation.models import Case, Probe, Subject
from verandah.domain.moderation.surfaces import (
    API,
    FILE,
    STREAM,
    WEB,
    Marks,
    Surface,
    marks_of_post,
    surfaces_of_post,
)
from verandah.domain.posts.audience import Withheld
from verandah.domain.posts.models import Post, PostTag

from .auditing import note
from .authorizing import issue

# A stream is listened to for so long: what was missed comes at once.
LISTEN = 0.8
SCOPES = frozenset({"read", "profile"})


@dataclass(frozen=True, slots=True)
class Guise:
    """As whom it is tried; without an account, as a guest."""

    name: str
    account: Account | None = None
    headers: Mapping[str, Mapping[str, str]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Try:
    """What one of them was shown at one place. `seen`: it was there; `failed`: the site broke down."""

    surface: str
    viewer: str
    status: int
    seen: bool
    failed: bool
    milliseconds: int


@dataclass(frozen=True, slots=True)
class Outcome:
    """All that was tried, and where it is kept."""

    tries: tuple[Try, ...]
    surfaces: int
    viewers: tuple[str, ...]
    seconds: float
    probe_id: int

    @property
    def seen(self) -> list[Try]:
        return [one for one in self.tries if one.seen]

    @property
    def failed(self) -> list[Try]:
        return [one for one in self.tries if one.failed]


def probe(named: str, by: Account | None = None) -> Outcome:
    """Ask the running site for a post as a guest, a member, a follower, its author, someone blocked and an admin.

    `named`: the number of a post, or the code of a case that is about one. What came of it is kept with the case.
    Raises NotFound when there is no such post, Conflict when the site does not run.
    """
    post, subject, case = what_is_meant(named)
    files = list(Media.objects.filter(post=post).order_by("position"))
    marks, began = marks_of_post(post, files), time.monotonic()
    with guises(post) as people:
        tries = [one for guise in people for one in tried(post, files, marks, guise)]
    tries += waiting(marks)
    seconds = round(time.monotonic() - began, 2)
    names = len({one.surface for one in tries})
    row = Probe.objects.create(
        subject=subject,
        case=case,
        asked_by_id=by.pk if by else None,
        results=[asdict(one) for one in tries],
        surfaces=names,
        seen=sum(one.seen for one in tries),
        seconds=seconds,
        created_at=timezone.now(),
    )
    note(by, "probe_takedown", post_id=post.pk, case_id=case.pk if case else None, surfaces=names, seen=row.seen)
    return Outcome(tuple(tries), names, tuple(dict.fromkeys(one.viewer for one in tries)), seconds, row.pk)


def what_is_meant(named: str) -> tuple[Post, Subject, Case | None]:
    """The post, and the case it was last looked at in. Raises NotFound."""
    cases = Case.objects.select_related("subject")
    case = cases.filter(code=named.upper()).first()
    number = case.subject.ref if case else int(named) if named.isascii() and named.isdigit() else 0
    if case and case.subject.kind != Subject.Kind.POST:
        raise NotFound(f"The case {case.code} is not about a post or a comment.")
    post = Post.objects.select_related("author", "root").filter(pk=number).first()
    if post is None:
        raise NotFound(f"There is no post {named}, or it is gone for good.")
    subject, _made = Subject.objects.get_or_create(
        kind=Subject.Kind.POST,
        ref=post.pk,
        part="",
        defaults={"owner_id": post.author_id, "created_at": timezone.now()},
    )
    return post, subject, case or cases.filter(subject=subject).order_by("-pk").first()


@contextmanager
def guises(post: Post) -> Iterator[list[Guise]]:
    """People of each kind, as far as there are any, each with a session and a token that end with this."""
    with_names = {"guest": None, **{name: one for name, one in people_around(post) if one is not None}}
    app = App.objects.create(
        name="Probe", client_id=token_urlsafe(32), scopes=" ".join(sorted(SCOPES)), created_at=timezone.now()
    )
    sessions: list[SessionStore] = []
    try:
        yield [Guise(name, one, headers_of(app, one, sessions)) for name, one in with_names.items()]
    finally:
        app.delete()
        for session in sessions:
            session.delete()


def people_around(post: Post) -> Iterator[tuple[str, Account | None]]:
    """One of each kind, as they stand to the author."""
    author = post.author_id
    here = Account.objects.filter(suspended_at=None, user__is_active=True, user__role=Role.MEMBER)
    here = here.exclude(Q(joined_at=None) | Q(pk=author))
    follows = Follow.objects.filter(followee=author).values("follower")
    blocked = Block.objects.filter(blocker=author).values("blocked")
    blocking = Block.objects.filter(blocked=author).values("blocker")
    yield "member", here.exclude(pk__in=follows).exclude(pk__in=blocked).exclude(pk__in=blocking).first()
    yield "follower", here.filter(pk__in=follows).first()
    # What is only hidden from others, its author may see.
    yield "author", post.author if post.withheld != Withheld.HIDDEN else None
    yield "blocked", here.filter(pk__in=blocked).first()
    staff = Account.objects.filter(user__role__gte=Role.ADMIN, user__is_active=True, suspended_at=None)
    yield "admin", staff.exclude(pk=author).first()


def headers_of(app: App, account: Account | None, sessions: list[SessionStore]) -> dict[str, dict[str, str]]:
    """With what this person asks, at each door."""
    host = {"Host": urlsplit(settings.URL).netloc}
    if account is None:
        return dict.fromkeys((WEB, API, FILE, STREAM), host)
    user = User.objects.get(account=account)
    session = SessionStore()
    session[SESSION_KEY], session[BACKEND_SESSION_KEY] = str(user.pk), settings.AUTHENTICATION_BACKENDS[0]
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session.save()
    sessions.append(session)
    token = {"Authorization": f"Bearer {issue(app.pk, SCOPES, account.pk).token}"}
    web = {"Cookie": f"{settings.SESSION_COOKIE_NAME}={session.session_key}"}
    return {WEB: host | web, FILE: host | web, API: host | token, STREAM: host | token}


def tried(post: Post, files: list[Media], marks: Marks, guise: Guise) -> Iterator[Try]:
    """One person at every place."""
    tags = list(PostTag.objects.filter(post=post).values_list("tag__name", flat=True))
    words = quote(f"{settings.URL}/p/{post.pk}/", safe="")
    number = guise.account.pk if guise.account else 0
    for surface in surfaces_of_post(post, [quote(tag) for tag in tags], files, number, words):
        headers = dict(guise.headers[surface.door])
        if surface.door == STREAM:
            headers["Last-Event-ID"] = str(post.pk - 1)
        began = time.monotonic()
        answer = knock(settings.BIND, surface.path, headers, **({"seconds": LISTEN} if surface.door == STREAM else {}))
        took = round((time.monotonic() - began) * 1000)
        yield Try(surface.name, guise.name, answer.status, is_seen(surface, marks, answer), broke(answer), took)


def is_seen(surface: Surface, marks: Marks, answer: Answer) -> bool:
    """Whether it was shown there. Where the address itself names it, any good answer shows that it is there."""
    if answer.status != 200:
        return False
    return surface.names_it or marks.stand_in(answer.body)


def broke(answer: Answer) -> bool:
    """Our own fault, or too many questions: then nothing is known."""
    return answer.status >= 500 or answer.status == 429


def waiting(marks: Marks) -> list[Try]:
    """What waits to be sent: letters and pushes are jobs, and no job may carry the words."""
    found = False
    if marks.excerpt:
        found = Job.objects.filter(dead_at=None, arguments__contains=marks.excerpt).exists()
    return [Try("jobs, letters and pushes that wait", "nobody", 200, found, False, 0)]
