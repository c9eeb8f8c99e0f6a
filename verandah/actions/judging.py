"""Whether rules were right: verdicts on what they found, and the budget of wrong ones that each rule has."""

from collections.abc import Sequence
from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import Count, Q, QuerySet
from django.urls import reverse
from django.utils import timezone

from verandah.base.errors import NotFound
from verandah.domain.accounts.models import Account, User
from verandah.domain.moderation.effects import Effect
from verandah.domain.moderation.models import Rule, RuleHit, Subject
from verandah.domain.moderation.rulebook import OF_WORDS, RULEBOOK
from verandah.domain.moderation.verdicts import lasting
from verandah.domain.posts.models import Post

from . import announcing
from .auditing import note
from .authenticating import write_letter

# So many verdicts are looked at, the newest; and with fewer wrong ones than this nothing is said about a rule.
LOOKED_AT = 100
FEWEST_WRONG = 3
KEPT_FOR = timedelta(days=90)
Verdict = RuleHit.Verdict


def judge(by: Account, hit_id: int, is_right: bool) -> RuleHit:
    """`by` says whether a rule was right to find this. Twice: the same; another verdict: that one. Raises NotFound."""
    with transaction.atomic():
        hit = RuleHit.objects.select_for_update(of=("self",)).select_related("rule").filter(pk=hit_id).first()
        if hit is None:
            raise NotFound
        verdict = Verdict.RIGHT if is_right else Verdict.WRONG
        if hit.verdict != verdict:
            hit.verdict = verdict
            hit.save(update_fields=["verdict"])
            note(by, "judge_hit", account=hit.account, post_id=hit.post_id, rule=hit.rule_id, right=is_right)
            mind_budget(hit.rule_id)
    return hit


def found_fine(post: Post) -> None:
    """What rules about words had held has turned out to be fine: they were wrong. Twice: the same.

    Rules about newcomers and rates ask for a look, and are not wrong when nothing is found.
    """
    settle_hits(post, Verdict.WRONG)


def found_bad(post: Post) -> None:
    """What rules had found in a post was decided against: they were right. Twice: the same."""
    settle_hits(post, Verdict.RIGHT)


def decided(subject: Subject, effects: Sequence[Effect]) -> None:
    """Somebody has decided so about `subject`: of a post, that tells whether the rules that found it were right.

    To be called before a hold of it ends, which says that they were wrong unless this has said otherwise.
    """
    if subject.kind == Subject.Kind.POST and (lasting(effects) or Effect.WARN in effects):
        for post in Post.objects.filter(pk=subject.ref):
            found_bad(post)


def taken_back(subject: Subject) -> None:
    """What was decided about `subject` was wrong: whether the rules were right is open again. Twice: the same."""
    if subject.kind == Subject.Kind.POST:
        hits_of(subject.ref).filter(verdict=Verdict.RIGHT).update(verdict=Verdict.OPEN)


def clear_hits() -> int:
    """Forget what was found long ago, but for what a case that is open may be about; how many. Twice: nothing more."""
    old = RuleHit.objects.filter(created_at__lt=timezone.now() - KEPT_FOR)
    gone, _rows = old.exclude(post__withheld__gt=0).delete()
    return gone


def settle_hits(post: Post, verdict: RuleHit.Verdict) -> None:
    """The verdict on all that rules found in a post when they counted, and that nobody has judged."""
    hits = hits_of(post.pk).filter(verdict=Verdict.OPEN)
    rules = sorted(set(hits.values_list("rule_id", flat=True)))
    hits.update(verdict=verdict)
    for number in rules:
        mind_budget(number)


def hits_of(post_id: int) -> QuerySet[RuleHit]:
    """What rules about words found in a post when they counted."""
    return RuleHit.objects.filter(post=post_id, mode=Rule.Mode.LIVE, rule__kind__in=OF_WORDS)


def mind_budget(rule_id: int) -> None:
    """Count the wrong verdicts on a rule; when there are too many it only counts from now on, and its owner is told.

    Twice: the same.
    """
    with transaction.atomic():
        rule = Rule.objects.select_for_update(no_key=True).get(pk=rule_id)
        judged, wrong = newest_verdicts(rule)
        total = RuleHit.objects.filter(rule=rule, verdict=Verdict.WRONG).count()
        Rule.objects.filter(pk=rule.pk).update(wrong_count=total)
        if rule.mode != Rule.Mode.LIVE or wrong < FEWEST_WRONG or wrong * 100 <= rule.budget * judged:
            return
        now = timezone.now()
        rule.mode, rule.shadow_since, rule.updated_at = Rule.Mode.SHADOW, now, now
        rule.save(update_fields=["mode", "shadow_since", "updated_at"])
        note(None, "rule_over_budget", rule=rule.pk, wrong=wrong, judged=judged)
        rules_changed(rule.pk)
        tell_owner(rule, wrong, judged)


def newest_verdicts(rule: Rule) -> tuple[int, int]:
    """Of the newest verdicts since the rule is live: how many there are, and how many say that it was wrong."""
    judged = RuleHit.objects.filter(rule=rule, mode=Rule.Mode.LIVE).exclude(verdict=Verdict.OPEN)
    if rule.live_since is not None:
        judged = judged.filter(created_at__gte=rule.live_since)
    newest = judged.order_by("-pk").values_list("pk", flat=True)[:LOOKED_AT]
    counts = RuleHit.objects.filter(pk__in=list(newest)).aggregate(
        judged=Count("pk"), wrong=Count("pk", filter=Q(verdict=Verdict.WRONG))
    )
    return counts["judged"], counts["wrong"]


def tell_owner(rule: Rule, wrong: int, judged: int) -> None:
    """Whoever made the rule, and whoever agreed to it, hear that it only counts now."""
    users = User.objects.filter(account_id__in=[rule.created_by_id, rule.approved_by_id], is_active=True)
    for user in users.exclude(email=""):
        facts = {
            "rule": rule.name,
            "wrong": str(wrong),
            "judged": str(judged),
            "page": settings.URL + reverse("staff_rule", args=[rule.pk]),
        }
        write_letter("rule_over_budget", user.email, user.language, facts)


def rules_changed(number: int) -> None:
    """This process, and all others of the site, ask the rules of now as soon as this is committed."""
    transaction.on_commit(RULEBOOK.read)
    announcing.rules_changed(number)
