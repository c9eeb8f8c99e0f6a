"""Posts changed by apps: the whole is sent, the history is kept, and only the author does it."""

from tests.api.asking import Phone
from tests.factories import make_post
from verandah.domain.accounts.models import Account
from verandah.domain.posts.audience import Audience
from verandah.domain.posts.models import Post

STATUSES = "/api/v1/statuses"
OURS = "/api/verandah/v1/statuses"


def test_a_post_is_changed_and_its_history_told_first_things_first(alice: Account, eve: Account) -> None:
    post, phone = make_post(alice, "The best editor"), Phone(alice)
    assert len(phone.get(f"{STATUSES}/{post.id}/history").json()) == 1
    sent = {"status": "Another one, @eve", "spoiler_text": "Tools", "language": "en"}
    found = phone.send("PUT", f"{STATUSES}/{post.id}", sent).json()
    assert (found["id"], found["spoiler_text"], found["sensitive"]) == (str(post.id), "Tools", True)
    assert (found["edited_at"] is not None, [one["username"] for one in found["mentions"]]) == (True, ["eve"])
    first, second = Phone(eve).get(f"{STATUSES}/{post.id}/history").json()
    assert (first["content"], first["spoiler_text"]) == ("<p>The best editor</p>", "")
    assert first["created_at"] == found["created_at"]
    assert (second["spoiler_text"], second["created_at"]) == ("Tools", found["edited_at"])
    assert 'class="u-url mention"' in second["content"]
    source = Phone(eve).get(f"{STATUSES}/{post.id}/source").json()
    assert source == {"id": str(post.id), "text": "Another one, @eve", "spoiler_text": "Tools"}


def test_what_is_not_sent_is_taken_out(alice: Account) -> None:
    phone = Phone(alice)
    poll = {"options": ["a", "b"], "expires_in": 600}
    made = phone.post(STATUSES, {"status": "Which?", "spoiler_text": "A poll", "poll": poll}).json()
    found = phone.send("PUT", f"{STATUSES}/{made['id']}", {"status": "Never mind"}).json()
    assert (found["spoiler_text"], found["sensitive"], found["poll"]) == ("", False, None)
    first, second = phone.get(f"{STATUSES}/{made['id']}/history").json()
    assert first["poll"] == {"options": [{"title": "a"}, {"title": "b"}]}
    assert "poll" not in second


def test_a_form_changes_it_as_well(alice: Account) -> None:
    post, phone = make_post(alice), Phone(alice)
    kind = "application/x-www-form-urlencoded"
    phone.client.put(f"{STATUSES}/{post.id}", "status=By+form", content_type=kind, headers=phone.headers)
    assert Post.objects.get(pk=post.pk).text == "By form"


def test_others_and_empty_words_are_refused(alice: Account, eve: Account) -> None:
    post = make_post(alice, "Mine")
    assert Phone(eve).send("PUT", f"{STATUSES}/{post.id}", {"status": "Yours"}).status_code == 404
    wrong = [
        {"status": " "},
        {"status": "x" * 5001},
        {"status": "x", "media_ids": ["7"]},
        {"status": "x", "media_attributes": [{"id": "7", "description": "x"}]},
        {"status": "x", "media_attributes": [{"id": "7", "focus": "left"}]},
        {"status": "x", "media_attributes": [{"id": "7", "thumbnail": "data:image/png;base64,%%%"}]},
        {"status": "x", "quote_approval_policy": "friends"},
    ]
    for sent in wrong:
        answer = Phone(alice).send("PUT", f"{STATUSES}/{post.id}", sent)
        assert (answer.status_code, bool(answer.json()["error"])) == (422, True), sent
    assert Post.objects.get(pk=post.pk).text == "Mine"


def test_for_whom_a_post_is_can_be_changed_in_our_words(alice: Account, eve: Account) -> None:
    post = make_post(alice, audience=Audience.ONLY_ME)
    path = f"{OURS}/{post.id}/audience"
    assert Phone(alice).send("PUT", path, {"audience": "members"}).json()["audience"] == "members"
    assert Phone(eve).get(f"{STATUSES}/{post.id}").status_code == 200
    for word in ("", "everyone", "group"):
        assert Phone(alice).send("PUT", path, {"audience": word}).status_code == 422
    assert Phone(eve).send("PUT", path, {"audience": "public"}).status_code == 404


def test_who_may_quote_can_be_changed_and_a_quote_be_taken_back(alice: Account, eve: Account) -> None:
    post = make_post(alice, audience=Audience.PUBLIC)
    path, quotes = f"{STATUSES}/{post.id}/interaction_policy", f"{STATUSES}/{post.id}/quotes"
    quote = Phone(eve).post(STATUSES, {"status": "Look", "quoted_status_id": str(post.id)}).json()
    assert quote["quote"]["state"] == "accepted"
    assert [one["id"] for one in Phone(alice).get(quotes).json()] == [quote["id"]]
    found = Phone(alice).send("PUT", path, {"quote_approval_policy": "nobody"}).json()
    assert (found["quote_approval"]["automatic"], found["quote_approval"]["current_user"]) == ([], "automatic")
    assert Phone(eve).get(f"{STATUSES}/{post.id}").json()["quote_approval"]["current_user"] == "denied"
    assert Phone(alice).send("PUT", path, {}).status_code == 422
    assert Phone(eve).post(f"{quotes}/{quote['id']}/revoke").status_code == 404
    revoked = Phone(alice).post(f"{quotes}/{quote['id']}/revoke").json()
    assert (revoked["id"], revoked["quote"]["state"]) == (quote["id"], "revoked")
    assert Phone(alice).get(quotes).json() == []
