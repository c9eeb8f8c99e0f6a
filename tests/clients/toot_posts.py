"""toot: posts, what is done with them, and where they stand."""

from .tooting import Toot


def write(alice: Toot, bob: Toot, carol: Toot) -> None:
    """Every way to write a post."""
    with alice.told_of("post", "Hello, #Porch", "--visibility", "public") as answer:
        assert answer.text.startswith(f"Toot posted: {alice.place.url}/@alice/")
    with alice.told_of("post", "With a warning", "-v", "unlisted", "-p", "Cake", "-s", "--json") as answer:
        post = answer.json
        assert (post["visibility"], post["spoiler_text"], post["sensitive"]) == ("unlisted", "Cake", True)
    with alice.told_of("post", "Guten Morgen", "-v", "private", "--language", "de", "--json") as answer:
        assert (answer.json["visibility"], answer.json["language"]) == ("private", "de")
    with alice.told_of("post", "@bob for you alone", "-v", "direct", "--json") as answer:
        assert [mention["acct"] for mention in answer.json["mentions"]] == ["bob"]
    files = ("--media", alice.place.picture, "--description", "A lantern", "--media", alice.place.picture)
    with alice.told_of("post", "Two pictures", *files, "-v", "public", "--json") as answer:
        told = [attachment["description"] for attachment in answer.json["media_attachments"]]
        assert told == ["A lantern", None]
    with alice.told_of("post", "One more", "--using", bob.account, "-v", "public", "--json") as answer:
        assert answer.json["account"]["acct"] == "bob"
    with alice.told_of("upload", alice.place.picture, "--description", "A lamp", "--json") as answer:
        assert (answer.json["type"], answer.json["description"]) == ("image", "A lamp")
    with alice.told_of("upload", alice.place.picture) as answer:
        assert "Successfully uploaded media ID" in answer.text


def plan(alice: Toot, bob: Toot, carol: Toot) -> None:
    """Posts for later."""
    with alice.told_of("post", "Later", "--scheduled-in", "2 hours", "--json") as answer:
        assert answer.json["params"]["text"] == "Later"
        assert "content" not in answer.json
    with alice.told_of("post", "Much later", "--scheduled-at", "2036-05-06T07:08:09Z") as answer:
        assert answer.text == "Toot scheduled for: 2036-05-06 07:08:09+0000\n"
    with alice.refused("post", "Too soon", "--scheduled-in", "10s") as answer:
        assert answer.complaint.startswith("Error: ")


def ask(alice: Toot, bob: Toot, carol: Toot) -> None:
    """Polls."""
    choices = ("--poll-option", "Tea", "--poll-option", "Coffee", "--poll-option", "Neither")
    with alice.told_of("post", "What to drink?", *choices, "--poll-multiple", "-v", "public", "--json") as answer:
        poll = answer.json["poll"]
        assert [option["title"] for option in poll["options"]] == ["Tea", "Coffee", "Neither"]
        assert poll["multiple"]
    with bob.told_of("polls", "vote", poll["id"], "0", "1", "--json") as answer:
        assert (answer.json["own_votes"], answer.json["voters_count"]) == ([0, 1], 1)
    with carol.told_of("polls", "vote", poll["id"], "1") as answer:
        places = [answer.text.index(words) for words in ("Tea", "Coffee", "✓ Your vote", "Neither")]
        assert places == sorted(places)
    with alice.told_of("polls", "show", poll["id"]) as answer:
        assert "67% (2)" in answer.text
    with alice.told_of("polls", "show", poll["id"], "--json") as answer:
        assert [option["votes_count"] for option in answer.json["options"]] == [1, 2, 0]
    with bob.refused("polls", "vote", poll["id"], "0") as answer:
        assert answer.complaint.startswith("Error: ")


def talk(alice: Toot, bob: Toot, carol: Toot) -> None:
    """A conversation, read in three ways."""
    with alice.told_of("post", "Who bakes today?", "-v", "public", "--json") as answer:
        first = answer.json
    with bob.told_of("post", "@alice I do", "--reply-to", first["id"], "-v", "public", "--json") as answer:
        reply = answer.json
        assert reply["in_reply_to_id"] == first["id"]
    with bob.told_of("post", "Rye, that is", "--reply-last", "-v", "public", "--json") as answer:
        assert answer.json["in_reply_to_id"] == reply["id"]
    with alice.told_of("thread", first["id"], "--json") as answer:
        assert [len(answer.json["ancestors"]), len(answer.json["descendants"])] == [0, 2]
    with alice.told_of("thread", reply["id"]) as answer:
        places = [answer.text.index(words) for words in ("Who bakes today?", "I do", "Rye, that is")]
        assert places == sorted(places)
    with alice.told_of("status", reply["id"]) as answer:
        assert f"In reply to {first['id']}" in answer.text
    with alice.told_of("status", first["id"], "--json") as answer:
        # Here a post counts the whole conversation about it.
        assert answer.json["replies_count"] == 2
    with carol.refused("status", "1") as answer:
        assert "Record not found" in answer.complaint


