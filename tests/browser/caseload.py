"""Something to moderate on a running site: made in its own environment, by the verbs that make it for everyone."""

import json
import subprocess
import sys
from pathlib import Path

from django.conf import settings
from django.test import Client
from django.utils import timezone

from tests.factories import make_account, make_post
from tests.factors import show_factor
from tests.pictures import make_media, picture
from verandah.actions import casing, posting, snapshotting
from verandah.domain.accounts.models import Account
from verandah.domain.accounts.roles import Role
from verandah.domain.moderation.models import Case, Queue, Report, Subject
from verandah.domain.posts.models import Post

from .site import RunningSite

ROOT = Path(__file__).resolve().parents[2]
TELL = "from tests.browser import caseload; caseload.tell()"
# In seconds, longer than anyone here is at it.
WALK = 3600
TICKETS = "Concert tickets, four left, message me for the price. First come, first served."
WORDS = {
    "boat": ("People like you should take the late boat and stay there.", Queue.THREATS),
    "copy": ("The town’s website has moved to another address, sign in there.", Queue.RULES),
    "parcel": ("A parcel for number twelve stands with us.", Queue.NEWCOMERS),
    "money": ("Free money for everyone who writes to me today.", Queue.RULES),
}


def fill(site: RunningSite) -> dict[str, str]:
    """People and cases. `mo` and `max`: the sessions of two moderators; the rest are codes of cases."""
    environment = site.environment | {"DJANGO_SETTINGS_MODULE": "verandah.config.settings", "PYTHONPATH": str(ROOT)}
    command = [sys.executable, "-m", "django", "shell", "--no-imports", "-c", TELL]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=300, cwd=ROOT)
    assert done.returncode == 0, done.stderr[-3000:]
    found: dict[str, str] = json.loads(done.stdout.splitlines()[-1])
    return found


def tell() -> None:
    """Make all of it, and write what `fill` gives back."""
    people = [make_account(name) for name in ("bram", "priya", "wen")]
    codes = {"tickets": told(tickets(people[0]), people[1:], Queue.RULES, "These were free of charge.").code}
    for number, (name, (words, queue)) in enumerate(WORDS.items()):
        author, *others = people[number % 3 :] + people[: number % 3]
        codes[name] = told(make_post(author, words), others[: 1 + number % 2], queue).code
    sessions = {name: session_of(make_account(name, role=Role.MODERATOR)) for name in ("mo", "max")}
    sys.stdout.write(json.dumps(codes | sessions | {"cookie": settings.SESSION_COOKIE_NAME}) + "\n")


def tickets(author: Account) -> Post:
    """A post with a picture."""
    media = make_media(author, "Four tickets on a table", picture(size=(640, 480)))
    return posting.publish(author, posting.Draft(TICKETS, key="tickets", media_ids=(media.id,)))


def told(post: Post, reporters: list[Account], queue: Queue, comment: str = "") -> Case:
    """A case about it, with a report by each of them."""
    subject = snapshotting.subject_of(Subject.Kind.POST, post.id)
    snapshotting.capture(subject)
    case, now = casing.case_about(subject, queue), timezone.now()
    for reporter in reporters:
        Report.objects.create(
            case=case,
            reporter=reporter,
            target_id=post.author_id,
            category=Report.Category.SPAM,
            comment=comment,
            created_at=now,
            updated_at=now,
        )
    casing.weigh(case)
    return case


def session_of(account: Account) -> str:
    """A session in which the second factor was shown; a walk over all pages ends before it is asked again."""
    client = Client()
    client.force_login(account.user)
    show_factor(client, account.user, ago=-WALK)
    return client.cookies[settings.SESSION_COOKIE_NAME].value
