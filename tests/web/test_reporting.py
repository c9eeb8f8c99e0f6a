"""Reporting in four steps, with and without a script; and what reporters read of it later."""

import re
from html import unescape

import pytest
from django.test import Client

from tests.albums import make_album, make_file
from tests.factories import make_account, make_post
from verandah.actions import deciding
from verandah.actions.deciding import Verdict
from verandah.domain.accounts.models import Account
from verandah.domain.graph.models import Block, Mute
from verandah.domain.moderation.effects import Effect
from verandah.domain.moderation.models import Appeal, Case, Policy, Queue, Report, ReportItem, Subject
from verandah.domain.posts.audience import Audience

pytestmark = pytest.mark.django_db
PARTIAL = {"HX-Request": "true"}


def form_in(page: str) -> dict[str, str]:
    """The hidden fields of the report's form."""
    found = re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', page)
    return {name: unescape(value) for name, value in found if name in ("state", "from", "key")}


class Walk:
    """Someone who goes through the steps of a report."""

    def __init__(self, client: Client, key: str, partial: bool = False) -> None:
        self.client, self.path = client, f"/report/{key}/"
        self.headers = PARTIAL if partial else {}
        self.answer = client.get(self.path, headers=self.headers)

    @property
    def page(self) -> str:
        return self.answer.content.decode()

    def to(self, step: str, **fields: object) -> str:
        """Press a button that leads to a step, with these fields filled in."""
        asked = {**form_in(self.page), **fields}
        self.answer = self.client.post(f"{self.path}?step={step}", asked, headers=self.headers)
        return self.page


def test_four_pages_without_a_script(alice, eve, mo, client_of):
    post, policy = make_post(eve, "Tickets!"), Policy.objects.first()
    walk = Walk(client_of(alice), f"p{post.id}")
    assert walk.answer.status_code == 200
    assert "What’s wrong with this post?" in walk.page
    assert "Tickets!" in walk.page
    assert 'aria-label="Step 1 of 4"' in walk.page
    assert "A little more about it" in walk.to("detail", why=f"rule:{policy.pk}")
    assert "Check and send" in walk.to("check", comment="He sells them")
    assert "He sells them" in walk.page
    assert Report.objects.count() == 0
    walk.to("done", mute="on")
    row = Report.objects.get()
    assert walk.answer.status_code == 303
    assert walk.answer["Location"] == f"/report/p{post.id}/?step=done&case={row.case.code}"
    page = client_of(alice).get(walk.answer["Location"]).content.decode()
    assert "Thank you" in page
    assert row.case.code in page
    assert (row.policy_id, row.comment, row.target) == (policy.pk, "He sells them", eve)
    assert Mute.objects.filter(muter=alice, muted=eve).exists()
    assert not Block.objects.filter(blocker=alice).exists()
    # Nobody else sees that there is such a report.
    assert client_of(eve).get(walk.answer["Location"]).status_code == 404


def test_the_same_in_the_dialog(alice, eve, mo, client_of):
    post = make_post(eve)
    walk = Walk(client_of(alice), f"p{post.id}", partial=True)
    assert "<html" not in walk.page
    walk.to("detail", why="danger")
    assert "112" in walk.page
    walk.to("check")
    walk.to("done", block="on")
    assert walk.answer.status_code == 200
    assert "Your report is with the moderators" in walk.page
    assert Report.objects.get().case.queue == Queue.THREAT_TO_LIFE
    assert Block.objects.filter(blocker=alice, blocked=eve).exists()


def test_nothing_is_lost_on_the_way_back_or_by_an_error(alice, eve, client_of):
    post, more = make_post(eve, "One"), make_post(eve, "Two")
    walk = Walk(client_of(alice), f"p{post.id}")
    walk.to("detail")
    assert (walk.answer.status_code, "Choose what is wrong." in walk.page) == (422, True)
    walk.to("detail", why="other")
    walk.to("check", comment="", more=f"p{more.id}")
    assert walk.answer.status_code == 422
    assert "Tell us in your own words" in walk.page
    assert re.search(rf'value="p{more.id}" checked', walk.page)
    walk.to("what", comment="Half a <word>", more=f"p{more.id}")
    assert re.search(r'value="other" checked', walk.page)
    walk.to("detail", why="other")
    assert "Half a &lt;word&gt;</textarea>" in walk.page
    walk.to("check", comment="Half a <word>", more=f"p{more.id}")
    assert "Half a &lt;word&gt;" in walk.page
    walk.to("detail")
    assert "Half a &lt;word&gt;</textarea>" in walk.page


