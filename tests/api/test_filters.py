"""Filters for apps, in the newer form and in the older, in every input form; and what posts are told with."""

from urllib.parse import urlencode

import pytest
from django.utils import timezone

from tests.api.asking import Phone
from tests.factories import make_follow, make_post
from verandah.domain.accounts.models import Account
from verandah.domain.posts.audience import Audience
from verandah.domain.posts.models import Filter

FILTERS, FIRST = "/api/v2/filters", "/api/v1/filters"
GONE = (404, {"error": "Record not found"})
SPOILERS = {
    "title": "Spoilers",
    "context": ["home", "public"],
    "filter_action": "warn",
    "keywords_attributes": [{"keyword": "ending", "whole_word": True}, {"keyword": "twist", "whole_word": False}],
}


def made(phone: Phone, **more: object) -> dict:
    answer = phone.post(FILTERS, SPOILERS | more)
    assert answer.status_code == 200, answer.content
    return answer.json()


def words(one: dict) -> list[tuple[str, bool]]:
    return [(word["keyword"], word["whole_word"]) for word in one["keywords"]]


def test_a_filter_from_its_making_to_its_end(alice: Account) -> None:
    phone = Phone(alice)
    one = made(phone, expires_in=60)
    assert {name: one[name] for name in ("title", "context", "filter_action", "statuses")} == {
        "title": "Spoilers",
        "context": ["home", "public"],
        "filter_action": "warn",
        "statuses": [],
    }
    assert words(one) == [("ending", True), ("twist", False)]
    assert one["expires_at"].endswith("Z")
    path = f"{FILTERS}/{one['id']}"
    assert phone.get(path).json() == phone.get(FILTERS).json()[0] == one
    changed = phone.send("PUT", path, {"title": "Secrets", "filter_action": "hide", "expires_in": None}).json()
    assert changed == one | {"title": "Secrets", "filter_action": "hide", "expires_at": None}
    assert phone.send("DELETE", path).json() == {}
    answer = phone.send("DELETE", path)
    assert (answer.status_code, answer.json()) == GONE


def form(pairs: list[tuple[str, str]]) -> dict[str, str]:
    return {"data": urlencode(pairs), "content_type": "application/x-www-form-urlencoded"}


@pytest.mark.parametrize(
    "pairs",
    [
        [("keywords_attributes[][keyword]", "a"), ("keywords_attributes[][keyword]", "b")],
        [("keywords_attributes[0][keyword]", "a"), ("keywords_attributes[1][keyword]", "b")],
    ],
)
def test_words_come_in_every_input_form(alice: Account, pairs: list[tuple[str, str]]) -> None:
    phone = Phone(alice)
    head = [("title", "T"), ("context[]", "home"), ("context[]", "thread"), ("expires_in", "")]
    one = phone.client.post(FILTERS, **form(head + pairs), headers=phone.headers).json()
    assert words(one) == [("a", True), ("b", True)]
    first, second = (word["id"] for word in one["keywords"])
    body = {
        "keywords_attributes[0][id]": first,
        "keywords_attributes[0][_destroy]": "true",
        "keywords_attributes[1][id]": second,
        "keywords_attributes[1][keyword]": "c",
        "keywords_attributes[1][whole_word]": "0",
        "keywords_attributes[2][keyword]": "d",
    }
    changed = phone.client.generic(
        "PUT",
        f"{FILTERS}/{one['id']}",
        urlencode(body),
        content_type="application/x-www-form-urlencoded",
        headers=phone.headers,
    ).json()
    assert words(changed) == [("c", False), ("d", True)]
    assert (changed["title"], changed["context"]) == ("T", ["home", "thread"])
    gone = phone.send("PUT", f"{FILTERS}/{one['id']}", {"keywords_attributes": [{"id": second, "_destroy": True}]})
    assert words(gone.json()) == [("d", True)]


@pytest.mark.parametrize(
    "wrong",
    [
        {"title": ""},
        {"title": None},
        {"context": []},
        {"context": ["elsewhere"]},
        {"filter_action": "burn"},
        {"expires_in": "soon"},
        {"expires_in": -1},
        {"expires_in": 10**18},
        {"keywords_attributes": [{"keyword": ""}]},
    ],
)
def test_what_no_filter_can_be_is_refused(alice: Account, wrong: dict) -> None:
    answer = Phone(alice).post(FILTERS, SPOILERS | wrong)
    assert answer.status_code == 422, answer.content
    assert answer.json()["error"].startswith("Validation failed: ")
    assert not Filter.objects.exists()


def test_words_one_by_one(alice: Account) -> None:
    phone = Phone(alice)
    path = f"{FILTERS}/{made(phone)['id']}/keywords"
    word = phone.post(path, {"keyword": "finale", "whole_word": "1"}).json()
    assert word == {"id": word["id"], "keyword": "finale", "whole_word": True}
    one = f"{FILTERS}/keywords/{word['id']}"
    assert phone.get(one).json() == phone.get(path).json()[2] == word
    assert phone.send("PUT", one, {"whole_word": False}).json() == word | {"whole_word": False}
    assert phone.send("PUT", one, {"keyword": " "}).status_code == 422
    assert phone.send("DELETE", one).json() == {}
    assert phone.get(one).status_code == 404
    assert len(phone.get(path).json()) == 2


