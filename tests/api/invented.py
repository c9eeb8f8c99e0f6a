"""A small town for invented requests: people, posts and whatever apps can make, and the ids that all these have."""

from collections import defaultdict
from typing import Any

from tests.api.asking import Phone
from tests.factories import make_account, make_block, make_post
from tests.pictures import picture, sent
from tests.pushed import App
from verandah.actions import following, presenting, proclaiming
from verandah.actions.proclaiming import Words
from verandah.api.openapi import offered
from verandah.domain.accounts.models import Account
from verandah.domain.accounts.roles import Role
from verandah.domain.instance.models import Announcement
from verandah.domain.posts.audience import Audience

EVERYTHING = "read write follow push profile"
OF_STAFF = f"{EVERYTHING} admin:read admin:write"
# What Alice makes with her phone. None of it is told to a push service.
MADE: list[tuple[str, Any]] = [
    ("POST /api/v1/statuses", {"status": "Later", "scheduled_at": "2038-01-01T12:00:00.000Z"}),
    ("POST /api/v1/lists", {"title": "Neighbours"}),
    ("POST /api/v2/filters", {"title": "Films", "context": ["home"], "keywords_attributes": [{"keyword": "ending"}]}),
    ("POST /api/v1/featured_tags", {"name": "coffee"}),
    ("POST /api/v1/tags/birds/follow", {}),
    ("POST /api/v1/markers", {"home": {"last_read_id": "7"}}),
    ("POST /api/v1/domain_blocks", {"domain": "elsewhere.example"}),
    ("POST /api/v1/push/subscription", App().asked("https://push.example/alice")),
    ("PATCH /api/v2/notifications/policy", {"for_not_following": "filter"}),
]
# What the owner makes with theirs.
MADE_BY_STAFF: list[tuple[str, Any]] = [
    ("POST /api/v1/admin/ip_blocks", {"ip": "192.0.2.0/24", "severity": "no_access"}),
    ("POST /api/v1/admin/email_domain_blocks", {"domain": "letters.example"}),
    ("POST /api/v1/admin/canonical_email_blocks", {"email": "someone@letters.example"}),
    ("POST /api/v1/admin/domain_blocks", {"domain": "elsewhere.example"}),
]
# A parameter's name to the list that its ids are of.
OF = {
    "status_id": "statuses",
    "in_reply_to_id": "statuses",
    "quoted_status_id": "statuses",
    "last_read_id": "statuses",
    "max_id": "statuses",
    "min_id": "statuses",
    "since_id": "statuses",
    "quoting": "quotes",
    "account_id": "accounts",
    "account_ids": "accounts",
    "media_ids": "media",
}
# A part of an address that is a word: which words there are.
WORDS = {"tag": ["birds", "coffee", "none"], "tags": ["birds", "coffee", "none"]}
# Where one thing stands in another.
INSIDE = {"account": "accounts", "poll": "polls", "keywords": "keywords", "notification_groups": "groups"}