def test_what_is_illegal_needs_more(alice, eve, mo, client_of):
    post = make_post(eve)
    walk = Walk(client_of(alice), f"p{post.id}")
    walk.to("detail", why="illegal")
    page = walk.to("check", comment="")
    for words in ("Say what makes it illegal", "Choose a country", "Say why it is illegal", "Confirm that"):
        assert words in page
    walk.to("check", kind="fraud", country="DE", spot="The second line", comment="A trick", faith="on")
    walk.to("done")
    row = Report.objects.get()
    assert (row.is_illegal, row.law_country, row.case.queue) == (True, "DE", Queue.ILLEGAL)
    assert row.comment == "A trick\n\nWhere: The second line"


def test_what_one_does_not_like_is_no_report(alice, eve, client_of):
    walk = Walk(client_of(alice), f"p{make_post(eve).id}")
    page = walk.to("detail", why="dislike")
    assert "/@eve/mute/" in page
    assert "/@eve/block/" in page
    walk.to("done")
    assert not Report.objects.exists()


def test_steps_are_not_skipped_nor_forged(alice, bob, eve, mo, client_of):
    post, other = make_post(eve), make_post(bob)
    walk = Walk(client_of(alice), f"p{post.id}")
    assert "What’s wrong" in walk.to("done")
    assert not Report.objects.exists()
    walk.to("detail", why="other")
    # Posts of others cannot be put beside it.
    assert walk.to("check", comment="x", more=f"p{other.id}")
    assert walk.answer.status_code == 422
    # A form of one thing, or of one person, is good for nothing else.
    state = form_in(walk.page)["state"]
    foreign = client_of(bob).post(f"/report/p{post.id}/?step=check", {"state": state, "from": "detail", "comment": "x"})
    assert (foreign.status_code, "What’s wrong" in foreign.content.decode()) == (422, True)
    for step in ("check", "done", "nonsense"):
        page = client_of(alice).get(f"/report/p{post.id}/?step={step}")
        assert page.status_code == (404 if step == "done" else 200)


def test_the_button_pressed_twice_is_one_report(alice, eve, mo, client_of):
    walk = Walk(client_of(alice), f"p{make_post(eve).id}")
    walk.to("detail", why="other")
    walk.to("check", comment="Once")
    fields = form_in(walk.page)
    answers = [client_of(alice).post(f"{walk.path}?step=done", fields) for _time in range(2)]
    assert answers[0]["Location"] == answers[1]["Location"]
    assert Report.objects.count() == 1


def test_everything_can_be_reported(alice, eve, mo, client_of):
    Account.objects.filter(pk=eve.pk).update(bio="Hi")
    post = make_post(eve)
    file = make_file(eve, post)
    album = make_album(eve, file)
    for key, kind in (
        (f"p{post.id}", Subject.Kind.POST),
        (f"c{post.id}", Subject.Kind.POST),
        (f"m{file.id}", Subject.Kind.MEDIA),
        (f"a{album.id}", Subject.Kind.ALBUM),
        (f"u{eve.id}", Subject.Kind.ACCOUNT),
        (f"u{eve.id}-bio", Subject.Kind.ACCOUNT),
    ):
        walk = Walk(client_of(alice), key)
        walk.to("detail", why="other")
        walk.to("check", comment=f"About {key}")
        walk.to("done")
        row = Report.objects.get(comment=f"About {key}")
        item = ReportItem.objects.get(report=row)
        assert (item.subject.kind, item.subject.part) == (kind, "bio" if key.endswith("bio") else "")
    for key in (f"u{eve.id}-header", "p7", "a7", "m7", "u7"):
        assert client_of(alice).get(f"/report/{key}/").status_code == 404
    assert client_of(alice).get("/report/x7/").status_code == 404


