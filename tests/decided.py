"""Decisions for tests, made by the verb that makes them for everyone."""

from verandah.actions import casing, deciding, snapshotting
from verandah.actions.deciding import Verdict
from verandah.domain.accounts.models import Account
from verandah.domain.moderation.effects import Effect
from verandah.domain.moderation.models import Case, Decision, Policy, Queue, Subject
from verandah.domain.posts.models import Post

FACTS = "You offered four tickets for the spring concert at twenty-five each. The choir gives them away."
RULE = "be-kind"


def case_of(post: Post, queue: Queue = Queue.RULES) -> Case:
    """The case about this post."""
    return casing.case_about(snapshotting.subject_of(Subject.Kind.POST, post.id), queue)


def case_of_person(account: Account) -> Case:
    """The case about this person."""
    return casing.case_about(snapshotting.subject_of(Subject.Kind.ACCOUNT, account.id), Queue.RULES)


def verdict(*effects: Effect, **more: object) -> Verdict:
    """By a rule of the site, with facts."""
    rule = Policy.objects.get(slug=RULE)
    return Verdict(effects=effects, **({"facts": FACTS, "policy_id": rule.pk} | more))  # type: ignore[arg-type]


def decided(by: Account | None, case: Case, *effects: Effect, **more: object) -> Decision:
    """`by` has decided so."""
    return deciding.decide(case, by, verdict(*effects, **more))


def removed(by: Account, post: Post, **more: object) -> Decision:
    """`by` has removed this post."""
    return decided(by, case_of(post), Effect.REMOVE, **more)
