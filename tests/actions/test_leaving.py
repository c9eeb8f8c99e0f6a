"""Leaving, coming back, and being erased: nobody who has gone is named in clear anywhere."""

from collections.abc import Iterator
from datetime import timedelta
from itertools import chain
from pathlib import Path

import pytest
from allauth.account.models import EmailAddress
from django.apps import apps
from django.conf import settings
from django.db import connection
from django.utils import timezone

from tests.actions.test_whole_export import make_everything
from tests.api.asking import Phone
from tests.factories import decide_about, make_account, make_block, make_post
from tests.pictures import make_media
from verandah.actions import (
    chores,
    deciding,
    ending,
    enrolling,
    erasing,
    exporting,
    leaving,
    posting,
    presenting,
    reacting,
    reporting,
)
from verandah.actions.finding import keep_words
from verandah.base.errors import Forbidden
from verandah.base.forgetting import remembered
from verandah.base.jobs import Job
from verandah.base.memory import MEMORY
from verandah.domain.accounts.closing import is_away, is_closed
from verandah.domain.accounts.models import Account, Erasure, User
from verandah.domain.accounts.roles import Role
from verandah.domain.accounts.show import show_account
from verandah.domain.moderation.effects import Effect
from verandah.domain.moderation.models import AuditEntry, Report
from verandah.domain.posts.audience import Audience
from verandah.domain.posts.models import Post, PostVersion, SavedDraft
from verandah.web.kept_people import PEOPLE

# Words that stand nowhere else, in any case: so that whatever names her is found.
HANDLE, MAIL, SHOWN, BIO, SAID = "quizzaciously", "vexilloid@example.org", "Floccinauci", "psithurism", "xylophagous"
CLEAR = (HANDLE, MAIL, SHOWN, BIO, SAID)


def make_marked() -> Account:
    """Someone of whom every name and word is found wherever it stands."""
    user = enrolling.enrol(HANDLE, MAIL, "a veranda in the evening", SHOWN, confirmed=True)
    presenting.change_profile(user.account, SHOWN, BIO)
    return user.account


def days_later(account: Account, days: float = 14.1) -> None:
    """They left so much earlier."""
    account.refresh_from_db()
    back = timedelta(days=days)
    assert account.left_at is not None
    assert account.erase_at is not None
    Account.objects.filter(pk=account.pk).update(
        left_at=account.left_at - back, suspended_at=account.left_at - back, erase_at=account.erase_at - back
    )


def rows_with(words: tuple[str, ...]) -> Iterator[str]:
    """Every table and column of the database in which one of the words stands; the index of posts is a table, too."""
    with connection.cursor() as cursor:
        for table in sorted(connection.introspection.table_names(cursor)):
            cursor.execute(f'SELECT * FROM "{table}"')
            columns = [column[0] for column in cursor.description or ()]
            for row in cursor.fetchall():
                for column, value in zip(columns, row, strict=True):
                    raw = bytes(value) if isinstance(value, bytes | memoryview) else str(value).encode()
                    text = raw.decode("utf-8", "replace").lower()
                    if any(word.lower() in text for word in words):
                        yield f"{table}.{column}: {text[:200]}"


def files_with(words: tuple[str, ...]) -> Iterator[str]:
    """Every file of the store and of the waiting room with one of the words in it."""
    for root in (Path(settings.STORAGES["media"]["OPTIONS"]["location"]), Path(settings.QUARANTINE)):
        for path in root.rglob("*") if root.is_dir() else ():
            if path.is_file() and any(word.encode() in path.read_bytes() for word in words):
                yield str(path)


def memory_with(words: tuple[str, ...]) -> Iterator[str]:
    """What this process remembers with one of the words in it."""
    kept = chain(MEMORY.found.items(), *(one.found.items() for one in remembered() if hasattr(one, "found")))
    for entry in kept:
        if any(word in repr(entry) for word in words):
            yield repr(entry)[:200]


