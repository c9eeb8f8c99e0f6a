"""A believable small town to look around in, and a whole city of made-up people to measure with."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from importlib.resources import files
from random import Random
from secrets import token_urlsafe

from allauth.account.models import EmailAddress
from django.contrib.auth.hashers import make_password
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from verandah.base.errors import Conflict
from verandah.base.ids import id_at
from verandah.domain.accounts.models import Account, Preferences, User
from verandah.domain.accounts.names import check_display_name, check_username, skeleton
from verandah.domain.accounts.roles import Role
from verandah.domain.accounts.trust import Trust
from verandah.domain.graph.models import Follow, FollowRequest
from verandah.domain.instance.models import Announcement, Site
from verandah.domain.notifications.models import Notification
from verandah.domain.posts.audience import Audience
from verandah.domain.posts.models import Mention, Post

from . import administering, finding, launching, proclaiming, trending
from .imagining import Said
from .populating import count_follows, count_posts, store_posts

POSTS = 400
DAYS = 30
LANGUAGES = ("en", "ar", "de", "fr", "es", "pt", "tr", "he", "ja", "el", "ru", "hi", "ko", "zh")
MODERATOR = "mo"
APPROVING = ("kenji", "siobhan", "مريم")
ASKING = (("eve", "مريم"), ("karim", "kenji"))
# What stands in brackets over a text: for whom it is, and who says it when not anyone may.
MARKS = re.compile(r"\[(?P<audience>followers|only me)? ?(?:@(?P<author>[^]]+))?\]\n")
CHOICE = re.compile(r"\{([^}]+)\}")
NAMED = re.compile(r"@(\w+)")


@dataclass(frozen=True, slots=True)
class Person:
    """Someone of the town. `chatty` is how often they say something, compared with the others."""

    username: str
    display_name: str
    languages: tuple[str, ...]
    chatty: int
    bio: str


@dataclass(frozen=True, slots=True)
class Talk:
    """A text of the town, or a pattern of many: `{one|other}` is a choice."""

    language: str
    text: str
    author: str
    audience: Audience | None


@dataclass(frozen=True, slots=True)
class Demo:
    """What was made, and the password of all the people."""

    password: str
    people: int
    posts: int
    follows: int


def demo(seed: int = 1, now: datetime | None = None) -> Demo:
    """Make Alder Bay: 40 people, 400 posts of the last 30 days, follows and announcements; nobody owns it.

    Raises Conflict when some of these people are here already, so also the second time.
    """
    now, chance, password = now or timezone.now(), Random(seed), token_urlsafe(9)  # noqa: S311
    people = townspeople()
    with transaction.atomic():
        accounts = settle(people, make_password(password), now, chance)
        Preferences.objects.bulk_create(birthdays(accounts.values(), now, Random(seed)))  # noqa: S311
        administering.name_site("Alder Bay", _("The quiet side of the water"))
        launching.open_for_trial()
        follows = befriend(accounts, people, now, chance)
        said = conversation(people, {name: account.id for name, account in accounts.items()}, now, chance)
        store_posts(said, {name: account.id for name, account in accounts.items()})
        count_posts()
        tell_of_mentions({post.created_at: post.audience for post in said})
        make_announcements(accounts[MODERATOR], now)
        # In a town of forty, three people are many.
        Site.objects.filter(pk=1).update(trend_people=3, reviews_trends=False)
        trending.find_trends()
    return Demo(password, len(people), len(said), follows)


def townspeople() -> list[Person]:
    """The people of Alder Bay."""
    rows = [[field.strip() for field in line.split("|")] for line in written("people").splitlines()]
    return [
        Person(check_username(row[0]), check_display_name(row[1]), tuple(row[2].split()), int(row[3]), row[4])
        for row in rows
    ]


def talks() -> list[Talk]:
    """All that is said in Alder Bay, in the order in which it is said in each language."""
    return [talk(language, block) for language in LANGUAGES for block in written(language).strip().split("\n--\n")]


def talk(language: str, block: str) -> Talk:
    """One text with what stands over it."""
    marks = MARKS.match(block)
    if marks is None:
        return Talk(language, block, "", None)
    audience = {"followers": Audience.FOLLOWERS, "only me": Audience.ONLY_ME}.get(marks["audience"] or "")
    return Talk(language, block[marks.end() :], marks["author"] or "", audience)


def written(name: str) -> str:
    """One file of the town's."""
    return (files("verandah.actions") / "alder_bay" / f"{name}.txt").read_text("utf-8")


