"""toot: people, lists, tags and notifications."""

from .tooting import Toot


def follow(alice: Toot, bob: Toot, carol: Toot) -> None:
    """Following, also someone who wants to be asked."""
    with bob.told_of("follow", "alice", "--json") as answer:
        assert answer.json["following"]
    with carol.told_of("follow", "@alice") as answer:
        assert "You are now following @alice" in answer.text
    with bob.told_of("following") as answer:
        assert answer.text == "* @alice Alice A.\n"
    with alice.told_of("followers", "--json") as answer:
        assert sorted(person["acct"] for person in answer.json) == ["bob", "carol"]
    with carol.told_of("followers", "alice") as answer:
        assert "* @bob Bob" in answer.text
    with carol.told_of("unfollow", "alice", "--json") as answer:
        assert not answer.json["following"]
    with alice.told_of("update-account", "--locked") as answer:
        assert "updated" in answer.text
    with carol.told_of("follow", "alice", "--json") as answer:
        assert (answer.json["following"], answer.json["requested"]) == (False, True)
    with alice.told_of("follow-requests", "list") as answer:
        assert answer.text == "* @carol Carol\n"
    with alice.told_of("follow-requests", "reject", "carol", "--json") as answer:
        assert not answer.json["followed_by"]
    with carol.told_of("follow", "alice") as answer:
        assert "You are now following alice" in answer.text
    with alice.told_of("follow-requests", "accept", "carol", "--json") as answer:
        assert answer.json["followed_by"]
    with alice.told_of("follow-requests", "list", "--json") as answer:
        assert answer.json == []


def keep_away(alice: Toot, bob: Toot, carol: Toot) -> None:
    """Muting and blocking."""
    with alice.told_of("mute", "carol", "--json") as answer:
        assert answer.json["muting"]
    with alice.told_of("muted") as answer:
        assert answer.text == "Muted accounts:\n* @carol Carol\n"
    with alice.told_of("unmute", "carol", "--json") as answer:
        assert not answer.json["muting"]
    with alice.told_of("muted", "--json") as answer:
        assert answer.json == []
    with alice.told_of("block", "carol", "--json") as answer:
        assert (answer.json["blocking"], answer.json["followed_by"]) == (True, False)
    with alice.told_of("blocked", "--json") as answer:
        assert [person["acct"] for person in answer.json] == ["carol"]
    with carol.told_of("timelines", "public", "--json") as answer:
        assert {post["account"]["acct"] for post in answer.json} == {"bob"}
    with alice.told_of("unblock", "carol", "--json") as answer:
        assert not answer.json["blocking"]
    with alice.told_of("blocked") as answer:
        assert answer.text == "No accounts blocked\n"


def sort(alice: Toot, bob: Toot, carol: Toot) -> None:
    """Lists."""
    with bob.told_of("lists", "list") as answer:
        assert answer.text == "You have no lists defined.\n"
    with bob.told_of("lists", "create", "Bakers", "--replies-policy", "list", "--json") as answer:
        made = answer.json
        assert (made["title"], made["replies_policy"]) == ("Bakers", "list")
    with bob.told_of("lists", "add", "bakers", "alice") as answer:
        assert 'Added account "alice"' in answer.text
    with bob.refused("lists", "add", "bakers", "carol") as answer:
        assert "You must follow @carol" in answer.complaint
    with bob.told_of("lists", "accounts", "Bakers") as answer:
        assert answer.text == "Accounts in list:\n\n* @alice Alice A.\n"
    with bob.told_of("lists", "list", "--json") as answer:
        assert [one["id"] for one in answer.json] == [made["id"]]
    post = alice.run("--as", alice.account, "post", "Rolls at nine", "-v", "public", "--json").json
    with bob.told_of("timelines", "list", "Bakers", "--json") as answer:
        assert answer.json[0]["id"] == post["id"]
    with bob.told_of("timeline", "--list", made["id"], "--once") as answer:
        assert "Rolls at nine" in answer.text
    with bob.told_of("timelines", "home", "--json") as answer:
        assert post["id"] in [found["id"] for found in answer.json]
    with bob.told_of("lists", "remove", "Bakers", "alice") as answer:
        assert 'Removed account "alice"' in answer.text
    with bob.told_of("lists", "accounts", "--id", made["id"], "--json") as answer:
        assert answer.json == []
    with bob.told_of("lists", "delete", "Bakers", "--json") as answer:
        assert answer.json == {}


def tag(alice: Toot, bob: Toot, carol: Toot) -> None:
    """Tags, followed and shown on the profile."""
    with carol.told_of("tags", "info", "#porch", "--json") as answer:
        assert (answer.json["name"].lower(), answer.json["following"]) == ("porch", False)
    with carol.told_of("tags", "follow", "#porch", "--json") as answer:
        assert answer.json["following"]
    with carol.told_of("tags", "info", "porch") as answer:
        assert answer.text.endswith("\nFollowed\n")
    with carol.told_of("tags", "followed") as answer:
        assert answer.text.lower().startswith("* #porch\thttp")
    with carol.told_of("timelines", "home", "--json") as answer:
        assert [post["content"].count("Hello") for post in answer.json] == [1]
    with carol.told_of("tags", "unfollow", "porch", "--json") as answer:
        assert not answer.json["following"]
    with carol.told_of("tags", "followed", "--json") as answer:
        assert answer.json == []
    with alice.told_of("tags", "feature", "porch", "--json") as answer:
        assert (answer.json["name"].lower(), answer.json["statuses_count"]) == ("porch", "1")
    with alice.told_of("tags", "featured") as answer:
        assert answer.text.lower().startswith("* #porch\t")
    with alice.told_of("tags", "unfeature", "porch") as answer:
        assert "no longer featured" in answer.text
    with alice.told_of("tags", "featured", "--json") as answer:
        assert answer.json == []


def hear(alice: Toot, bob: Toot, carol: Toot) -> None:
    """Searching, and notifications."""
    with bob.told_of("search", "alice", "--type", "accounts", "--json") as answer:
        assert [person["acct"] for person in answer.json["accounts"]] == ["alice"]
    with bob.told_of("search", "#por") as answer:
        assert "#porch" in answer.text.lower()
    with bob.told_of("search", f"{bob.place.url}/@alice", "--resolve") as answer:
        assert "* @alice Alice A." in answer.text
    with alice.told_of("notifications", "--json") as answer:
        # The favourite and the share were taken back.
        assert {notice["type"] for notice in answer.json} == {"follow", "mention"}
    with alice.told_of("notifications", "--type", "mention", "--json") as answer:
        assert [notice["account"]["acct"] for notice in answer.json] == ["bob"] * len(answer.json)
        assert answer.json
    with alice.told_of("notifications", "--exclude-type", "mention", "--json") as answer:
        assert "mention" not in {notice["type"] for notice in answer.json}
    with alice.told_of("notifications", "--reverse") as answer:
        assert "Bob @bob mentioned you" in answer.text
        assert "Bob @bob now follows you" in answer.text
    with alice.told_of("notifications", "--clear") as answer:
        assert "Notifications cleared" in answer.text
    with alice.told_of("notifications") as answer:
        assert answer.text == "You have no notifications\n"


CHAPTERS = (follow, keep_away, sort, tag, hear)
