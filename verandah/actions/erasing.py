"""Erasing someone for good: all that is theirs goes, what the law wants kept loses their name, and a proof stays."""

from secrets import token_hex

from django.conf import settings
from django.db import transaction
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone

from verandah.base.forgetting import forget_all
from verandah.domain.accounts.models import Account, Erasure, Export, User
from verandah.domain.graph.models import Follow, Friendship
from verandah.domain.media.models import Media
from verandah.domain.moderation.models import AuditEntry, Case, CaseMessage, Decision, Report
from verandah.domain.posts.audience import Audience
from verandah.domain.posts.models import Post, Reaction, SavedDraft

from . import indexing
from .auditing import note
from .authenticating import end_everything, write_letter
from .exporting import drop
from .leaving import close_doors
from .tallying import uncount_quotes_under
from .unnaming import names_of, unname
from .uploading import remove

BATCH = 200
CODE_BYTES = 12


def erase_left() -> int:
    """Erase those who left for good and did not come back within 14 days; how many. Twice: each once.

    Nobody is erased of whom something must be kept.
    """
    due = Account.objects.filter(erase_at__lte=timezone.now(), left_at__isnull=False, is_frozen=False)
    count = sum(erase_one(number) for number in list(due.values_list("pk", flat=True)[:BATCH]))
    if count:
        indexing.squeeze()
    return count


def erase_one(account_id: int) -> bool:
    """One of them, unless they came back or were frozen meanwhile; whether they are gone."""
    with transaction.atomic():
        rows = Account.objects.select_for_update(no_key=True).filter(pk=account_id, is_frozen=False)
        account = rows.filter(erase_at__lte=timezone.now(), left_at__isnull=False).first()
        if account is None:
            return False
        user = User.objects.filter(account=account).first()
        proof = Erasure(
            code=token_hex(CODE_BYTES),
            asked_at=account.left_at or timezone.now(),
            erased_at=timezone.now(),
            counts=counts_of(account),
            kept=kept_of(account),
        )
        to, language = (user.email, user.language) if user else ("", "")
        erase_all_of(account)
        proof.save(force_insert=True)
        if to:
            page = settings.URL + reverse("erased", args=[proof.code])
            write_letter("erased", to, language, {"page": page})
    return True


def erase_all_of(account: Account, decision_id: int | None = None) -> None:
    """All that is theirs, and their names in what stays; in the caller's transaction, which holds the account."""
    names = names_of(account, User.objects.filter(account=account).first())
    for user in User.objects.filter(account=account):
        end_everything(user)
    close_doors(account.pk)
    for export in Export.objects.filter(account=account):
        drop(export)
    while batch := list(Media.objects.filter(owner=account)[:BATCH]):
        remove(batch)
    posts = Post.objects.filter(author=account)
    while found := list(posts.values_list("pk", flat=True)[:BATCH]):
        # Others may have quoted something below them.
        uncount_quotes_under(found)
        below = Post.objects.filter(Q(pk__in=found) | Q(root__in=found) | Q(share_of__in=found))
        indexing.forget(list(below.values_list("pk", flat=True)))
        Post.objects.filter(pk__in=found).delete()
    # What others have written on their wall is left to those who wrote it, and to nobody else.
    Post.objects.filter(wall=account).update(wall=None, audience=Audience.ONLY_ME, rev=F("rev") + 1)
    unname(names)
    note(None, "erase_account", account=account, decision_id=decision_id)
    account.delete()
    transaction.on_commit(forget_all, robust=True)


def counts_of(account: Account) -> dict[str, int]:
    """How much of each kind goes."""
    said = Post.objects.filter(author=account)
    found = {
        "posts": said.filter(is_comment=False, share_of=None),
        "comments": said.filter(is_comment=True),
        "shares": said.exclude(share_of=None),
        "files": Media.objects.filter(owner=account),
        "reactions": Reaction.objects.filter(account=account),
        "follows": Follow.objects.filter(Q(follower=account) | Q(followee=account)),
        "friends": Friendship.objects.filter(account=account),
        "drafts": SavedDraft.objects.filter(author=account),
    }
    return {name: rows.count() for name, rows in found.items()}


def kept_of(account: Account) -> list[str]:
    """What has to be kept, without their name: words of `web.leaving`."""
    found = {
        "cases": Case.objects.filter(owner=account),
        "decisions": Decision.objects.filter(subject__owner=account),
        "reports": Report.objects.filter(Q(reporter=account) | Q(target=account)),
        "messages": CaseMessage.objects.filter(Q(author=account) | Q(case__owner=account)),
        "record": AuditEntry.objects.filter(Q(account_id=account.pk) | Q(actor_id=account.pk)),
    }
    # That they were erased stands in the record itself, under a number.
    return [name for name, rows in found.items() if name == "record" or rows.exists()]
