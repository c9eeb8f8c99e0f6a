"""Promise P3: what is taken down can be seen nowhere, by nobody, within a minute; with the worker stopped, too."""

import time
from collections.abc import Iterator

import pytest
from django.core.cache import cache
from django.core.management import CommandError, call_command

from tests.factories import make_account, make_block, make_follow
from tests.pictures import make_media
from tests.streaming.running import running
from verandah.actions import casing, deciding, following, posting, probing, reacting, saving, sharing, snapshotting
from verandah.actions.deciding import Verdict
from verandah.actions.legislating import ensure_policies
from verandah.base.errors import Conflict, NotFound
from verandah.config.asgi import Server
from verandah.config.wsgi import application as pages
from verandah.domain.accounts.models import Account, App
from verandah.domain.accounts.roles import Role
from verandah.domain.moderation.effects import Effect
from verandah.domain.moderation.models import Case, Policy, Probe, Queue, Subject
from verandah.domain.posts.audience import Audience
from verandah.domain.posts.models import Post

VIEWERS = {"guest", "member", "follower", "author", "blocked", "admin"}
WORDS = "A lantern hangs above the old harbour gate #lantern"


@pytest.fixture(params=[1, 0], ids=["with a worker", "without"])
def workers(request, settings, transactional_db) -> Iterator[int]:
    settings.TASKS = {"default": {"BACKEND": "verandah.base.jobs.LeaseTable", "QUEUES": []}}
    settings.JOB_THREADS = request.param
    with running(Server(pages)) as site:
        settings.BIND = ("127.0.0.1", site.port)
        yield request.param


@pytest.fixture
def post(workers: int) -> Post:
    alice, bob, dan = (make_account(name) for name in ("alice", "bob", "dan"))
    make_account("eve")
    make_account("ann", role=Role.ADMIN)
    make_follow(bob, alice)
    make_block(alice, dan)
    draft = posting.Draft(WORDS, Audience.PUBLIC, "one", media_ids=(make_media(alice).pk,))
    post = posting.publish(alice, draft)
    reacting.react(bob, post.pk)
    saving.bookmark(bob, post.pk)
    return post


def removed(post: Post) -> Case:
    """A moderator takes it down."""
    ensure_policies()
    case = casing.case_about(snapshotting.subject_of(Subject.Kind.POST, post.pk), Queue.RULES)
    facts = "The picture was taken in a private garden, and its owner has not agreed."
    policy = Policy.objects.order_by("position").values_list("pk", flat=True)[0]
    deciding.decide(case, make_account("mo", role=Role.MODERATOR), Verdict((Effect.REMOVE,), facts, policy))
    return case


def test_it_sees_what_there_is_to_see(post: Post) -> None:
    found = probing.probe(str(post.pk))
    assert set(found.viewers) == {*VIEWERS, "nobody"}
    assert not found.failed
    assert len({one.surface for one in found.seen}) >= 20
    # A file of a post for everyone is for everyone on the web, whoever they are.
    assert {one.viewer for one in found.seen if not one.surface.startswith("file")} == VIEWERS - {"blocked"}
    row = Probe.objects.get()
    assert (row.surfaces, row.seen) == (found.surfaces, len(found.seen))


def test_what_is_taken_down_is_nowhere(post: Post, capsys: pytest.CaptureFixture[str]) -> None:
    # Pages, answers and files have been kept in memory by now.
    probing.probe(str(post.pk))
    cache.clear()
    began = time.monotonic()
    case = removed(post)
    found = probing.probe(case.code)
    assert found.seen == []
    assert found.failed == []
    assert found.surfaces >= 20
    assert set(found.viewers) == {*VIEWERS, "nobody"}
    assert time.monotonic() - began < 60
    assert Probe.objects.get(pk=found.probe_id).case_id == case.pk
    call_command("takedown_probe", case.code, "--all")
    assert "seen at 0, broken at 0" in capsys.readouterr().out


def test_what_its_author_deletes_is_nowhere(post: Post) -> None:
    probing.probe(str(post.pk))
    posting.delete(post.author, post.pk)
    found = probing.probe(str(post.pk))
    assert (found.seen, found.failed) == ([], [])


def test_shares_and_quotes_of_it_show_nothing_either(post: Post) -> None:
    bob = Account.objects.get(username="bob")
    eve = Account.objects.get(username="eve")
    sharing.share(bob, post.pk)
    posting.publish(bob, posting.Draft("Look at this", Audience.PUBLIC, "two", quote_id=post.pk))
    following.follow(eve, bob)
    assert "home" in {one.surface for one in probing.probe(str(post.pk)).seen if one.viewer == "member"}
    removed(post)
    assert probing.probe(str(post.pk)).seen == []


def test_the_command_says_where_it_can_be_seen_still(post: Post, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(CommandError):
        call_command("takedown_probe", str(post.pk))
    assert "SEEN" in capsys.readouterr().out


def test_what_there_is_not_and_a_site_that_sleeps(post: Post, settings) -> None:
    for named in ("12", "ZZ-0000", "x" * 40, "٣"):
        with pytest.raises(NotFound):
            probing.probe(named)
    settings.BIND = ("127.0.0.1", 1)
    with pytest.raises(Conflict):
        probing.probe(str(post.pk))
    assert not App.objects.filter(name="Probe").exists()
