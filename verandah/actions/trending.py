"""What the town talks about: found anew every quarter of an hour, and let through or refused by the staff."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from allauth.usersessions.models import UserSession
from django.db import transaction
from django.utils import timezone

from verandah.base.errors import Forbidden, NotFound
from verandah.base.ids import id_at, moment_of
from verandah.base.limits import network
from verandah.base.reading import rows
from verandah.domain.accounts.models import Account
from verandah.domain.accounts.permissions import Permission, may
from verandah.domain.accounts.roles import Role
from verandah.domain.accounts.trust import Trust
from verandah.domain.instance.models import Site
from verandah.domain.links.models import Link
from verandah.domain.posts.audience import Audience, Withheld
from verandah.domain.posts.models import Post, Tag
from verandah.domain.search.models import Trend, TrendReview
from verandah.domain.search.trending import USUAL_DAYS, WINDOW_HOURS, Found, Talk, Voice, one_each, trends
from verandah.domain.search.trends import forget_trends

from .auditing import note, role_of

# So many of each kind are kept, for each language.
KEPT = 50
Kind = Trend.Kind

# What may make a trend: said by itself, for all members at least, by someone who is here and not kept small; and not
# on anyone's wall, whose owner may have closed it.
OPEN = f"""p.deleted_at IS NULL AND p.withheld = {Withheld.NO:d} AND p.is_limited = false AND p.is_comment = false
  AND p.share_of_id IS NULL AND p.wall_id IS NULL AND p.audience IN ({Audience.PUBLIC:d}, {Audience.MEMBERS:d})
  AND a.joined_at IS NOT NULL AND a.suspended_at IS NULL AND a.limited_at IS NULL"""

# ref, who, when (as an id), language, whether it is for everyone on the web.
TAGS = f"""
SELECT t.tag_id, p.author_id, p.id, p.language, p.audience FROM verandah_post p
JOIN verandah_account a ON a.id = p.author_id JOIN verandah_posttag t ON t.post_id = p.id
WHERE p.id > %(after)s AND {OPEN} AND a.trust > {Trust.NEW:d}"""  # noqa: S608
LINKS = f"""
SELECT p.link_id, p.author_id, p.id, p.language, p.audience FROM verandah_post p
JOIN verandah_account a ON a.id = p.author_id
WHERE p.id > %(after)s AND p.link_id IS NOT NULL AND {OPEN} AND a.trust > {Trust.NEW:d}"""  # noqa: S608
# Who thinks something of a post (as long ago as it was written), answers it or passes it on. Of posts whose author
# lets themselves be found.
FOUND = f"p.id > %(after)s AND {OPEN} AND a.discoverable AND p.is_sensitive = false AND p.warning = ''"
POSTS = f"""
SELECT r.post_id, r.account_id, p.id, p.language, p.audience FROM verandah_reaction r
JOIN verandah_post p ON p.id = r.post_id JOIN verandah_account a ON a.id = p.author_id
WHERE {FOUND} AND r.account_id <> p.author_id
UNION ALL
SELECT p.id, c.author_id, c.id, p.language, p.audience FROM verandah_post c
JOIN verandah_post p ON p.id = c.root_id JOIN verandah_account a ON a.id = p.author_id
WHERE {FOUND} AND c.is_comment = true AND c.deleted_at IS NULL AND c.withheld = 0
  AND c.audience IN ({Audience.PUBLIC:d}, {Audience.MEMBERS:d}) AND c.author_id <> p.author_id
UNION ALL
SELECT p.id, s.author_id, s.id, p.language, p.audience FROM verandah_post s
JOIN verandah_post p ON p.id = s.share_of_id JOIN verandah_account a ON a.id = p.author_id
WHERE {FOUND} AND s.deleted_at IS NULL AND s.audience IN ({Audience.PUBLIC:d}, {Audience.MEMBERS:d})
  AND s.author_id <> p.author_id"""  # noqa: S608
# How many people a day used a tag before the window: each counts once a day.
USUAL = f"""
SELECT u.tag_id, count(*) FROM (
    SELECT DISTINCT t.tag_id AS tag_id, p.author_id AS author_id, (p.id >> 16) / 86400000 AS day FROM verandah_post p
    JOIN verandah_account a ON a.id = p.author_id JOIN verandah_posttag t ON t.post_id = p.id
    WHERE p.id > %(first)s AND p.id <= %(after)s AND {OPEN} AND t.tag_id IN ({{ids}})) u
