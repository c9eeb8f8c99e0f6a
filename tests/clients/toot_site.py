"""toot: signing in, the site, and oneself."""

from .tooting import Toot


def arrive(alice: Toot, bob: Toot, carol: Toot) -> None:
    """Signing in: the app is registered, and each person lets it in by the code that the page shows."""
    with alice.told.step("--version"):
        assert alice.run("--version").text.startswith("toot v"), alice.run("--version").text
    for person in (carol, bob, alice):
        with person.told.step(f"login ({person.name})"):
            assert "Successfully logged in" in person.sign_in()
    with alice.told.step("auth"):
        lines = alice.run("auth").text.splitlines()
        assert f"* {alice.account} ACTIVE" in lines, lines
        assert f"* {bob.account} " in lines, lines
    with alice.told.step("activate"):
        assert alice.run("activate", bob.account).code == 0
        assert alice.run("whoami").text.startswith("@bob Bob")
    with alice.told.step("login_cli (refused)"):
        words = ("--email", "alice@example.org", "--password", alice.place.passwords["alice"])
        answer = alice.run("login_cli", "--instance", alice.place.url, *words)
        assert (answer.code, answer.complaint.strip()) == (1, "Error: Login failed"), answer


def look_around(alice: Toot, bob: Toot, carol: Toot) -> None:
    """What the site says of itself."""
    with alice.told_of("instance", "--json") as answer:
        assert answer.json["uri"] == alice.place.host
        assert answer.json["stats"]["user_count"] == 3
        assert answer.json["urls"]["streaming_api"] == alice.place.url.replace("http", "ws")
    with alice.told_of("instance", alice.place.url) as answer:
        assert "running Mastodon 4." in answer.text
    with alice.told_of("diag", "--server") as answer:
        assert f"\n{alice.place.host}\nversion 4." in answer.text
    with alice.told_of("timelines", "trending", "--json") as answer:
        assert answer.json == []


def be_oneself(alice: Toot, bob: Toot, carol: Toot) -> None:
    """One's own profile, and how others see it."""
    with alice.told_of("whoami", "--json") as answer:
        assert (answer.json["acct"], answer.json["source"]["note"]) == ("alice", "")
    with alice.told_of("update-account", "--display-name", "Alice A.", "--note", "Bakes <bread>", "--json") as answer:
        assert answer.json["display_name"] == "Alice A."
        assert answer.json["note"] == "<p>Bakes &lt;bread&gt;</p>"
    with alice.told_of("update-account", "--bot", "--discoverable", "--locked", "--json") as answer:
        assert (answer.json["bot"], answer.json["discoverable"], answer.json["locked"]) == (True, True, True)
    with alice.told_of("update-account", "--no-bot", "--no-discoverable", "--no-locked", "--json") as answer:
        assert (answer.json["bot"], answer.json["discoverable"], answer.json["locked"]) == (False, False, False)
    with alice.told_of("update-account", "--privacy", "public", "--sensitive", "--language", "de", "--json") as answer:
        source = answer.json["source"]
        assert (source["privacy"], source["sensitive"], source["language"]) == ("public", True, "de")
    with alice.told_of("update-account", "--no-sensitive", "--language", "en") as answer:
        assert "Account updated" in answer.text
    pictures = ("--avatar", alice.place.picture, "--header", alice.place.picture)
    with alice.told_of("update-account", *pictures, "--json") as answer:
        assert answer.json["avatar"] != answer.json["header"]
        assert answer.json["avatar"].startswith(alice.place.url), answer.json["avatar"]
    with bob.told_of("whois", "@alice") as answer:
        assert answer.text.startswith("@alice Alice A.\n\nBakes <bread>\n\nID: ")
    with bob.told_of("whois", "alice", "--json") as answer:
        assert (answer.json["acct"], answer.json["url"]) == ("alice", f"{bob.place.url}/@alice")
    with bob.refused("whois", "nobody") as answer:
        assert "Account not found" in answer.complaint


def leave(alice: Toot, bob: Toot, carol: Toot) -> None:
    """Signing out."""
    with carol.told.step("logout"):
        assert carol.run("logout", carol.account).code == 0
        assert carol.account not in carol.run("auth").text
    with carol.refused("whoami"):
        pass


CHAPTERS = (arrive, look_around, be_oneself)