def test_parts_of_a_profile_and_posts_are_offered(alice, eve, mo, client_of):
    Account.objects.filter(pk=eve.pk).update(bio="Buy here")
    post = make_post(eve, "And here")
    walk = Walk(client_of(alice), f"u{eve.id}")
    page = walk.to("detail", why="other")
    assert "Buy here" in page
    assert "And here" in page
    walk.to("check", comment="All of it", more=[f"u{eve.id}-bio", f"p{post.id}"])
    walk.to("done")
    subjects = Subject.objects.filter(pk__in=ReportItem.objects.values("subject"))
    assert sorted(subjects.values_list("kind", "part")) == [(1, ""), (1, "bio"), (2, "")]


def test_what_one_does_not_see_one_cannot_report(alice, bob, dan, eve, client_of):
    hidden = make_post(alice, "x", Audience.FRIENDS)
    assert client_of(eve).get(f"/report/p{hidden.id}/").status_code == 404
    assert client_of(bob).get(f"/report/p{hidden.id}/").status_code == 200
    # Whom one has blocked one may well report; who is blocked finds nobody.
    assert client_of(alice).get(f"/report/u{dan.id}/").status_code == 200
    assert client_of(dan).get(f"/report/u{alice.id}/").status_code == 404


def test_menus_lead_there_but_not_from_ones_own(alice, eve, client_of):
    mine, hers = make_post(alice), make_post(eve)
    page = client_of(alice).get(f"/p/{hers.id}/").content.decode()
    assert f'href="/report/p{hers.id}/" data-dialog' in page
    assert "/report/p" not in client_of(alice).get(f"/p/{mine.id}/").content.decode()
    assert f"/report/u{eve.id}/" in client_of(alice).get("/@eve/").content.decode()
    assert "/cases/" in client_of(alice).get("/settings/").content.decode()


def test_limits_and_csrf(alice, eve, mo, client_of):
    client = client_of(alice)
    for number in range(31):
        walk = Walk(client, f"p{make_post(eve).id}")
        walk.to("detail", why="other")
        walk.to("check", comment=str(number))
        walk.to("done")
    assert walk.answer.status_code == 429
    assert Report.objects.count() == 30
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(alice.user)
    assert strict.post(f"/report/p{make_post(eve).id}/?step=detail", {"why": "other"}).status_code == 403
    assert Client(enforce_csrf_checks=True).post("/report/", {}).status_code == 403


def test_my_reports_and_one_of_them(alice, bob, eve, mo, client_of):
    client = client_of(alice)
    assert "You have reported nothing" in client.get("/cases/").content.decode()
    walk = Walk(client, f"p{make_post(eve).id}")
    walk.to("detail", why="other")
    walk.to("check", comment="Look at this")
    walk.to("done")
    case = Case.objects.get()
    path = f"/cases/{case.code}/"
    assert case.code in client.get("/cases/").content.decode()
    page = client.get(path).content.decode()
    assert "Look at this" in page
    assert "/@eve/block/" in page
    assert client_of(eve).get(path).status_code == client_of(bob).get(path).status_code == 404
    assert Client().get(path).status_code == 302
    deciding.decide(case, mo, Verdict((Effect.DISMISS,)))
    page = client.get(path).content.decode()
    assert "Nothing was found to be wrong" in page
    assert "Mo<" not in page
    assert client.post(path, {"body": " "}).status_code == 422
    assert client.post(path, {"text": "There is more to it, in the third line."}).status_code == 303
    assert Appeal.objects.get().account == alice
    assert client.post(path, {"text": "There is more to it, in the third line."}).status_code == 422
    assert "You have asked for another look" in client.get(path).content.decode()


def test_the_list_of_reports_costs_the_same_for_any_length(alice, eve, mo, client_of, django_assert_max_num_queries):
    client = client_of(alice)

    def ask() -> int:
        with django_assert_max_num_queries(25) as asked:
            client.get("/cases/")
        return len(asked)

    def tell(number: int) -> None:
        other = make_account()
        walk = Walk(client, f"p{make_post(other).id}")
        walk.to("detail", why="other")
        walk.to("check", comment=str(number))
        walk.to("done")

    tell(0)
    ask()
    first = ask()
    for number in range(1, 7):
        tell(number)
    # What everyone asks for is kept for some seconds.
    ask()
    assert ask() == first
