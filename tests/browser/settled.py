"""A small town with something on every page: made in the environment of a running site, by the verbs."""

import json
import sys
import time
from uuid import uuid4

from django.conf import settings

from tests.albums import make_album, make_file
from tests.decided import removed
from tests.factories import make_account, make_block, make_follow, make_friends, make_post
from tests.pictures import make_media, picture
from tests.rules import make_rule
from verandah.actions import befriending, drafting, following, listing, muting, posting, reacting, saving, sharing
from verandah.actions.drafting import Writing
from verandah.actions.listing import ListDraft
from verandah.actions.posting import Draft
from verandah.domain.accounts.models import Account
from verandah.domain.accounts.roles import Role
from verandah.domain.media.models import Kind
from verandah.domain.moderation.models import Policy, Queue
from verandah.domain.notifications.models import Notification
from verandah.domain.posts.audience import Audience

from .caseload import session_of, told
from .pages import LONG_NAME

PATIENCE = 30.0
PUBLIC = "The bread is ready at the corner, come while it is warm. #bread"


def tell() -> None:
    """Make all of it, and write what `looking.settle` gives back."""
    owner = make_account("olga", role=Role.OWNER)
    alice, bob, carol, eve, dan = (make_account(name) for name in ("alice", "bob", "carol", "eve", "dan"))
    Account.objects.filter(pk=carol.pk).update(display_name=LONG_NAME)
    acquaint(alice, bob, carol, eve, dan)
    found = said(alice, bob, carol) | kept(alice, bob) | moderated(owner, alice, bob, carol)
    sessions = {"member": session_of(alice), "staff": session_of(owner)}
    found |= {"notice": str(notice_of(alice))}
    sys.stdout.write(json.dumps(found | sessions | {"cookie": settings.SESSION_COOKIE_NAME}) + "\n")


def acquaint(alice: Account, bob: Account, carol: Account, eve: Account, dan: Account) -> None:
    """Who knows whom."""
    make_friends(alice, bob)
    make_friends(bob, carol)
    for one, other in ((carol, alice), (bob, alice), (alice, bob)):
        make_follow(one, other)
    befriending.ask(carol, alice)
    befriending.ask(alice, eve)
    make_block(alice, dan)
    Account.objects.filter(pk=alice.pk).update(approves_followers=True, bio="I bake.\nhttps://example.org/bread")
    alice.refresh_from_db()
    following.follow(eve, alice)


def said(alice: Account, bob: Account, carol: Account) -> dict[str, str]:
    """Posts, comments, and what was done with them."""
    media = make_media(alice, "A loaf on a table", picture(size=(640, 480)))
    post = posting.publish(alice, Draft(PUBLIC, Audience.PUBLIC, "bread", media_ids=(media.id,)))
    others = make_post(bob, "A quiet word for the members, and a longer one for whoever reads on.", Audience.PUBLIC)
    make_post(bob, "الخبز جاهز عند الزاوية", Audience.PUBLIC)
    posting.publish(carol, Draft("It was the gardener.", Audience.MEMBERS, "end", warning="How the film ends"))
    for number, author in enumerate((bob, carol, bob)):
        comment = Draft(f"Keep me loaf number {number}.", Audience.PUBLIC, f"c{number}", parent_id=post.id)
        posting.publish(author, comment)
    for person in (bob, carol):
        reacting.react(person, post.id)
    sharing.share(bob, post.id)
    return {"post": str(post.id), "others": str(others.id), "media": str(media.id)}


def kept(alice: Account, bob: Account) -> dict[str, str]:
    """What she keeps for herself: an album, a list, a draft, a post for later, people she does not hear."""
    photo = make_media(alice, "The oven", picture(size=(480, 640)))
    album = make_album(alice, photo, title="Summer at the oven")
    row = listing.create(alice, ListDraft("Neighbours"))
    listing.add(alice, row.id, [bob.pk])
    drafting.save(alice, uuid4().hex, Writing("", (("text", "Half a thought"), ("audience", "members"))))
    saving.bookmark(alice, make_post(bob, "Worth keeping: the recipe.").id)
    muting.mute(alice, make_account("nina"))
    sound = make_file(alice, kind=Kind.AUDIO)
    return {"album": str(album.pk), "media": str(photo.pk), "list": str(row.id), "sound": str(sound.pk)}


def moderated(owner: Account, alice: Account, bob: Account, carol: Account) -> dict[str, str]:
    """A case that waits, a decision that was made, a rule that holds words back."""
    case = told(make_post(bob, "Concert tickets, four left, message me for the price."), [alice, carol], Queue.RULES)
    decision = removed(owner, make_post(alice, "Four tickets for the spring concert.", Audience.PUBLIC))
    rule = make_rule()
    policy = Policy.objects.order_by("pk").first()
    assert policy
    return {
        "case": case.code,
        "decision": str(decision.pk),
        "filter": str(rule.pk),
        "policy": str(policy.pk),
        "rule": policy.slug,
    }


def notice_of(account: Account) -> int:
    """A notice that the running site has told her."""
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        newest = Notification.objects.filter(recipient=account).first()
        if newest is not None:
            return int(newest.pk)
        time.sleep(0.2)
    raise AssertionError("The site tells her nothing.")