GROUP BY u.tag_id"""  # noqa: S608

type Heard = tuple[int, int, int, str, int]


def find_trends() -> int:
    """Find what many talk about now, in all languages and in each; how many things. Twice: found anew."""
    now = timezone.now()
    after = id_at(now - timedelta(hours=WINDOW_HOURS))
    site = Site.objects.filter(pk=1).first() or Site(pk=1)
    asked: dict[str, int | str] = {"after": after}
    heard = {kind: list(rows(sql, asked)) for kind, sql in ((Kind.TAG, TAGS), (Kind.POST, POSTS), (Kind.LINK, LINKS))}
    voices = voices_of({row[1] for found in heard.values() for row in found})
    usual = usual_of({row[0] for row in heard[Kind.TAG]}, now, after)
    authors = authors_of({row[0] for row in heard[Kind.POST]})
    made = []
    for kind, found in heard.items():
        for language, is_public, part in parts(found):
            talks = talks_of(part, now)
            best = trends(talks, voices, usual if kind == Kind.TAG else {}, site.trend_people, KEPT * 4)
            best = one_each(best, authors, KEPT) if kind == Kind.POST else best[:KEPT]
            made += [row_of(kind, one, language, is_public, rank, now) for rank, one in enumerate(best, 1)]
    with transaction.atomic():
        Trend.objects.all().delete()
        Trend.objects.bulk_create(made, batch_size=500)
    return len(made)


def parts(found: Sequence[Heard]) -> Iterable[tuple[str, bool, list[Heard]]]:
    """All together and each language by itself; for members, and of that what is for everyone on the web."""
    for is_public in (False, True):
        scope = [row for row in found if not is_public or row[4] == Audience.PUBLIC]
        yield "", is_public, scope
        for language in sorted({row[3].partition("-")[0] for row in scope if row[3]}):
            yield language, is_public, [row for row in scope if row[3].partition("-")[0] == language]


def talks_of(found: Iterable[Heard], now: datetime) -> list[Talk]:
    """What each thing is talked about: how often, and how long ago by whom."""
    uses: defaultdict[int, int] = defaultdict(int)
    ago: defaultdict[int, dict[int, float]] = defaultdict(dict)
    for ref, account, number, _language, _audience in found:
        hours = max(0.0, (now - moment_of(number)) / timedelta(hours=1))
        uses[ref] += 1
        ago[ref][account] = min(hours, ago[ref].get(account, hours))
    return [Talk(ref, count, ago[ref]) for ref, count in uses.items()]


def voices_of(account_ids: Iterable[int]) -> dict[int, Voice]:
    """Who they are: how far they are trusted, and from which networks they are signed in."""
    ids = sorted(account_ids)
    networks: defaultdict[int, set[str]] = defaultdict(set)
    for start in range(0, len(ids), 500):
        there = UserSession.objects.filter(user__account__in=ids[start : start + 500])
        for account, address in there.values_list("user__account", "ip"):
            networks[account].add(network(address))
    found: dict[int, Voice] = {}
    for start in range(0, len(ids), 500):
        known = Account.objects.filter(pk__in=ids[start : start + 500], suspended_at=None, limited_at=None)
        for number, trust in known.values_list("pk", "trust"):
            found[number] = Voice(number, trust, frozenset(networks.get(number, ())))
    return found


def usual_of(tag_ids: Iterable[int], now: datetime, after: int) -> dict[int, float]:
    """By how many people a day each tag was used before."""
    ids, found = sorted(tag_ids), dict[int, float]()
    first = id_at(now - timedelta(days=USUAL_DAYS, hours=WINDOW_HOURS))
    for start in range(0, len(ids), 500):
        listed = ",".join(map(str, ids[start : start + 500]))
        counted = rows(USUAL.format(ids=listed), {"first": first, "after": after})
        found |= {tag: people / USUAL_DAYS for tag, people in counted}
    return found


def authors_of(post_ids: Iterable[int]) -> dict[int, int]:
    """Who wrote them."""
    ids = sorted(post_ids)
    found: dict[int, int] = {}
    for start in range(0, len(ids), 500):
        found |= dict(Post.objects.filter(pk__in=ids[start : start + 500]).values_list("pk", "author"))
    return found


def row_of(kind: Kind, one: Found, language: str, is_public: bool, rank: int, now: datetime) -> Trend:
    """As it is stored."""
    row = Trend(kind=kind, language=language, is_public=is_public, score=one.score, people=one.people, uses=one.uses)
    setattr(row, {Kind.TAG: "tag_id", Kind.POST: "post_id", Kind.LINK: "link_id"}[kind], one.ref)
    row.rank, row.found_at = rank, now
    return row


def review(by: Account, kind: TrendReview.Kind, ref: int, allowed: bool, host: str = "") -> None:
    """Let something trend from now on, or never. Twice: the same. Raises Forbidden, NotFound."""
    if not may(Role(role_of(by)), Permission.REVIEW_TRENDS):
        raise Forbidden
    host = host.lower().strip()
    if not exists(kind, ref, host):
        raise NotFound
    with transaction.atomic():
        row, made = TrendReview.objects.select_for_update().get_or_create(
            kind=kind,
            ref=ref,
            host=host,
            defaults={"is_allowed": allowed, "by": by, "decided_at": timezone.now()},
        )
        if not made and row.is_allowed == allowed:
            return
        if not made:
            row.is_allowed, row.by, row.decided_at = allowed, by, timezone.now()
            row.save(update_fields=["is_allowed", "by", "decided_at"])
        forget_trends()
        note(by, "review_trend", kind=TrendReview.Kind(kind).name.lower(), number=ref, allowed=allowed)


def take_review_back(by: Account, kind: TrendReview.Kind, ref: int, host: str = "") -> None:
    """As if nobody had looked at it. Twice: the same. Raises Forbidden."""
    if not may(Role(role_of(by)), Permission.REVIEW_TRENDS):
        raise Forbidden
    with transaction.atomic():
        gone, _tables = TrendReview.objects.filter(kind=kind, ref=ref, host=host.lower().strip()).delete()
        forget_trends()
        if gone:
            note(by, "unreview_trend", kind=TrendReview.Kind(kind).name.lower(), number=ref)


def exists(kind: TrendReview.Kind, ref: int, host: str) -> bool:
    """Whether there is such a thing at all."""
    match kind:
        case TrendReview.Kind.TAG:
            return Tag.objects.filter(pk=ref).exists()
        case TrendReview.Kind.POST:
            return Post.objects.filter(pk=ref, audience__in=(Audience.PUBLIC, Audience.MEMBERS)).exists()
        case TrendReview.Kind.LINK:
            return Link.objects.filter(pk=ref).exists()
        case TrendReview.Kind.AUTHOR:
            return Account.objects.filter(pk=ref).exists()
        case TrendReview.Kind.HOST:
            return bool(host) and ref == 0