def settle(people: Sequence[Person], password: str, now: datetime, chance: Random) -> dict[str, Account]:
    """The rows of the people, who have joined one after the other over the last year."""
    days = sorted(chance.sample(range(DAYS + 10, 400), len(people)), reverse=True)
    # Eve is new in town, and she says so.
    order = sorted(chance.sample(people, len(people)), key=lambda person: person.username == "eve")
    accounts = {
        person.username: account_of(person, now - timedelta(days=day, minutes=chance.randrange(600)))
        for person, day in zip(order, days, strict=True)
    }
    if Account.objects.filter(
        Q(username__in=accounts) | Q(skeleton__in=[account.skeleton for account in accounts.values()])
    ).exists():
        raise Conflict(_("Some of the demo people are here already. The demo can be made once on each site."))
    Account.objects.bulk_create(accounts.values())
    finding.keep_words(accounts.values())
    users = User.objects.bulk_create([user_of(account, password) for account in accounts.values()])
    EmailAddress.objects.bulk_create(
        [EmailAddress(user=user, email=user.email, primary=True, verified=True) for user in users]
    )
    return accounts


def birthdays(accounts: Iterable[Account], now: datetime, chance: Random) -> list[Preferences]:
    """Everyone's, told to the town: two are today, and the next ones come soon, so that there is something to see."""
    order = sorted(accounts, key=lambda account: chance.random())
    days = [now + timedelta(days=place * place // 4) for place in range(len(order))]
    return [
        Preferences(account=account, birthday=f"{day:%m-%d}", birthday_audience=Audience.MEMBERS)
        for account, day in zip(order, days, strict=True)
    ]


def account_of(person: Person, joined: datetime) -> Account:
    """Someone as others see them."""
    return Account(
        id=id_at(joined),
        username=person.username,
        skeleton=skeleton(person.username),
        display_name=person.display_name,
        bio=person.bio,
        approves_followers=person.username in APPROVING,
        created_at=joined,
        joined_at=joined,
        # Nobody of the town is signed in anywhere, and yet each is a voice of their own; Eve has only just come.
        trust=Trust.BASIC if person.username == "eve" else Trust.MEMBER,
    )


def user_of(account: Account, password: str) -> User:
    """Their log-in. Mo moderates."""
    role = Role.MODERATOR if account.username == MODERATOR else Role.MEMBER
    email = f"{account.username}@demo.example"
    return User(account=account, username=account.username, email=email, password=password, role=role)


def befriend(accounts: Mapping[str, Account], people: Sequence[Person], now: datetime, chance: Random) -> int:
    """Who follows whom: the chatty ones are followed by many, and some follow back. Two ask and wait."""
    pairs: dict[tuple[str, str], None] = {}
    names = [person.username for person in people]
    weights = [person.chatty**2 for person in people]
    for name in names:
        for other in chance.choices(names, weights, k=chance.choice((4, 6, 8, 10, 16))):
            pairs[name, other] = None
            if chance.random() < 0.4:
                pairs[other, name] = None
    kept = [(one, other) for one, other in pairs if one != other and (one, other) not in ASKING]
    moments = sorted(now - timedelta(minutes=chance.randrange(5, 39 * 24 * 60)) for _pair in kept)
    Follow.objects.bulk_create(
        [
            Follow(follower=accounts[one], followee=accounts[other], created_at=moment)
            for (one, other), moment in zip(kept, moments, strict=True)
        ]
    )
    count_follows()
    told = [(*pair, moment) for pair, moment in zip(kept, moments, strict=True) if moment > now - timedelta(days=7)]
    asked = [(*pair, now - timedelta(hours=7 + place * 20)) for place, pair in enumerate(ASKING)]
    FollowRequest.objects.bulk_create(
        [FollowRequest(follower=accounts[one], followee=accounts[other], created_at=at) for one, other, at in asked]
    )
    tell(Notification.Kind.FOLLOW, accounts, told)
    tell(Notification.Kind.FOLLOW_REQUEST, accounts, asked)
    return len(kept)


def tell(kind: Notification.Kind, accounts: Mapping[str, Account], news: Sequence[tuple[str, str, datetime]]) -> None:
    """Notices of follows and requests, each as old as what it tells of."""
    Notification.objects.bulk_create(
        [
            Notification(
                id=id_at(at, 1000 + place), kind=kind, actor=accounts[one], recipient=accounts[other], created_at=at
            )
            for place, (one, other, at) in enumerate(news)
        ]
    )


def conversation(people: Sequence[Person], ids: Mapping[str, int], now: datetime, chance: Random) -> list[Said]:
    """Exactly 400 different posts by day, oldest first. Answers come after what they answer."""
    texts = in_some_order(talks(), chance)
    moments = daytimes(len(texts), now, chance)
    return [
        Said(
            author_id=ids[speaker(one, people, chance)],
            text=one.text,
            audience=one.audience or chance.choice((Audience.PUBLIC, Audience.MEMBERS)),
            created_at=moment,
            key=f"demo-{place}",
        )
        for place, (one, moment) in enumerate(zip(texts, moments, strict=True))
    ]


def in_some_order(all_talks: Sequence[Talk], chance: Random) -> list[Talk]:
    """Every text once and the patterns filled in until there are enough, mixed, but in order within a language."""
    fixed = [one for one in all_talks if not CHOICE.search(one.text)]
    patterns = [one for one in all_talks if CHOICE.search(one.text)]
    filled: dict[str, Talk] = {}
    while len(fixed) + len(filled) < POSTS:
        pattern = patterns[len(filled) % len(patterns)]
        text = CHOICE.sub(lambda found: chance.choice(found[1].split("|")), pattern.text)
        filled[text] = Talk(pattern.language, text, pattern.author, pattern.audience)
    loose, tied = [one for one in fixed if one.audience], [one for one in fixed if not one.audience]
    waiting = {language: iter([one for one in tied if one.language == language]) for language in LANGUAGES}
    places: list[Talk | str] = [*filled.values(), *loose, *(one.language for one in tied)]
    chance.shuffle(places)
    return [next(waiting[place]) if isinstance(place, str) else place for place in places]


def speaker(one: Talk, people: Sequence[Person], chance: Random) -> str:
    """Who says it: the one who must, or anyone who speaks the language and is not spoken of."""
    named = set(NAMED.findall(one.text))
    able = [person for person in people if one.language in person.languages and person.username not in named]
    return one.author or chance.choices(able, [person.chatty for person in able])[0].username


def daytimes(count: int, now: datetime, chance: Random) -> list[datetime]:
    """Moments of the last 30 days between seven in the morning and ten at night, in order."""
    today = timezone.localtime(now).replace(hour=0, minute=0, second=0, microsecond=0)
    moments: set[datetime] = set()
    while len(moments) < count:
        milliseconds = int(chance.triangular(7, 22, 18) * 3_600_000)
        moment = today - timedelta(days=chance.randrange(DAYS)) + timedelta(milliseconds=milliseconds)
        if moment < now:
            moments.add(moment)
    return sorted(moments)


def tell_of_mentions(audiences: Mapping[datetime, Audience]) -> None:
    """Notices for those who are named in a post that all members see."""
    seen = [at for at, audience in audiences.items() if audience in (Audience.PUBLIC, Audience.MEMBERS)]
    mentions = Mention.objects.filter(post__in=Post.objects.filter(created_at__in=seen)).select_related("post")
    Notification.objects.bulk_create(
        [
            Notification(
                id=id_at(mention.post.created_at, 500 + place),
                kind=Notification.Kind.MENTION,
                actor_id=mention.post.author_id,
                recipient_id=mention.account_id,
                post=mention.post,
                created_at=mention.post.created_at,
            )
            for place, mention in enumerate(mentions.order_by("id"))
        ]
    )


def make_announcements(moderator: Account, now: datetime) -> None:
    """One by the moderator and one by nobody in particular, each in English and in Arabic."""
    words = proclaiming.Words
    proclaiming.announce(
        Announcement.Kind.NOTICE,
        {
            "en": words(
                "The winter timetable of the ferry starts on Monday",
                "The last boat back leaves at 21:40. Nothing changes before. Printed timetables are at the landing.",
            ),
            "ar": words(
                "يبدأ جدول العبّارة الشتوي يوم الاثنين",
                "تغادر آخر عبّارة عائدة الساعة 21:40. لا يتغيّر شيء حتى يوم الأحد. الجداول المطبوعة عند الرصيف.",
            ),
        },
        starts_at=now - timedelta(days=2),
        by=moderator,
    )
    proclaiming.announce(
        Announcement.Kind.INFO,
        {
            "ar": words(
                "ركن الكتب العربية مفتوح في المكتبة",
                "يفتح كل يوم أحد من العاشرة حتى الثانية. الاستعارة مجانية، وقراءة الحكايات للأطفال في الحادية عشرة.",
            ),
            "en": words(
                "The library has an Arabic corner",
                "It is open on Sundays from ten to two. Borrowing is free, and stories for children begin at eleven.",
            ),
        },
        starts_at=now - timedelta(hours=20),
    )
