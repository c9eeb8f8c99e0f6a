"""The link of a letter that says what was decided: signed, so that it opens also for whom the site is closed."""

from django.core import signing

from verandah.base.errors import NotFound

from .models import Statement

SALT = "verandah.statements"
LONGEST_LINK = 200


def link_of(statement: Statement) -> str:
    """What a link has to say. It holds as long as the site keeps its key: a decision can be contested for months."""
    return signing.dumps([statement.pk, statement.account_id], salt=SALT)


def statement_of(link: str) -> Statement:
    """Which statement a link opens, and no more than that one. Raises NotFound, also when its reader is gone."""
    try:
        said = signing.loads(link, salt=SALT) if len(link) <= LONGEST_LINK else None
    except signing.BadSignature as error:
        raise NotFound from error
    match said:
        case [int(number), int(account_id)]:
            found = Statement.objects.filter(pk=number, account=account_id, delivered_at__isnull=False)
            if (row := found.select_related("account").first()) is not None:
                return row
    raise NotFound