def test_who_rests_is_seen_by_nobody_and_comes_back_as_before(alice, bob, carol, mailoutbox):
    post = make_post(alice, "Here", Audience.PUBLIC)
    theirs = make_post(bob)
    reacting.react(alice, theirs.pk)
    phone = Phone(alice)
    leaving.deactivate(alice)
    assert is_away(alice)
    assert not is_closed(alice.user)
    assert alice.erase_at is None
    assert Phone(bob).get(f"/api/v1/accounts/{alice.pk}").status_code == 404
    assert Phone(bob).get(f"/api/v1/statuses/{post.pk}").status_code == 404
    answer = phone.get("/api/v1/accounts/verify_credentials")
    assert (answer.status_code, "come back" in answer.json()["error"]) == (403, True)
    assert Account.objects.get(pk=carol.pk).following_count == 0
    assert Post.objects.get(pk=theirs.pk).reactions_count == 0
    assert leaving.come_back(alice)
    assert not leaving.come_back(alice)
    assert (alice.left_at, alice.suspended_at) == (None, None)
    assert Phone(bob).get(f"/api/v1/statuses/{post.pk}").status_code == 200
    assert Account.objects.get(pk=carol.pk).following_count == 1
    assert Post.objects.get(pk=theirs.pk).reactions_count == 1
    assert len(mailoutbox) == 2


def test_leaving_twice_counts_from_the_first_time(alice, carol):
    first = leaving.leave_for_good(alice)
    assert leaving.leave_for_good(alice) == first
    assert Account.objects.get(pk=carol.pk).following_count == 0
    assert first - timezone.now() > timedelta(days=13.9)


def test_the_owner_cannot_leave(site):
    owner = make_account("olga", role=Role.OWNER)
    for verb in (leaving.leave_for_good, leaving.deactivate):
        with pytest.raises(Forbidden, match="Hand it over"):
            verb(owner)


def test_what_is_decided_meanwhile_holds_on_and_ends_on_its_own(alice, carol, mo):
    leaving.deactivate(alice)
    decision = decide_about(alice, Effect.SUSPEND)
    assert alice.suspended_at is not None
    assert not is_away(alice)
    assert is_closed(alice.user)
    assert leaving.come_back(alice)
    assert alice.suspended_at is not None
    assert Account.objects.get(pk=carol.pk).following_count == 0
    deciding.reverse(decision, mo, "It was a mistake")
    alice.refresh_from_db()
    assert alice.suspended_at is None
    assert Account.objects.get(pk=carol.pk).following_count == 1


def test_a_decision_that_is_taken_back_shows_nobody_who_has_left(alice, mo, carol):
    leaving.leave_for_good(alice)
    decision = decide_about(alice, Effect.SUSPEND)
    deciding.reverse(decision, mo, "It was a mistake")
    alice.refresh_from_db()
    assert is_away(alice)
    assert Account.objects.get(pk=carol.pk).following_count == 0
    leaving.come_back(alice)
    assert Account.objects.get(pk=carol.pk).following_count == 1


def test_nobody_is_erased_before_the_day_or_after_coming_back_or_while_frozen(alice, bob, eve):
    for person in (alice, bob, eve):
        leaving.leave_for_good(person)
    days_later(alice, 13.9)
    days_later(bob)
    days_later(eve)
    leaving.come_back(bob)
    decide_about(eve, Effect.FREEZE)
    assert erasing.erase_left() == 0
    assert "erase_left" in chores.CHORES


