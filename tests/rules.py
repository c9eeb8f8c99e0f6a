"""Rules before publication for tests: as rows, in any mode, and known to this process at once."""

from django.utils import timezone

from verandah.actions.ruling import config_of
from verandah.domain.moderation.models import Policy, Rule
from verandah.domain.moderation.rulebook import RULEBOOK

Kind, Mode, Effect = Rule.Kind, Rule.Mode, Rule.Effect


def make_rule(
    effect: Rule.Effect = Effect.HOLD,
    kind: Rule.Kind = Kind.WORDS,
    mode: Rule.Mode = Mode.LIVE,
    *,
    policy: Policy | None = None,
    explanation: str = "This word makes trouble here.",
    **said: str,
) -> Rule:
    """A rule that runs now; without more said, one that looks for “frumious”."""
    now = timezone.now()
    row = Rule.objects.create(
        name="Odd words",
        kind=kind,
        effect=effect,
        mode=mode,
        policy=policy,
        config=config_of(kind, said or {"words": "frumious"}),
        explanation=explanation,
        live_since=now if mode == Mode.LIVE else None,
        created_at=now,
        updated_at=now,
    )
    RULEBOOK.read()
    return row
