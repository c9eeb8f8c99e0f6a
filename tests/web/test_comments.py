"""Comments: read as a tree, written with and without JavaScript, answered, deleted, and seen by whom they are for."""

import re
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.factories import make_follow, make_post
from verandah.actions import filtering, posting
from verandah.actions.filtering import FilterDraft, KeywordDraft
from verandah.actions.posting import Draft
from verandah.domain.accounts.models import Account
from verandah.domain.posts.audience import Audience
from verandah.domain.posts.models import Post
from verandah.web.threads import MOST_ABOVE, MOST_COMMENTS

HTMX = {"HX-Request": "true"}


def commented(author: Account, parent: Post, text: str, audience: Audience = Audience.MEMBERS, **more) -> Post:
    return posting.publish(author, Draft(text, audience, key=uuid4().hex, parent_id=parent.id, **more))


def send(client, post: Post, text: str, key: str = "k", **more):
    inline = more.pop("inline", {})
    return client.post(f"/p/{post.id}/comments/", {"text": text, "key": key, **inline}, **more)


def page(client, post: Post, query: str = "") -> str:
    answer = client.get(f"/p/{post.id}/{query}")
    assert answer.status_code == 200
    return answer.content.decode()


def order(text: str) -> list[int]:
    """The comments of a page from top to bottom."""
    return [int(number) for number in re.findall(r'<li id="c(\d+)"', text)]


def test_a_comment_is_sent_once_and_stands_below_the_post(client_of, alice: Account, eve: Account) -> None:
    post, client = make_post(alice), client_of(eve)
    for _twice in range(2):
        answer = send(client, post, "Well said <b>")
    comment = Post.objects.get(parent=post)
    assert answer["Location"] == f"/p/{post.id}/#c{comment.id}"
    text = page(client_of(alice), post)
    assert order(text) == [comment.id]
    assert "Well said &lt;b&gt;" in text
    assert ">1 comment<" in text
    assert "Everyone who sees this post can see your comment." in text


def test_htmx_is_given_the_comment_for_its_place_and_an_empty_form(client_of, alice: Account, eve: Account) -> None:
    post = make_post(alice)
    text = send(client_of(eve), post, "Well said", headers=HTMX).content.decode()
    assert re.search(r'(?s)<ul hx-swap-oob="beforeend:#thread"><li id="c\d+"[^>]* data-fresh>', text)
    assert re.search(r"<textarea [^>]*>\s*</textarea>", text)
    assert f'<div id="p{post.id}-foot" hx-swap-oob="true">' in text
    assert 'id="comments-count" hx-swap-oob="true">1 comment<' in text
    answer = send(client_of(alice), Post.objects.get(parent=post), "Thanks", headers=HTMX, inline={"inline": "1"})
    text = answer.content.decode()
    assert f'<ul hx-swap-oob="beforeend:#c{Post.objects.get(parent=post).id}-answers">' in text
    assert "<textarea" not in text


@pytest.mark.parametrize("text", ["", "  ", "x" * 5001, "a\0b"])
@pytest.mark.parametrize("headers", [{}, HTMX])
def test_what_cannot_be_said_is_refused_and_kept(client_of, alice: Account, eve: Account, text, headers) -> None:
    post = make_post(alice)
    answer = send(client_of(eve), post, text, headers=headers)
    assert answer.status_code == 422
    assert 'role="alert"' in answer.content.decode()
    assert text.replace("\0", "").strip()[:100] in answer.content.decode()
    assert not Post.objects.filter(is_comment=True).exists()


def test_the_address_that_comments_are_sent_to_is_no_page(client_of, alice: Account, eve: Account) -> None:
    post = make_post(alice)
    assert client_of(eve).get(f"/p/{post.id}/comments/")["Location"] == f"/p/{post.id}/"
    assert client_of(eve).get(f"/p/{post.id}/reply/")["Location"] == f"/p/{post.id}/#reply"


def test_comments_are_a_tree_of_two_levels_and_say_whom_they_answer(client_of, alice, bob, eve) -> None:
    post = make_post(alice)
    first = commented(bob, post, "First")
    second = commented(eve, post, "Second")
    answer = commented(alice, first, "To first")
    deep = commented(eve, answer, "Deeper")
    deepest = commented(bob, deep, "Deepest")
    text = page(client_of(eve), post)
    assert order(text) == [first.id, answer.id, second.id]
    inner = text[text.index(f'id="c{first.id}-answers"') : text.index(f'<li id="c{second.id}"')]
    assert order(inner) == [answer.id]
    assert re.search(rf'href="/p/{answer.id}/" hx-get="/p/{answer.id}/rest/".*Continue this conversation \(2\)', inner)
    assert text.count('<span class="tag">Author</span>') == 1
    rest = client_of(eve).get(f"/p/{answer.id}/rest/", headers=HTMX).content.decode()
    assert order(rest) == [deep.id, deepest.id]
    assert f'href="#c{deep.id}">to Eve</a>' in rest
    assert f'href="#c{answer.id}">to' not in rest
    assert f'<a id="c{answer.id}-more" hx-swap-oob="delete">' in rest
    assert client_of(eve).get(f"/p/{answer.id}/rest/")["Location"] == f"/p/{answer.id}/"
    assert order(page(client_of(eve), answer)) == [first.id, answer.id, deep.id, deepest.id]


