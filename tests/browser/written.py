"""Letters to look at: what several people have said and done, worded without a database."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from verandah.actions import informing, phrasing
from verandah.base import mail
from verandah.base.mail import Sender, Written
from verandah.domain.accounts.models import Account
from verandah.domain.accounts.show import show_account
from verandah.domain.moderation.effects import Effect
from verandah.domain.moderation.models import Case, Decision, Statement
from verandah.domain.moderation.sources import Source
from verandah.domain.moderation.statements import Reasons, texts_of
from verandah.domain.moderation.words import Thing
from verandah.domain.notifications.choices import Digest
from verandah.domain.notifications.letters import Line
from verandah.domain.notifications.readers import Reader
from verandah.domain.notifications.show import ShownGroup, ShownNotification
from verandah.domain.posts.audience import Audience
from verandah.domain.posts.full import FullAccount, FullPost, Tally
from verandah.domain.posts.models import Post
from verandah.domain.posts.show import show_post

THEN = datetime(2026, 5, 9, 16, 40, tzinfo=UTC)
SITE = {"en": Sender("Alder Bay", 188), "ar": Sender("خليج الألدر", 188)}
ALICE = Account(id=1, username="alice", display_name="Alice Ahlgren", created_at=THEN)
PEOPLE = {
    "en": ("Bob Brandt", "Carol Castellanos", "Eve Eriksson", "ليلى حداد"),
    "ar": ("ليلى حداد", "كرم الشامي", "نور العلي", "Bob Brandt"),
}
WORDS = {
    "en": (
        "I can bring the ladder on Saturday, and my neighbour has the long one.",
        "Yes! The swallows came back to our barn as well, three pairs this year. We put boards under the nests so that "
        "the hay stays clean, and it works better than anything else we have tried in the last few years, honestly.",
        "@alice do you still have the recipe for the plum cake?",
        "صباح الخير من الحديقة",
        "The first swallows are here",
    ),
    "ar": (
        "أستطيع أن أحضر السلّم يوم السبت، وعند جارتي سلّم أطول.",
        "نعم! عادت السنونو إلى حظيرتنا أيضًا، ثلاثة أزواج هذا العام. وضعنا ألواحًا تحت الأعشاش كي يبقى القش نظيفًا.",
        "@alice هل ما زالت عندكِ وصفة كعكة الخوخ؟",
        "Good morning from the garden, https://example.org",
        "وصلت أوائل السنونو",
    ),
}


def at_once(language: str) -> Written:
    """Three people have answered, and one has named her."""
    lines = [
        line(language, 3, "mention", 3, 1),
        line(language, 2, "mention", 2, 4),
        line(language, 1, "comment", 1, 12),
        line(language, 0, "comment", 0, 15),
    ]
    return phrasing.at_once(reader(language), lines, SITE[language], "now:1:2:1")


def one(language: str) -> Written:
    """One answer."""
    return phrasing.at_once(reader(language), [line(language, 1, "comment", 1, 3)], SITE[language], "now:1:3:1")


def digest(language: str) -> Written:
    """A week of it."""
    lines = [
        line(language, 0, "comment", 0, 60),
        *(line(language, number % 4, "comment", number % 4, 70 + number) for number in range(6)),
        line(language, 2, "friend_request", None, 300),
        line(language, 1, "follow", None, 400, others=4),
        line(language, 3, "reaction", 4, 600, others=11, reaction="like"),
        line(language, 0, "share", 4, 900),
        line(language, 1, "post", 1, 1000),
    ]
    return phrasing.digest(reader(language), lines, SITE[language], "digest:2026-05-11")


def account_letter(language: str) -> Written:
    """The one that confirms an address."""
    site = SITE[language]
    facts = {"site": site.name, "name": "@alice", "link": "https://alder.example/confirm-email/MQ:1wC3k2:" + "x" * 30}
    return mail.written("confirm", language, facts, site)


def statement(language: str) -> Written:
    """The reasons of a decision."""
    reasons = Reasons(
        thing=Thing.POST,
        effects=(Effect.REMOVE,),
        source=Source.REPORT,
        at=THEN,
        facts=WORDS[language][0],
        message=WORDS[language][4],
        quote=WORDS[language][1],
        rule={language: {"title": WORDS[language][4], "body": WORDS[language][1]}},
        appeal_until=THEN + timedelta(days=180),
    )
    kept = Statement(
        pk=1,
        account=ALICE,
        decision=Decision(pk=1, case=Case(pk=1, code="AB-2291")),
        language=language,
        texts=texts_of(reasons, (language,), ZoneInfo("UTC")),
    )
    return informing.written(kept, reader(language), SITE[language])


def reader(language: str) -> Reader:
    return Reader(ALICE, "alice@example.org", language, ZoneInfo("Europe/Berlin"), Digest.WEEKLY, 0, None)


def line(
    language: str, person: int, kind: str, words: int | None, minutes: int, others: int = 0, reaction: str = ""
) -> Line:
    """What someone did so many minutes ago."""
    actor = Account(id=2 + person, username=f"person{person}", display_name=PEOPLE[language][person], created_at=THEN)
    when, full = THEN - timedelta(minutes=minutes), None
    if words is not None:
        author = ALICE if kind in ("reaction", "share") else actor
        row = Post(
            id=100 + words, author=author, text=WORDS[language][words], audience=Audience.MEMBERS, created_at=when
        )
        shown = show_post(row, ALICE)
        full = FullPost(shown, FullAccount(show_account(author), Tally()))
    post = full.post if full else None
    notice = ShownNotification(10_000 - minutes, kind, show_account(actor), post, when, True, reaction=reaction)
    return Line(ShownGroup(notice, (notice.actor,), others + 1, notice.id, reaction), full)
