"""When someone was last here: so that they can be shown what came since."""

from datetime import timedelta

from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils import timezone

from verandah.domain.accounts.models import Account
from verandah.domain.feeds.models import Visit

# Whoever comes again sooner is still on the same visit.
ENDS_AFTER = timedelta(minutes=30)


def note_visit(account: Account) -> None:
    """`account` is here. After half an hour without a page that is a new visit. Twice: the same visit."""
    now = timezone.now()
    mine = Visit.objects.filter(account=account)
    with transaction.atomic():
        if mine.filter(seen_at__lt=now - ENDS_AFTER).update(previous_at=F("seen_at"), began_at=now, seen_at=now):
            return
        if mine.update(seen_at=now):
            return
        try:
            with transaction.atomic():
                Visit.objects.create(account=account, began_at=now, seen_at=now)
        except IntegrityError:
            # Two pages were opened at once, and the other one has noted it.
            return