def test_posts_one_by_one(alice: Account, bob: Account) -> None:
    phone, post, hidden = Phone(alice), make_post(bob), make_post(bob, audience=Audience.ONLY_ME)
    path = f"{FILTERS}/{made(phone, keywords_attributes=[])['id']}/statuses"
    row = phone.post(path, {"status_id": str(post.id)}).json()
    assert row == {"id": row["id"], "status_id": str(post.id)}
    one = f"{FILTERS}/statuses/{row['id']}"
    assert phone.get(one).json() == phone.get(path).json()[0] == row
    [found] = phone.get(f"/api/v1/statuses/{post.id}").json()["filtered"]
    assert (found["keyword_matches"], found["status_matches"]) == ([], [str(post.id)])
    for wrong in ({"status_id": str(hidden.id)}, {"status_id": "x"}, {}):
        assert phone.post(path, wrong).status_code == 404
    assert phone.send("DELETE", one).json() == {}
    assert phone.get(path).json() == []


def test_someone_elses_filter_is_not_there(alice: Account, eve: Account) -> None:
    hers, phone, post = Phone(alice), Phone(eve), make_post(alice)
    one = made(hers)
    row = hers.post(f"{FILTERS}/{one['id']}/statuses", {"status_id": post.id}).json()
    word = one["keywords"][0]["id"]
    paths = {
        f"{FILTERS}/{one['id']}": ("GET", "PUT", "DELETE"),
        f"{FILTERS}/{one['id']}/keywords": ("GET", "POST"),
        f"{FILTERS}/{one['id']}/statuses": ("GET", "POST"),
        f"{FILTERS}/keywords/{word}": ("GET", "PUT", "DELETE"),
        f"{FILTERS}/statuses/{row['id']}": ("GET", "DELETE"),
        f"{FIRST}/{word}": ("GET", "PUT", "DELETE"),
    }
    body = {"title": "Mine", "keyword": "mine", "phrase": "mine", "status_id": str(post.id)}
    for path, methods in paths.items():
        for method in methods:
            answer = phone.get(path) if method == "GET" else phone.send(method, path, body)
            assert (answer.status_code, answer.json()) == GONE, (method, path)
    assert words(hers.get(f"{FILTERS}/{one['id']}").json()) == words(one)


def test_older_apps_know_a_filter_for_each_word(alice: Account) -> None:
    phone = Phone(alice)
    body = {"phrase": "anime", "context": ["notifications"], "irreversible": True, "whole_word": True, "expires_in": ""}
    one = phone.post(FIRST, body).json()
    assert one == {
        "id": one["id"],
        "phrase": "anime",
        "context": ["notifications"],
        "whole_word": True,
        "expires_at": None,
        "irreversible": True,
    }
    assert phone.get(f"{FIRST}/{one['id']}").json() == phone.get(FIRST).json()[0] == one
    [newer] = phone.get(FILTERS).json()
    assert (newer["title"], newer["filter_action"], words(newer)) == ("anime", "hide", [("anime", True)])
    changed = phone.send("PUT", f"{FIRST}/{one['id']}", {"phrase": "manga", "irreversible": False}).json()
    assert changed == one | {"phrase": "manga", "irreversible": False}
    assert phone.post(FIRST, body | {"whole_word": "false"}).json()["whole_word"] is False
    assert phone.send("DELETE", f"{FIRST}/{one['id']}").json() == {}
    assert [row["title"] for row in phone.get(FILTERS).json()] == ["anime"]


@pytest.mark.parametrize("wrong", [{"phrase": ""}, {"phrase": None}, {"context": []}, {"context": ["x"]}])
def test_what_no_older_filter_can_be_is_refused(alice: Account, wrong: dict) -> None:
    assert Phone(alice).post(FIRST, {"phrase": "a", "context": ["home"]} | wrong).status_code == 422


def test_an_older_app_changes_a_word_among_several_but_not_their_filter(alice: Account) -> None:
    phone = Phone(alice)
    word = made(phone)["keywords"][0]["id"]
    # It sends everything each time, also what it does not change.
    same = {"phrase": "end", "context": ["public", "home"], "irreversible": False, "expires_in": ""}
    assert phone.send("PUT", f"{FIRST}/{word}", same).json()["phrase"] == "end"
    for more in ({"context": ["home"]}, {"irreversible": True}, {"expires_in": 60}):
        assert phone.send("PUT", f"{FIRST}/{word}", same | more).status_code == 422
    assert words(phone.get(FILTERS).json()[0]) == [("end", True), ("twist", False)]


def test_posts_are_told_with_the_filters_they_meet(alice: Account, bob: Account) -> None:
    make_follow(alice, bob)
    phone, post = Phone(alice), make_post(bob, "The ENDING has a twister")
    mine, other = make_post(alice, "My ending"), make_post(bob, "Nothing")
    one = made(phone)
    told = {row["id"]: row["filtered"] for row in phone.get("/api/v1/timelines/home").json()}
    assert told[str(mine.id)] == told[str(other.id)] == []
    head = {name: one[name] for name in ("id", "title", "context", "expires_at", "filter_action")}
    assert told[str(post.id)] == [{"filter": head, "keyword_matches": ["ending", "twist"], "status_matches": []}]
    Filter.objects.update(until=timezone.now())
    assert phone.get(f"/api/v1/statuses/{post.id}").json()["filtered"] == []
    assert "filtered" not in Phone().get(f"/api/v1/statuses/{make_post(bob, audience=Audience.PUBLIC).id}").json()


def test_what_is_hidden_is_taken_out_here_where_it_counts(alice: Account, bob: Account) -> None:
    make_follow(alice, bob)
    phone, post = Phone(alice), make_post(bob, "I love animes")
    phone.post(FIRST, {"phrase": "anime", "context": ["home"], "irreversible": True, "whole_word": False})
    assert phone.get("/api/v1/timelines/home").json() == []
    assert [row["id"] for row in phone.get("/api/v1/timelines/public").json()] == [str(post.id)]
    assert phone.get(f"/api/v1/statuses/{post.id}").json()["filtered"][0]["filter"]["filter_action"] == "hide"
