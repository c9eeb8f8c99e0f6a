"""Comparing files with the banks before anyone sees them, and doing what the banks ask for."""

from collections.abc import Sequence

from django.db import transaction
from django.utils import timezone, translation
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from verandah.base import mail
from verandah.base.images import Unusable
from verandah.base.likeness import LEAST_QUALITY, Look, turned_value
from verandah.domain.accounts.models import User
from verandah.domain.media.models import Likeness, Media
from verandah.domain.moderation.banks import Find, finds, queue_of
from verandah.domain.moderation.effects import Effect
from verandah.domain.moderation.models import BankMatch, Case, Decision, HashBank, Restriction, Rule, Subject
from verandah.domain.posts.models import Post

from . import casing, deciding, snapshotting
from .auditing import note
from .deciding import Verdict

# What a bank does to a file; one that only flags opens a case and no more.
EFFECTS = {Rule.Effect.BLUR: Effect.BLUR, Rule.Effect.HOLD: Effect.HOLD}


def look_up(sha256: str, looks: Sequence[Look]) -> tuple[Find, ...]:
    """In which banks a file is that has just come in. Raises Unusable when one of them has it refused.

    Not to be called in a transaction: a bank may have to be read anew.
    """
    found = finds(sha256, looks)
    refused = [find for find in found if find.effect == Rule.Effect.REFUSE]
    if refused:
        for find in refused:
            keep(find, None, sha256)
        raise Unusable("banked")
    return found


def refuse_found(sha256: str, looks: Sequence[Look]) -> None:
    """The same of a picture that cannot wait, because it stands for something that is shown already."""
    if any(find.effect in (Rule.Effect.HOLD, Rule.Effect.REFUSE) for find in finds(sha256, looks)):
        raise Unusable("banked")


def keep_looks(row: Media, looks: Sequence[Look]) -> None:
    """What a file looks like, so that banks which grow later find it, too. Twice: what was said last."""
    Likeness.objects.update_or_create(media=row, defaults={"looks": [list(look) for look in looks]})


def record(row: Media, found: Sequence[Find]) -> None:
    """Do with a file what the banks ask for that have found it. To be called in the transaction in which it becomes
    ready, so that nobody ever sees it before. Twice: the same.
    """
    for find in found:
        with transaction.atomic():
            subject = snapshotting.subject_of(Subject.Kind.MEDIA, row.pk)
            bank = HashBank.objects.get(pk=find.bank_id)
            queue, harm = queue_of(bank.purpose)
            case = casing.case_about(subject, queue, harm)
            if keep(find, row, row.sha256, case):
                restrain(row, bank, case)


def keep(find: Find, row: Media | None, sha256: str, case: Case | None = None) -> bool:
    """Remember what was found; whether that is news."""
    known = {"bank_id": find.bank_id, "media": row}
    facts = {"entry_id": find.entry_id, "sha256": sha256, "distance": find.distance, "way": find.way, "case": case}
    now = timezone.now()
    if row is None:
        BankMatch.objects.create(**known, **facts, created_at=now)
        is_new = True
    else:
        _match, is_new = BankMatch.objects.get_or_create(**known, defaults={**facts, "created_at": now})
    if is_new:
        note(None, "bank_match", case_id=case.pk if case else None, bank=find.bank_id, distance=find.distance)
    return is_new


def restrain(row: Media, bank: HashBank, case: Case) -> None:
    """Keep a file back, or show it only after a warning; and a post that it is part of with it."""
    effect = EFFECTS.get(Rule.Effect(bank.effect))
    if effect is None:
        snapshotting.capture(case.subject)
        return
    facts = said_to(row.owner_id, _("This file looks like one that is not published here."))
    deciding.decide(case, None, of_a_machine(effect, facts, bank.policy_id), case.subject)
    post = Post.objects.filter(pk=row.post_id or 0, deleted_at=None).first()
    if effect is Effect.HOLD and post is not None:
        hold_post(post, case)


def hold_post(post: Post, case: Case) -> None:
    """Keep a post back because one of its files is. Twice: the same."""
    subject = snapshotting.subject_of(Subject.Kind.POST, post.pk)
    if not is_held(subject):
        facts = said_to(post.author_id, _("One of its files waits until somebody has looked at it."))
        deciding.decide(case, None, of_a_machine(Effect.HOLD, facts), subject)


def of_a_machine(effect: Effect, facts: str, policy_id: int | None = None) -> Verdict:
    """What the site does by itself until somebody has looked at it."""
    return Verdict((effect,), facts, policy_id, detection=True, automation=Decision.Automation.FULL)


def is_held(subject: Subject) -> bool:
    """Whether it waits for somebody to look at it already."""
    return Restriction.objects.filter(subject=subject, kind=Effect.HOLD, ended_at=None).exists()


def said_to(account_id: int, sentence: Promise) -> str:
    """A sentence in the language of whom it is for."""
    language = User.objects.filter(account=account_id).values_list("language", flat=True).first() or ""
    with translation.override(mail.known(language)):
        return str(sentence)


def known_looks(row: Media) -> list[Look]:
    """What is known of how a stored file looks; of one from before all of it was kept, what its fingerprint tells."""
    kept = Likeness.objects.filter(media=row).values_list("looks", flat=True).first()
    if kept is not None:
        return [Look(way, value) for way, value in kept]
    return turned_value(row.pdq) if row.pdq and row.pdq_quality >= LEAST_QUALITY else []