def leave_traces(her: Account, bob: Account, mo: Account) -> None:
    """Whatever someone can leave behind here, by their own verbs and those of others."""
    make_post(her, f"I like {SAID} beetles")
    # What was reported is kept as it was, without a name.
    mine = make_post(her, "I like beetles")
    posting.publish(bob, posting.Draft(f"Ask @{HANDLE} about it", Audience.MEMBERS, "ask"))
    named = Post.objects.get(key="ask")
    PostVersion.objects.create(
        post=named, text=f"@{HANDLE}", html=f'<a href="/@{HANDLE}/">@{HANDLE}</a>', created_at=timezone.now()
    )
    SavedDraft.objects.create(
        author=bob,
        key="d",
        content={"text": [f"Hello @{HANDLE}"]},
        created_at=timezone.now(),
        updated_at=timezone.now(),
    )
    make_media(her, f"A {SAID} beetle")
    reacting.react(her, named.pk)
    reporting.report(
        bob, her, reporting.Complaint(comment=f"@{HANDLE}, also called {SHOWN}, is rude", post_ids=(mine.pk,))
    )
    reporting.report(her, bob, reporting.Complaint(comment=f"I am {SHOWN}"))
    decide_about(her, Effect.LIMIT)
    exporting.start(her)
    keep_words([her])
    Job.objects.create(
        task="a.b", arguments=f'{{"args": ["confirm", "{MAIL}"]}}', due_at=timezone.now(), created_at=timezone.now()
    )
    PEOPLE.put("her", show_account(her))
    MEMORY.put("her", HANDLE, 600)


def test_after_the_grace_nothing_names_them(bob, mo, dan, site, mailoutbox, django_capture_on_commit_callbacks):
    her = make_marked()
    make_block(her, dan)
    make_everything(her, bob)
    leave_traces(her, bob, mo)
    assert len(list(rows_with(CLEAR))) > 20
    assert list(memory_with(CLEAR))
    leaving.leave_for_good(her)
    days_later(her)
    with django_capture_on_commit_callbacks(execute=True):
        assert erasing.erase_left() == 1
    assert erasing.erase_left() == 0
    assert list(rows_with(CLEAR)) == []
    assert list(files_with(CLEAR)) == []
    assert list(memory_with(CLEAR)) == []
    assert not Account.objects.filter(pk=her.pk).exists()
    assert not EmailAddress.objects.filter(email=MAIL).exists()
    proof = Erasure.objects.get()
    assert proof.counts["posts"] >= 1
    assert proof.counts["files"] >= 1
    assert {"reports", "cases", "record"} <= set(proof.kept)
    assert mailoutbox[-1].to == [MAIL]
    assert proof.code in mailoutbox[-1].body
    assert HANDLE not in mailoutbox[-1].body
    # What others have said stays theirs, but for the name.
    assert Post.objects.get(key="ask").text == "Ask … about it"
    assert Report.objects.filter(comment__contains="is rude").count() == 1
    assert AuditEntry.objects.filter(deed="erase_account", account_id=her.pk).count() == 1


def test_names_that_only_begin_alike_are_left_alone(alice, bob, eve):
    make_account("alice.b")
    make_account("alicette")
    post = make_post(bob, "@alice.b, @alicette and @alice")
    leaving.leave_for_good(alice)
    days_later(alice)
    assert erasing.erase_left() == 1
    post.refresh_from_db()
    assert post.text == "@alice.b, @alicette and …"
    assert "/@alicette/" in post.html
    assert "/@alice/" not in post.html


def test_the_columns_that_hold_words_were_all_looked_at(site):
    """So that a table whose name begins otherwise is not passed over."""
    tables = {model._meta.db_table for model in apps.get_models(include_auto_created=True)}
    with connection.cursor() as cursor:
        assert tables <= set(connection.introspection.table_names(cursor))


def test_who_was_ended_for_good_is_erased_the_same_way(bob, django_capture_on_commit_callbacks):
    her = make_marked()
    make_post(bob, f"Ask @{HANDLE}")
    decide_about(her, Effect.TERMINATE)
    Account.objects.filter(pk=her.pk).update(terminated_at=timezone.now() - timedelta(days=31))
    with django_capture_on_commit_callbacks(execute=True):
        assert ending.erase_terminated() == 1
    assert list(rows_with((HANDLE, MAIL, SHOWN, BIO))) == []
    assert not User.objects.filter(username=HANDLE).exists()
