"""The first day: its steps are taken or passed, one by one or all at once."""

from django.db import transaction

from verandah.domain.accounts.first_steps import STEPS
from verandah.domain.accounts.models import Account, Preferences


def pass_step(me: Account, *steps: str) -> None:
    """I have taken these steps, or do not want to. Twice: the same; a word that is none counts for nothing."""
    with transaction.atomic():
        Preferences.objects.get_or_create(account=me)
        row = Preferences.objects.select_for_update(no_key=True).get(account=me)
        passed = [step for step in STEPS if step in row.first_steps or step in steps]
        if passed != row.first_steps:
            Preferences.objects.filter(account=me).update(first_steps=passed)


def finish(me: Account) -> None:
    """Nothing of the first day is shown to me any more. Twice: the same."""
    pass_step(me, *STEPS)