class Town:
    """Alice's phone, and the ids that it has seen, by the list they belong to."""

    def __init__(self, alice: Account, eve: Account) -> None:
        self.phone, self.staff = Phone(alice, EVERYTHING), Phone(make_account("olga", role=Role.OWNER), OF_STAFF)
        self.ids: defaultdict[str, list[str]] = defaultdict(list)
        people(alice, eve)
        quoted = make_post(alice, "To be quoted")
        report = ("POST /api/v1/reports", {"account_id": str(eve.id), "comment": "Loud"})
        for name, body in [*MADE, *MADE_BY_STAFF, report]:
            method, path = name.split(" ", 1)
            answer = self.phone_for(path).send(method, path, body)
            assert answer.status_code == 200, (name, answer.content)
        quote = {"status": "She says it well", "quoted_status_id": str(quoted.id)}
        self.ids["quotes"] = [Phone(eve).post("/api/v1/statuses", quote).json()["id"]]
        self.ids["statuses"] = [str(quoted.id)]
        self.upload()
        make_post(make_account("nora"), "Good day @alice")
        self.look(alice)

    def phone_for(self, path: str) -> Phone:
        """Alice's; where only staff is answered, the owner's."""
        return self.staff if "/admin/" in path else self.phone

    def upload(self) -> None:
        """A picture that is in no post."""
        answer = self.phone.client.post("/api/v2/media", {"file": sent(picture())}, headers=self.phone.headers)
        self.ids["media"] = [answer.json()["id"]]

    def look(self, alice: Account) -> None:
        """Ask for every list, and note what is in it."""
        for name in offered():
            path = name.removeprefix("GET ")
            if name.startswith("GET /api/") and ":" not in name:
                answer = self.phone_for(path).get(path)
                if answer.status_code == 200 and answer["Content-Type"] == "application/json":
                    self.note(path, answer.json())
        public, members = self.phone.get("/api/v1/timelines/public").json(), self.phone.get("/api/v1/directory").json()
        self.ids["statuses"] += [row["id"] for row in public]
        self.ids["accounts"] = [row["id"] for row in members if row["acct"] == "eve"] + self.ids["accounts"]
        self.ids["accounts"] = [number for number in self.ids["accounts"] if number != str(alice.id)]
        filtered = f"/api/v2/filters/{self.ids['/api/v2/filters'][0]}/statuses"
        found = self.phone.post(filtered, {"status_id": self.ids["statuses"][0]}).json()
        self.ids["/api/v2/filters/statuses"] = [found["id"]]

    def note(self, where: str, value: Any) -> None:
        """The ids in an answer, under the address of its list and under the last word of that."""
        for row in value if isinstance(value, list) else [value]:
            if not isinstance(row, dict):
                continue
            for key in {where, where if "/admin/" in where else where.rsplit("/", 1)[-1]} if "id" in row else ():
                self.ids[key].append(str(row["id"]))
            self.ids["keys"] += [row["group_key"]] if "group_key" in row else []
            for name in () if "/admin/" in where else row.keys() & INSIDE.keys():
                self.note(INSIDE[name], row[name])

    def known(self, name: str, path: str) -> list[str]:
        """What could stand under this name in a request to this path."""
        before = path.replace("{", ":").split("/:", 1)[0]
        chapter = before.rsplit("/", 1)[-1]
        if name == "name":
            return WORDS.get(chapter) or self.ids["keys"]
        if name == "id" and ":" in path.replace("{", ":"):
            return self.ids[before] or self.ids[chapter] or self.ids[f"{chapter}s"] or self.ids["statuses"]
        return self.ids[OF.get(name.removesuffix("[]"), chapter)] or self.ids["accounts"]


def people(alice: Account, eve: Account) -> None:
    """Who lives here, and what they have done."""
    dan, fay, gil = make_account("dan"), make_account("fay", approves_followers=True), make_account("gil")
    make_block(alice, dan)
    for audience in (Audience.PUBLIC, Audience.MEMBERS, Audience.FOLLOWERS, Audience.ONLY_ME):
        make_post(alice, f"About #birds for @eve, {audience.name}", audience)
        make_post(eve, f"Hello @alice, see https://birds.example/{audience.name}", audience)
    make_post(dan, "Nobody hears me")
    following.follow(eve, alice)
    following.follow(alice, eve)
    following.follow(alice, fay)
    presenting.change_privacy(alice, approves_followers=True)
    alice.refresh_from_db()
    following.follow(gil, alice)
    alice.refresh_from_db()
    phone = Phone(eve)
    phone.post("/api/v1/statuses", {"status": "@alice between us", "visibility": "direct"})
    question = {"options": ["Tea", "Coffee"], "expires_in": 600}
    phone.post("/api/v1/statuses", {"status": "Tea or #coffee?", "poll": question})
    proclaiming.announce(Announcement.Kind.INFO, {"en": Words("Cake", "Come at three.")})