def test_a_long_branch_is_continued_part_by_part(client_of, alice: Account, bob: Account, eve: Account) -> None:
    top = commented(bob, make_post(alice), "Top")
    parent = second = commented(eve, top, "Second")
    made = [(parent := commented(bob, parent, f"Deeper {number}")).id for number in range(MOST_COMMENTS + 8)]
    path, seen = f"/p/{second.id}/rest/", []
    while path:
        text = client_of(eve).get(path, headers=HTMX).content.decode()
        seen.append(order(text))
        path = next(iter(re.findall(rf'hx-get="(/p/{second.id}/rest/\?after=\d+)".*\(8\)', text)), "")
    assert seen == [made[:MOST_COMMENTS], made[MOST_COMMENTS:]]


def test_a_link_to_a_comment_leads_to_the_page_it_stands_on(client_of, alice: Account, bob: Account, eve) -> None:
    post = make_post(alice)
    made = [commented(eve, post, f"Number {number}") for number in range(MOST_COMMENTS + 10)]
    answer = commented(bob, made[-1], "An answer")
    deep = commented(eve, answer, "A deeper one")
    for number in (made[-1].id, answer.id):
        text = page(client_of(bob), post, f"?at={number}")
        assert order(text) == [*(one.id for one in made[MOST_COMMENTS:]), answer.id]
        assert f'href="/p/{post.id}/#comments">Show older comments' in text
    assert client_of(bob).get(f"/p/{post.id}/?at={deep.id}")["Location"] == f"/p/{deep.id}/#c{deep.id}"
    assert order(page(client_of(bob), post, "?at=12345")) == [one.id for one in made[:MOST_COMMENTS]]
    text = page(client_of(bob), answer)
    assert f'href="/p/{post.id}/?at={answer.id}#c{answer.id}"' in text


def test_above_a_deep_comment_stands_what_it_answers(client_of, alice: Account, bob: Account) -> None:
    chain = [commented(bob, make_post(alice), "Level 1")]
    for number in range(2, 61):
        chain.append(commented(alice, chain[-1], f"Level {number}"))
    text = page(client_of(alice), chain[-1])
    assert order(text) == [one.id for one in chain[-MOST_ABOVE - 1 :]]
    assert f'href="/p/{chain[-MOST_ABOVE - 1].id}/"' in text
    assert "Show what came before" in text


def test_the_page_of_a_comment_shows_what_it_is_about(client_of, alice: Account, bob: Account, eve: Account) -> None:
    post = make_post(alice, "What it is about")
    first, other = commented(bob, post, "First"), commented(eve, post, "Something else")
    answer = commented(eve, first, "The answer")
    below = commented(alice, answer, "Below it")
    text = page(client_of(eve), answer)
    assert "What it is about" in text
    assert order(text) == [first.id, answer.id, below.id]
    assert re.search(rf'<li id="c{answer.id}"[^>]*class="here" aria-current="true"', text)
    assert f'action="/p/{answer.id}/comments/"' in text
    assert "Show all 4 comments" in text
    assert f'<li id="c{other.id}"' not in text


def test_a_reply_form_comes_to_where_it_is_asked_for(client_of, alice: Account, bob: Account, eve: Account) -> None:
    comment = commented(bob, make_post(alice), "First")
    text = client_of(eve).get(f"/p/{comment.id}/reply/", headers=HTMX).content.decode()
    assert 'name="inline"' in text
    assert "Answer Bob" in text
    assert f'id="reply-{comment.id}"' in text


def test_long_conversations_go_on_page_by_page(client_of, alice: Account, eve: Account) -> None:
    post = make_post(alice)
    made = [commented(eve, post, f"Number {number}").id for number in range(MOST_COMMENTS + 5)]
    text = page(client_of(alice), post)
    assert order(text) == made[:MOST_COMMENTS]
    assert f">{MOST_COMMENTS + 5} comments<" in text
    [query] = re.findall(rf'href="/p/{post.id}/(\?after=\d+)#comments"', text)
    text = page(client_of(alice), post, query)
    assert order(text) == made[MOST_COMMENTS:]
    assert "Show older comments" in text
    answer = send(client_of(eve), post, "One more")
    newest = Post.objects.order_by("-id").first()
    assert answer["Location"] == f"/p/{newest.id}/#c{newest.id}"


