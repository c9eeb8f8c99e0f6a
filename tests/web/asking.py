"""Fields of the owner for tests, and a browser without the staff's second step."""

from django.test import Client

from verandah.actions import fielding
from verandah.actions.fielding import Draft, Words
from verandah.domain.accounts.answers import Kind
from verandah.domain.accounts.models import Account
from verandah.domain.instance.models import ProfileField


def asked(owner: Account, label: str, kind: Kind = Kind.TEXT, *choices: str, **more: bool) -> ProfileField:
    """A field, by which the directory can be narrowed unless it is said otherwise."""
    more = {"is_filter": True, **more}
    return fielding.add_field(owner, Draft(words={"en": Words(label, "", choices)}, kind=kind, **more))


def browser_of(account: Account | None) -> Client:
    """A browser in which that person, or nobody, is signed in."""
    client = Client()
    if account is not None:
        client.force_login(account.user)
    return client
