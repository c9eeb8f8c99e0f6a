"""Drafts, as apps keep them."""

from tests.api.asking import Phone
from verandah.domain.accounts.models import Account

DRAFTS = "/api/verandah/v1/drafts"


def test_an_app_keeps_a_draft(alice: Account, bob: Account) -> None:
    phone = Phone(alice)
    said = {"fields": [{"name": "text", "value": "The river"}], "place": "c12"}
    made = phone.send("PUT", f"{DRAFTS}/one", said).json()
    assert (made["key"], made["place"], made["fields"], made["version"]) == ("one", "c12", said["fields"], 1)
    assert phone.get(f"{DRAFTS}/one").json() == made
    assert [row["key"] for row in phone.get(DRAFTS).json()] == ["one"]
    changed = {"fields": [{"name": "text", "value": "The lake"}], "version": 1}
    assert phone.send("PUT", f"{DRAFTS}/one", changed).json()["version"] == 2
    late = {"fields": [{"name": "text", "value": "The sea"}], "version": 1}
    assert phone.send("PUT", f"{DRAFTS}/one", late).status_code == 409
    assert phone.send("PUT", f"{DRAFTS}/two", {"fields": []}).status_code == 422
    assert phone.send("PUT", f"{DRAFTS}/a b", said).status_code == 422
    for method in ("GET", "DELETE"):
        assert Phone(bob).send(method, f"{DRAFTS}/one").status_code == 404
    assert phone.send("DELETE", f"{DRAFTS}/one").json() == {}
    assert phone.get(DRAFTS).json() == []
    assert phone.get(f"{DRAFTS}/one").status_code == 404
