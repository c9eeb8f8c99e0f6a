"""A post with its comments: on the event loop, by its view out of what is kept, and read anew, the same."""

from uuid import uuid4

from tests.factories import make_account, make_post
from tests.web.quick_pages import agree, alike
from verandah.actions import filtering, posting, presenting, reacting
from verandah.actions.filtering import FilterDraft, KeywordDraft
from verandah.actions.posting import Draft
from verandah.domain.accounts.models import Account
from verandah.domain.posts.audience import Audience
from verandah.domain.posts.models import Post, Reaction


def comment(author: Account, answered: Post, text: str) -> Post:
    return posting.publish(author, Draft(text, Audience.PUBLIC, key=uuid4().hex, parent_id=answered.id))


def talked_about(alice: Account, bob: Account, carol: Account) -> Post:
    """Three branches, with answers to answers, and a comment that has gone from among them."""
    make_post(alice, "Something else", Audience.PUBLIC)
    post = make_post(alice, "A wren", Audience.PUBLIC)
    first, second = comment(bob, post, "Where?"), comment(carol, post, "When?")
    deeper = comment(alice, first, "There <b>")
    comment(carol, deeper, "Really?")
    gone = comment(carol, second, "Gone")
    comment(bob, gone, "An answer to what has gone")
    comment(alice, post, "Thank you")
    posting.delete(carol, gone.id)
    reacting.react(carol, first.id, Reaction.Kind.LAUGH)
    return post


def test_all_ways_to_show_a_conversation_are_alike(client_of, alice: Account, bob: Account, carol: Account) -> None:
    path = f"/p/{talked_about(alice, bob, carol).id}/"
    for viewer in (alice, bob, carol, make_account("frida"), None):
        kept = agree(client_of(viewer), path)
        # The deepest of the six is shown to whoever asks for it.
        assert kept.content.decode().count('<li id="c') == 5
        if viewer is not None:
            # Whoever has a filter is shown nothing of what is kept; this one finds nothing.
            filtering.create(viewer, FilterDraft("None", ("thread",), "hide", 0, (KeywordDraft("zebra"),)))
            assert alike(client_of(viewer).get(path).content) == alike(kept.content)


def test_what_changes_in_a_conversation_is_seen(client_of, alice: Account, bob: Account, carol: Account) -> None:
    post = talked_about(alice, bob, carol)
    client, path = client_of(carol), f"/p/{post.id}/"
    seen = {alike(agree(client, path).content)}
    more = comment(bob, post, "One more")
    seen.add(alike(agree(client, path).content))
    reacting.react(carol, more.id, Reaction.Kind.LIKE)
    seen.add(alike(agree(client, path).content))
    presenting.change_profile(bob, "Bob Anew", "")
    seen.add(alike(agree(client, path).content))
    presenting.change_profile(alice, "Alice Anew", "Reads")
    seen.add(alike(agree(client, path).content))
    posting.delete(bob, more.id)
    seen.add(alike(agree(client, path).content))
    assert len(seen) == 6
    posting.delete(alice, post.id)
    assert agree(client, path, must_be_quick=False).status_code == 404