def test_ones_own_comment_can_be_deleted_and_brought_back(client_of, alice: Account, eve: Account, mo) -> None:
    post = make_post(alice)
    comment, client = commented(eve, post, "Oops"), client_of(eve)
    assert "Delete this comment?" in client.get(f"/p/{comment.id}/delete/").content.decode()
    assert client_of(mo).get(f"/p/{comment.id}/delete/").status_code == 404
    assert client_of(mo).post(f"/p/{comment.id}/delete/").status_code == 404
    assert client.post(f"/p/{comment.id}/delete/")["Location"] == f"/p/{post.id}/"
    assert order(page(client_of(alice), post)) == []
    assert client.post(f"/p/{comment.id}/restore/")["Location"] == f"/p/{comment.id}/"
    assert order(page(client_of(alice), post)) == [comment.id]
    text = client.post(f"/p/{comment.id}/delete/", headers=HTMX).content.decode()
    assert f'<li id="c{comment.id}" hx-swap-oob="delete">' in text
    assert "No comments yet" in text


def test_answers_stay_when_what_they_answer_is_deleted(client_of, alice: Account, eve: Account, bob: Account) -> None:
    post = make_post(alice)
    comment = commented(eve, post, "Oops")
    answer = commented(bob, comment, "Never mind")
    gone = client_of(eve).post(f"/p/{comment.id}/delete/", headers=HTMX)
    assert gone["HX-Redirect"] == f"/p/{post.id}/"
    assert order(page(client_of(eve), post)) == [answer.id]


def test_a_warning_hides_a_comment_too(client_of, alice: Account, eve: Account) -> None:
    post = make_post(alice)
    commented(eve, post, "The butler", warning="How it ends")
    assert re.search(
        r'(?s)<details class="veil"><summary>.*?How it ends.*?</summary>.*?The butler', page(client_of(alice), post)
    )


def test_a_filter_takes_comments_out_but_never_the_one_that_is_asked_for(client_of, alice, eve) -> None:
    post = make_post(alice)
    comment = commented(alice, post, "A heron")
    filtering.create(eve, FilterDraft("Birds", ("thread",), "hide", 0, (KeywordDraft("heron"),)))
    assert order(page(client_of(eve), post)) == []
    assert order(page(client_of(eve), comment)) == [comment.id]


@pytest.mark.parametrize(
    ("audience", "expected"),
    [
        (Audience.PUBLIC, Audience.PUBLIC),
        (Audience.MEMBERS, Audience.MEMBERS),
        (Audience.FOLLOWERS, Audience.MEMBERS),
        (Audience.ONLY_ME, Audience.MEMBERS),
    ],
)
def test_a_comment_is_for_everyone_who_sees_the_post_and_nobody_else(
    client_of, alice: Account, carol: Account, eve: Account, audience: Audience, expected: Audience
) -> None:
    post = make_post(alice, audience=audience)
    writer = alice if audience == Audience.ONLY_ME else carol
    send(client_of(writer), post, "Indeed")
    comment = Post.objects.get(parent=post)
    assert comment.audience == expected
    sees = {"alice": alice, "carol": carol, "eve": eve}
    for reader in sees.values():
        seen = client_of(reader).get(f"/p/{comment.id}/").status_code == 200
        assert seen is (client_of(reader).get(f"/p/{post.id}/").status_code == 200)


def test_what_is_said_to_named_people_is_answered_to_them_alone(client_of, alice, bob, eve, mo) -> None:
    post = make_post(alice, audience=Audience.PUBLIC)
    quiet = commented(bob, post, "@eve @mo the price was too low", Audience.PEOPLE)
    text = client_of(eve).get(f"/p/{quiet.id}/reply/", headers=HTMX).content.decode()
    assert "@bob @mo " in text
    assert "Only the people named in it can see your comment." in text
    send(client_of(eve), quiet, "@bob @mo it was")
    answer = Post.objects.get(parent=quiet)
    assert answer.audience == Audience.PEOPLE
    assert order(page(client_of(mo), post)) == [quiet.id, answer.id]
    for reader in (alice, None):
        assert order(page(client_of(reader), post)) == []


def test_a_post_one_does_not_see_takes_no_comment(client_of, alice: Account, eve: Account) -> None:
    post = make_post(alice, audience=Audience.ONLY_ME)
    assert send(client_of(eve), post, "Hello").status_code == 404
    assert client_of(eve).get(f"/p/{post.id}/reply/", headers=HTMX).status_code == 404


def test_no_list_holds_comments(client_of, alice: Account, eve: Account) -> None:
    make_follow(eve, alice)
    commented(alice, make_post(alice, "The post itself"), "A remark #birds", Audience.PUBLIC)
    for path in ("/", "/all/", "/@alice/", "/tags/birds/"):
        assert "A remark" not in client_of(eve).get(path).content.decode(), path


@pytest.mark.parametrize("count", [5, 50])
def test_a_conversation_costs_the_same_at_any_length(client_of, alice, eve, count: int) -> None:
    make_post(alice, "Another one")
    post = parent = make_post(alice)
    for number in range(count):
        comment = commented(eve if number % 2 else alice, parent, f"Number {number} @alice")
        parent = comment if parent is post else post
    client = client_of(eve)
    page(client, post)
    with CaptureQueriesContext(connection) as queries:
        assert len(order(page(client, post))) == count
    assert len(queries) == TALK_QUERIES


TALK_QUERIES = 14
