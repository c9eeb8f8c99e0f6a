"""Members who can sign in with a password, made in this process's data folder, for a harness that knows only HTTP."""

import json
import sys
from pathlib import Path

import django

django.setup()

from allauth.account.models import EmailAddress  # noqa: E402
from django.conf import settings  # noqa: E402
from django.contrib.auth.hashers import make_password  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.db import transaction  # noqa: E402
from django.test import Client  # noqa: E402
from django.utils import timezone  # noqa: E402

from verandah.actions import administering, populating  # noqa: E402
from verandah.domain.accounts.models import Account, User  # noqa: E402
from verandah.domain.graph.models import Follow  # noqa: E402

from .scenarios.site import PASSWORD  # noqa: E402

BIG = "big"


def main() -> None:
    """MEMBERS FOLLOWERS: so many who can sign in, and one whom as many others follow."""
    members, followers = (int(word) for word in sys.argv[1:])
    call_command("migrate", verbosity=0)
    administering.ensure_site()
    folder = Path(settings.DATA)
    if members:
        names = [f"u{number:03}" for number in range(members)]
        enrol(names)
        write(folder / "users.json", names)
        (folder / "cookies.txt").write_text("\n".join(cookie(name) for name in names) + "\n")
    if followers:
        enrol([BIG])
        write(folder / "big.json", [BIG])
        gather(Account.objects.get(username=BIG), followers)


def enrol(names: list[str]) -> None:
    """People with the same password, which is hashed only once: that takes long on purpose."""
    now, password = timezone.now(), make_password(PASSWORD)
    accounts = [populating.account_of(name, now, place) for place, name in enumerate(names)]
    users = [populating.user_of(account) for account in accounts]
    for user in users:
        user.password = password
    with transaction.atomic():
        Account.objects.bulk_create(accounts)
        User.objects.bulk_create(users)
        EmailAddress.objects.bulk_create(
            [EmailAddress(user=user, email=user.email, primary=True, verified=True) for user in users]
        )


def write(place: Path, names: list[str]) -> None:
    """How the harness is told who can sign in."""
    place.write_text(json.dumps([{"username": name, "login": name, "password": PASSWORD} for name in names]))


def cookie(name: str) -> str:
    """A browser in which they are signed in."""
    client = Client()
    client.force_login(User.objects.get(username=name))
    return f"{settings.SESSION_COOKIE_NAME}={client.cookies[settings.SESSION_COOKIE_NAME].value}"


def gather(author: Account, count: int) -> None:
    """Give `author` so many followers, who do nothing else."""
    now = timezone.now()
    readers = [populating.account_of(f"reader.{number}", now, number) for number in range(count)]
    with transaction.atomic():
        Account.objects.bulk_create(readers, batch_size=5_000)
        Follow.objects.bulk_create(
            [Follow(follower=reader, followee=author, created_at=now) for reader in readers], batch_size=5_000
        )
        populating.count_follows()


if __name__ == "__main__":
    main()
