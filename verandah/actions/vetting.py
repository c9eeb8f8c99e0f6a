"""Asking the rules before something is published, and doing what they say: tell the staff, blur, hold, refuse."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.db import transaction
from django.db.models import F
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from verandah.base import mail, markup
from verandah.base.errors import Invalid
from verandah.domain.accounts.models import Account, User
from verandah.domain.accounts.trust import Trust
from verandah.domain.instance.switches import switches
from verandah.domain.moderation.effects import Effect
from verandah.domain.moderation.models import Decision, Policy, Queue, Rule, RuleHit, Subject
from verandah.domain.moderation.rates import Said, strangers_among
from verandah.domain.moderation.rulebook import RULEBOOK, Found
from verandah.domain.posts.models import Post

from . import casing, deciding, snapshotting
from .deciding import Verdict
from .permitting import held_for_approval

# Nobody calls so many at once who do not follow them: it is the only way to call everyone.
MOST_STRANGERS = 20
MOST_STRANGERS_BY_NEWCOMERS = 5
# The same refusal, tried again, is not kept a second time.
TRIED_AGAIN = timedelta(minutes=30)
LONGEST_FOUND = 200
FULL = Decision.Automation.FULL


@dataclass(frozen=True, slots=True)
class Hit:
    """Something was found. `rule_id` is None for what a setting of the site asks for; `found` is never more of the text
    than that.
    """

    rule_id: int | None
    policy_id: int | None
    mode: Rule.Mode
    effect: Rule.Effect
    explanation: str
    found: tuple[str, ...] = ()
    where: str = ""

    @property
    def counts(self) -> bool:
        """Whether something follows from it."""
        return self.mode == Rule.Mode.LIVE

    @property
    def told(self) -> dict[str, object]:
        """As it is kept."""
        return {"found": [piece[:LONGEST_FOUND] for piece in self.found], "where": self.where}


@dataclass(frozen=True, slots=True)
class Vetted:
    """What the rules say: the strongest effect of those that count, or none, and all that was found."""

    effect: Rule.Effect | None = None
    hits: tuple[Hit, ...] = ()

    @property
    def decisive(self) -> Hit | None:
        """The first of those from which the effect follows."""
        return next((hit for hit in self.hits if hit.counts and hit.effect == self.effect), None)


class Refused(Invalid):
    """A rule refuses something. What it found is kept already, unless the transaction around it is undone."""

    def __init__(self, field: str, text: str, author: Account | None, vetted: Vetted) -> None:
        super().__init__(field, text, "refused")
        self.author, self.vetted = author, vetted

    def keep(self) -> None:
        """Keep what was found, once that transaction is over. Twice: the same."""
        keep_hits(None, self.author, self.vetted)


FINE = Vetted()


def vet(
    author: Account,
    words: Sequence[str],
    links: Sequence[str],
    media_count: int,
    *,
    is_comment: bool,
    named: Collection[int] = (),
) -> Vetted:
    """What the rules say of something new that `author` is about to publish. Nothing is kept of it by this.

    Where no rule runs, and for who is trusted, it asks the database nothing.
    """
    said = Said(author, words[0] if words else "", len(links), is_comment, named, timezone.now())
    hits = [*by_settings(said)]
    book = RULEBOOK.now()
    if not book.is_empty:
        where = "comment" if is_comment else "post"
        found = [*book.search(words, links, today()), *book.about(said)]
        hits += [hit_of(one, where) for one in found]
    return summed(hits)


def reads_words(author: Account | None) -> bool:
    """Whether any rule is for what `author` says, so that it is worth looking up all of it."""
    is_new = author is not None and author.trust == Trust.NEW
    return not RULEBOOK.now().is_empty or (is_new and not switches().allows_newcomer_links)


def vet_words(author: Account | None, words: Sequence[str], where: str) -> Vetted:
    """The same of words alone, that are no post or have been one already: a name, a title, a change."""
    if not reads_words(author):
        return FINE
    links = links_in(words)
    hits = [hit_of(found, where) for found in RULEBOOK.now().search(words, links, today())]
    if author is not None and links:
        hits += links_of_newcomers(author)
    return summed(hits)


def vet_change(post: Post, words: Sequence[str]) -> Vetted:
    """The same of what a post shall say from now on. What was looked at in it and found fine is not asked again."""
    vetted = vet_words(post.author, words, "comment" if post.is_comment else "post")
    if not vetted.hits:
        return vetted
    fine = RuleHit.objects.filter(post=post, verdict=RuleHit.Verdict.WRONG).values_list("rule_id", "explain")
    known = {(number, piece) for number, told in fine for piece in told.get("found", ())}
    left = [hit for hit in vetted.hits if any((hit.rule_id, piece[:LONGEST_FOUND]) not in known for piece in hit.found)]
    return summed(left)


def refuse(author: Account | None, vetted: Vetted, field: str = "text", *, holds: bool = True) -> None:
    """Raises Refused, with the rule's explanation, for what is; what was found is kept. `holds`: it can wait
    until it is looked at; what cannot is refused instead.
    """
    effects = (Rule.Effect.REFUSE,) if holds else (Rule.Effect.REFUSE, Rule.Effect.HOLD)
    hit = vetted.decisive
    if hit is None or vetted.effect not in effects:
        return
    keep_hits(None, author, vetted)
    text = hit.explanation or _("A rule of this site refuses this. Say it in other words.")
    raise Refused(field, text, author, vetted)


def check_name(name: str) -> str:
    """The name of someone who joins, or is no member yet. Raises Invalid when a rule has something against it."""
    refuse(None, vet_words(None, [name], "name"), "display_name", holds=False)
    return name


def follow(post: Post, vetted: Vetted) -> None:
    """Do with a post that is stored what the rules say, in its transaction. To be called once for each `vet`.

    Afterwards `post.withheld` says whether it waits until it is looked at.
    """
    hit = vetted.decisive
    keep_hits(post, post.author, vetted)
    if hit is None or vetted.effect == Rule.Effect.REFUSE:
        return
    subject = snapshotting.subject_of(Subject.Kind.POST, post.pk)
    case = casing.case_about(subject, queue_for(hit))
    if effect := DONE.get(hit.effect):
        deciding.decide(case, None, verdict_of(post.author, hit, effect), subject)
        post.refresh_from_db(fields=["withheld", "is_blurred", "restriction", "rev"])


DONE = {Rule.Effect.HOLD: Effect.HOLD, Rule.Effect.BLUR: Effect.BLUR}


def flag(author: Account, vetted: Vetted, part: str = "") -> None:
    """What was found in a profile, an album or a file is kept and, if it counts, looked at by the staff."""
    keep_hits(None, author, vetted)
    if vetted.decisive is not None:
        subject = snapshotting.subject_of(Subject.Kind.ACCOUNT, author.pk, part)
        casing.case_about(subject, queue_for(vetted.decisive))


def keep_hits(post: Post | None, author: Account | None, vetted: Vetted) -> None:
    """Keep what rules have found, each by itself, with nothing of the text but that. What is tried again: once."""
    hits = [(hit.rule_id, hit) for hit in vetted.hits if hit.rule_id is not None]
    if post is None:
        hits = [(number, hit) for number, hit in hits if not kept_already(author, number, hit)]
    if not hits:
        return
    now = timezone.now()
    with transaction.atomic():
        RuleHit.objects.bulk_create(
            RuleHit(rule_id=number, post=post, account=author, mode=hit.mode, explain=hit.told, created_at=now)
            for number, hit in hits
        )
        Rule.objects.filter(pk__in=[number for number, _hit in hits]).update(hits_count=F("hits_count") + 1)


def kept_already(author: Account | None, rule_id: int, hit: Hit) -> bool:
    """Whether the same was found a moment ago in what the same person tried to publish."""
    since = timezone.now() - TRIED_AGAIN
    tried = RuleHit.objects.filter(rule_id=rule_id, account=author, post=None, created_at__gt=since)
    return hit.told in tried.order_by("-pk").values_list("explain", flat=True)[:5]


def summed(hits: Iterable[Hit]) -> Vetted:
    """Of all that counts the strongest is done."""
    found = tuple(hits)
    if not found:
        return FINE
    return Vetted(max((hit.effect for hit in found if hit.counts), default=None), found)


def hit_of(found: Found, where: str) -> Hit:
    """What a rule has found."""
    line = found.line
    return Hit(line.id, line.policy_id, line.mode, found.effect, line.explanation, found.pieces, where)


def by_settings(said: Said) -> Iterator[Hit]:
    """What settings of the site, and decisions about the author, ask for."""
    author = said.author
    if said.links:
        yield from links_of_newcomers(author)
    most = MOST_STRANGERS_BY_NEWCOMERS if author.trust == Trust.NEW else MOST_STRANGERS
    if len(said.named) > most and strangers_among(author, said.named) > most:
        text = _("This names more than %(most)s people who don’t follow you. Name fewer.")
        yield of_the_site(Rule.Effect.REFUSE, text % {"most": most})
    if held_for_approval(author):
        yield of_the_site(Rule.Effect.HOLD, _("What you post waits until somebody has looked at it."))
    held = switches().held_first_posts
    if author.trust == Trust.NEW and held:
        first = Post.objects.filter(author=author, share_of=None).order_by("-pk").values_list("pk", flat=True)[:held]
        if len(first) < held:
            yield of_the_site(Rule.Effect.HOLD, _("The first posts of everyone who is new here are looked at."))


def links_of_newcomers(author: Account) -> Iterator[Hit]:
    """Whoever is new posts no links, where the site says so."""
    if author.trust == Trust.NEW and not switches().allows_newcomer_links:
        text = _(
            "Whoever is new here can’t post links yet. Take the link out: once you have been here a while, you can."
        )
        yield of_the_site(Rule.Effect.REFUSE, text)


def of_the_site(effect: Rule.Effect, explanation: str) -> Hit:
    """What follows from no rule but from a setting."""
    return Hit(None, None, Rule.Mode.LIVE, effect, explanation)


def links_in(words: Iterable[str]) -> list[str]:
    """The links in these texts."""
    return [link for text in words if "://" in text for link in markup.parse(text).links]


def queue_for(hit: Hit) -> Queue:
    """Where what was found waits to be looked at: where the rule that people read says; what is held, with the new."""
    number = Policy.objects.filter(pk=hit.policy_id).values_list("queue", flat=True).first() if hit.policy_id else None
    if number is not None:
        return Queue(number)
    return Queue.NEWCOMERS if hit.effect == Rule.Effect.HOLD else Queue.RULES


def verdict_of(author: Account, hit: Hit, effect: Effect) -> Verdict:
    """What the site decides by itself, with its reasons in the author's language."""
    language = User.objects.filter(account=author).values_list("language", flat=True).first() or ""
    with translation.override(mail.known(language)) if language else translation.override(translation.get_language()):
        facts = reasons(hit)
    return Verdict((effect,), facts, hit.policy_id, detection=True, automation=FULL, rule_id=hit.rule_id)


def reasons(hit: Hit) -> str:
    """Why, in words for whom it is about."""
    text = hit.explanation or _("A rule of this site has found something in it.")
    if hit.rule_id is None or not hit.found or any(len(piece) > LONGEST_FOUND for piece in hit.found):
        return text
    found = ", ".join(f"“{piece}”" for piece in hit.found[:5])
    return _("%(why)s It was found by: %(found)s") % {"why": text, "found": found}


def today() -> date:
    """The day by which entries of lists end."""
    return timezone.localdate()