def like(alice: Toot, bob: Toot, carol: Toot) -> None:
    """What is done with a post, and undone."""
    post = alice.run("--as", alice.account, "post", "Look at this", "-v", "public", "--json").json
    for word, flag in (("favourite", "favourited"), ("bookmark", "bookmarked")):
        with bob.told_of(word, post["id"], "--json") as answer:
            assert (answer.json["id"], answer.json[flag]) == (post["id"], True)
    with bob.told_of("reblog", post["id"], "--visibility", "public", "--json") as answer:
        assert (answer.json["reblog"]["id"], answer.json["reblog"]["reblogged"]) == (post["id"], True)
    with bob.told_of("bookmarks", "--once") as answer:
        assert "Look at this" in answer.text
    with bob.told_of("timelines", "favourites", "--json") as answer:
        assert [found["id"] for found in answer.json] == [post["id"]]
    with alice.told_of("reblogged-by", post["id"]) as answer:
        assert answer.text.splitlines()[-1].split() == ["bob", "Bob"]
    with alice.told_of("reblogged-by", post["id"], "--json") as answer:
        assert [person["acct"] for person in answer.json] == ["bob"]
    # By its address, as people paste it.
    with bob.told_of("unfavourite", post["url"], "--json") as answer:
        assert (answer.json["favourited"], answer.json["favourites_count"]) == (False, 0)
    with bob.told_of("unreblog", post["id"], "--json") as answer:
        assert (answer.json["id"], answer.json["reblogged"], answer.json["reblogs_count"]) == (post["id"], False, 0)
    with bob.told_of("unbookmark", post["id"], "--json") as answer:
        assert not answer.json["bookmarked"]
    with alice.told_of("pin", post["id"], "--json") as answer:
        assert answer.json["pinned"]
    with alice.told_of("unpin", post["id"], "--json") as answer:
        assert not answer.json["pinned"]
    with bob.refused("delete", post["id"]) as answer:
        assert answer.complaint.startswith("Error: ")
    with alice.told_of("delete", post["id"], "--json") as answer:
        assert (answer.json["id"], answer.json["text"]) == (post["id"], "Look at this")
    with alice.refused("status", post["id"]) as answer:
        assert "Record not found" in answer.complaint


def read(alice: Toot, bob: Toot, carol: Toot) -> None:
    """Where posts stand."""
    with bob.told_of("timelines", "public", "--json", "--limit", "5") as answer:
        assert len(answer.json) == 5
        assert {post["visibility"] for post in answer.json} <= {"public", "unlisted"}
        older = answer.json[-1]["id"]
    with bob.told_of("timelines", "public", "--local", "--max-id", older, "--json") as answer:
        assert answer.json
        assert all(int(post["id"]) < int(older) for post in answer.json)
    with bob.told_of("timelines", "tag", "porch", "--json") as answer:
        assert [post["tags"][0]["name"].lower() for post in answer.json] == ["porch"]
    with bob.told_of("timelines", "tag", "porch", "--none", "porch", "--json") as answer:
        assert answer.json == []
    with bob.told_of("timelines", "tag", "other", "--any", "porch", "--json") as answer:
        assert len(answer.json) == 1
    with bob.told_of("timelines", "account", "alice", "--no-pager", "--no-clear") as answer:
        assert "Who bakes today?" in answer.text
        # It is for those who follow her.
        assert "Guten Morgen" not in answer.text
    with alice.told_of("timelines", "home", "--limit", "2", "--json") as answer:
        assert [post["account"]["acct"] for post in answer.json] == ["alice", "alice"]
    with bob.told_of("timelines", "public", "--only-media", "--json") as answer:
        assert [len(post["media_attachments"]) for post in answer.json] == [2]
    for words in (("--public",), ("--public", "--local"), ("--tag", "porch"), ("--account", "alice"), ()):
        with alice.told_of("timeline", "--once", "--count", "20", *words) as answer:
            assert "Hello, #Porch" in answer.text
    with alice.told_of("timeline", "--once", "--count", "3", "--reverse") as answer:
        assert answer.text.count("Visibility:") == 3
    with alice.refused("timelines", "link", "https://news.example/1") as answer:
        assert answer.complaint.startswith("Error: ")
    # As a stranger, who sees what is on the web.
    for words in (("public",), ("tag", "porch")):
        with alice.told_of("timelines", *words, "--instance", alice.place.url, "--json") as answer:
            assert {post["visibility"] for post in answer.json} == {"public"}
    with alice.told_of("timelines", "trending", "--instance", alice.place.url, "--json") as answer:
        assert answer.json == []


CHAPTERS = (write, plan, ask, talk, like, read)
