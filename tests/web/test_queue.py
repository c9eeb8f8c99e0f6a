"""The queue and the cases as pages: who sees them, what stands there, what can be done, and at what cost."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from tests.factories import make_account, make_post
from verandah.actions import approving, casing, claiming, snapshotting, sweeping
from verandah.actions.deciding import Verdict
from verandah.base.errors import Forbidden, NotFound
from verandah.domain.accounts.roles import Role
from verandah.domain.instance.models import Site
from verandah.domain.moderation.effects import Effect
from verandah.domain.moderation.models import Approval, AuditEntry, Case, CaseNote, Decision, Queue, Report, Subject
from verandah.domain.posts.models import Post


def about(post, queue=Queue.RULES):
    subject = snapshotting.subject_of(Subject.Kind.POST, post.id)
    snapshotting.capture(subject)
    return casing.case_about(subject, queue)


def told(case, reporter, comment=""):
    now = timezone.now()
    row = Report.objects.create(
        case=case,
        reporter=reporter,
        target_id=case.owner_id,
        comment=comment,
        category=Report.Category.SPAM,
        created_at=now,
        updated_at=now,
    )
    casing.weigh(case)
    return row


def cost(client, path):
    """How many queries a page takes, once everything that is remembered is."""
    client.get(path)
    with CaptureQueriesContext(connection) as queries:
        assert client.get(path).status_code == 200
    return len(queries)


@pytest.fixture
def max_(site):
    return make_account("max", role=Role.MODERATOR)


def test_the_queue_shows_what_waits_most_urgent_first(client_of, alice, bob, eve, mo):
    calm = about(make_post(alice, "A calm remark"))
    hot = about(make_post(bob, "I will find you"), Queue.THREATS)
    told(hot, eve)
    html = client_of(mo).get("/moderation/").content.decode()
    assert html.index(hot.code) < html.index(calm.code)
    for words in ("A calm remark", "I will find you", "Threats and hate", "Spam", "left", "Take the next one"):
        assert words in html
    assert "2 cases wait" in html


def test_members_and_guests_find_no_such_page(client_of, alice, guest):
    case = about(make_post(alice))
    for path in (
        "/moderation/",
        f"/moderation/{case.code}/",
        "/moderation/live/",
        "/moderation/bulk/",
        "/admin/clocks/",
    ):
        assert client_of(alice).get(path).status_code == 404
        assert client_of(guest).get(path).status_code in (302, 404)


def test_what_is_about_oneself_stands_nowhere(client_of, mo, max_):
    case = about(make_post(mo, "Something I should not have said"))
    client = client_of(mo)
    assert case.code not in client.get("/moderation/").content.decode()
    for way in ("", "claim/", "notes/", "reporters/"):
        path = f"/moderation/{case.code}/{way}"
        assert (client.post(path) if way else client.get(path)).status_code == 404
    assert case.code in client_of(max_).get("/moderation/").content.decode()


@pytest.mark.parametrize(
    ("query", "there"),
    [
        ("", {"mine", "free", "late"}),
        ("?show=mine", {"mine"}),
        ("?show=unclaimed", {"free", "late"}),
        ("?show=late", {"late"}),
        ("?show=decided", {"closed"}),
        ("?queue=5", {"late"}),
        ("?queue=99&show=nonsense&order=nonsense&start=-1", {"mine", "free", "late"}),
        ("?order=oldest", {"mine", "free", "late"}),
        ("?order=reports", {"mine", "free", "late"}),
    ],
)
def test_filters(client_of, alice, mo, query, there):
    cases = {name: about(make_post(alice)) for name in ("mine", "free", "closed")}
    cases["late"] = about(make_post(alice), Queue.THREATS)
    claiming.claim(cases["mine"], mo)
    casing.close(cases["closed"], mo)
    Case.objects.filter(pk=cases["late"].pk).update(due_at=timezone.now() - timedelta(minutes=1))
    html = client_of(mo).get("/moderation/" + query).content.decode()
    assert {name for name, case in cases.items() if f'id="case-{case.code}"' in html} == there


def test_an_empty_queue_says_so(client_of, mo):
    html = client_of(mo).get("/moderation/").content.decode()
    assert "Nothing waits here" in html


def test_taking_the_next_one_leads_to_the_most_urgent_that_is_free(client_of, alice, mo, max_):
    low, high = about(make_post(alice)), about(make_post(alice), Queue.THREATS)
    answer = client_of(mo).post("/moderation/next/")
    assert answer["Location"] == f"/moderation/{high.code}/"
    answer = client_of(max_).post("/moderation/next/")
    assert answer["Location"] == f"/moderation/{low.code}/"
    assert client_of(max_).post("/moderation/next/")["Location"] == "/moderation/"
    assert client_of(mo).get("/moderation/next/").status_code == 405


def test_the_numbers_are_asked_for_anew_and_new_cases_are_announced(client_of, alice, mo):
    newest = about(make_post(alice)).pk
    client = client_of(mo)
    assert "There are new cases" not in client.get(f"/moderation/live/?newest={newest}").content.decode()
    about(make_post(alice))
    assert "There are new cases" in client.get(f"/moderation/live/?newest={newest}").content.decode()


def test_the_page_of_a_case_tells_all_that_is_known(client_of, alice, bob, carol, mo):
    post = make_post(alice, "Four tickets left, message me")
    case = about(post)
    told(case, bob, "These were free.")
    told(case, carol)
    casing.note_on(case, mo, "Ask the choir.")
    other = about(make_post(alice))
    html = client_of(mo).get(f"/moderation/{case.code}/").content.decode()
    for words in (
        "Four tickets left, message me",
        "Still the same",
        "sha256",
        "Reported 2 times",
        "These were free.",
        "A member",
        "What is known of Alice",
        "Ask the choir.",
        "Also open about the same person or thing",
        other.code,
        "First look",
    ):
        assert words in html
    assert "carol" not in html
    assert f"/p/{post.id}/" in html


def test_what_was_changed_or_is_gone_is_still_shown_as_it_was(client_of, alice, mo):
    post = make_post(alice, "As it was reported")
    case = about(post)
    Post.objects.filter(pk=post.pk).update(text="As it is now")
    html = client_of(mo).get(f"/moderation/{case.code}/").content.decode()
    assert "As it was reported" in html
    assert "Changed since" in html
    Post.objects.filter(pk=post.pk).delete()
    html = client_of(mo).get(f"/moderation/{case.code}/").content.decode()
    assert "As it was reported" in html
    assert "Gone" in html


def test_looking_is_recorded_and_stops_the_clock_of_the_first_look(client_of, alice, mo):
    case = about(make_post(alice))
    client_of(mo).get(f"/moderation/{case.code}/")
    case.refresh_from_db()
    assert case.state == Case.State.TRIAGED
    deeds = list(AuditEntry.objects.filter(case_id=case.pk).order_by("pk").values_list("deed", "actor_id"))
    assert deeds == [("look", mo.pk), ("first_look", mo.pk)]


def test_an_auditor_reads_and_changes_nothing(client_of, alice):
    auditor = make_account("ann", role=Role.AUDITOR)
    case = about(make_post(alice))
    client = client_of(auditor)
    html = client.get(f"/moderation/{case.code}/").content.decode()
    assert "Take this case" not in html
    assert "Add note" not in html
    case.refresh_from_db()
    assert case.state == Case.State.NEW
    for way in ("claim", "release", "assign", "pass-on", "wait", "notes", "links", "reopen", "reporters"):
        assert client.post(f"/moderation/{case.code}/{way}/", {"body": "Hello", "queue": "5"}).status_code == 403
    assert client.post("/moderation/next/").status_code == 403
    assert not CaseNote.objects.exists()


def test_who_sorts_cases_does_not_decide_or_learn_who_reported(client_of, alice, bob):
    sorter = make_account("tess", role=Role.TRIAGE)
    case = about(make_post(alice))
    told(case, bob)
    client = client_of(sorter)
    assert client.post(f"/moderation/{case.code}/claim/").status_code == 302
    html = client.get(f"/moderation/{case.code}/").content.decode()
    assert "Show who reported it" not in html
    assert client.post(f"/moderation/{case.code}/reporters/").status_code == 403
    assert client.post("/moderation/bulk/", {"case": case.code, "effect": "dismiss", "apply": "1"}).status_code == 403
    assert not Decision.objects.exists()


def test_who_reported_is_shown_only_when_asked_for_and_that_is_recorded(client_of, alice, bob, mo):
    case = about(make_post(alice))
    told(case, bob)
    client = client_of(mo)
    page = client.get(f"/moderation/{case.code}/").content.decode()
    assert "@bob" not in page
    assert "Show who reported it" in page
    assert "@bob" in client.post(f"/moderation/{case.code}/reporters/").content.decode()
    looks = AuditEntry.objects.filter(case_id=case.pk, deed="look").values_list("facts", flat=True)
    assert [facts["what"] for facts in looks.order_by("pk")] == ["case", "reporters"]
    assert "Looked at who reported it" in client.get(f"/moderation/{case.code}/").content.decode()


def test_who_else_works_at_it_is_said_and_their_case_is_not_taken(client_of, alice, mo, max_):
    case = about(make_post(alice))
    claiming.claim(case, max_)
    client = client_of(mo)
    html = client.get(f"/moderation/{case.code}/").content.decode()
    assert "works at this case, until" in html
    assert "Take this case" not in html
    answer = client.post(f"/moderation/{case.code}/claim/")
    assert answer.status_code == 409
    assert "Max works at this case" in answer.content.decode()


def test_the_deeds_of_a_case(client_of, alice, mo, max_):
    case, other = about(make_post(alice)), about(make_post(alice))
    client = client_of(mo)

    def do(way, **sent):
        answer = client.post(f"/moderation/{case.code}/{way}/", sent)
        case.refresh_from_db()
        return answer

    assert do("claim").status_code == 302
    assert case.assignee == mo
    assert "Yours until" in client.get(f"/moderation/{case.code}/").content.decode()
    assert do("notes", body="A word", pinned="1").status_code == 302
    note = CaseNote.objects.get()
    assert note.is_pinned
    assert do(f"notes/{note.pk}/pin").status_code == 302
    assert not CaseNote.objects.get().is_pinned
    assert do("links", other=other.code.lower()).status_code == 302
    assert other.code in client.get(f"/moderation/{case.code}/").content.decode()
    assert do("links", other=other.code, undo="1").status_code == 302
    assert do("links", other="ZZ-0000").status_code == 422
    assert do("wait").status_code == 302
    assert case.state == Case.State.WAITING
    assert do("assign", to=str(max_.pk)).status_code == 302
    assert case.assignee == max_
    assert do("assign", to=str(alice.pk)).status_code == 404
    assert do("pass-on", queue="5").status_code == 302
    assert case.queue == Queue.THREATS
    assert do("pass-on", queue="77").status_code == 422
    assert do("pass-on", up="1").status_code == 302
    assert case.state == Case.State.ESCALATED
    assert do("release").status_code == 302
    casing.close(case, mo)
    assert "Open it again" in client.get(f"/moderation/{case.code}/").content.decode()
    anew = do("reopen")["Location"]
    assert anew != f"/moderation/{case.code}/"
    assert case.code in client.get(anew).content.decode()


def test_a_notice_of_a_case_leads_who_is_of_the_staff_to_the_case(client_of, alice, mo, max_):
    case, own = about(make_post(alice)), about(make_post(mo))
    assert client_of(mo).get(f"/decisions/cases/{case.pk}/")["Location"] == f"/moderation/{case.code}/"
    assert client_of(max_).get(f"/decisions/cases/{own.pk}/")["Location"] == f"/moderation/{own.code}/"
    answer = client_of(mo).get(f"/decisions/cases/{own.pk}/")
    assert "/moderation/" not in answer.get("Location", "")


def test_a_code_that_is_none_is_no_page(client_of, mo):
    client = client_of(mo)
    for code in ("ZZ-0000", "nonsense", "AB-12345"):
        assert client.get(f"/moderation/{code}/").status_code == 404


def test_the_queue_costs_the_same_for_one_case_and_for_many(client_of, alice, bob, mo):
    told(about(make_post(alice)), bob)
    client = client_of(mo)
    one = cost(client, "/moderation/")
    for _time in range(7):
        told(about(make_post(make_account())), bob)
    assert cost(client, "/moderation/") == one
    assert one <= 22
    assert cost(client, "/moderation/live/") <= 10


def test_a_case_costs_the_same_with_few_reports_and_with_many(client_of, alice, mo):
    case = about(make_post(alice))
    told(case, make_account())
    client = client_of(mo)
    one = cost(client, f"/moderation/{case.code}/")
    for _time in range(5):
        told(case, make_account(), "Again.")
        casing.note_on(case, mo, "Again.")
    assert cost(client, f"/moderation/{case.code}/") == one
    assert one <= 75


def test_what_many_decisions_would_change_is_shown_before_anything_does(client_of, alice, bob, carol, mo, max_):
    cases = [about(make_post(alice)), about(make_post(bob)), about(make_post(alice))]
    told(cases[0], carol)
    claiming.claim(cases[2], max_)
    client = client_of(mo)
    sent = {"case": [case.code for case in cases], "effect": "dismiss"}
    assert client.get("/moderation/bulk/", {"case": sent["case"]}).status_code == 200
    html = client.post("/moderation/bulk/", sent).content.decode()
    assert "<b>2 cases</b> will be decided: Leave it." in html
    assert "1 case stays as it is" in html
    assert "Somebody else works at it." in html
    assert not Decision.objects.exists()
    html = client.post("/moderation/bulk/", sent | {"apply": "1"}).content.decode()
    assert "<b>2 cases</b> were decided." in html
    parent, child = Decision.objects.order_by("pk")
    assert (parent.parent_id, child.parent_id) == (None, parent.pk)
    assert Case.objects.filter(closed_at__isnull=False).count() == 2
    html = client.post("/moderation/bulk/", sent | {"apply": "1"}).content.decode()
    assert "It is closed already." in html
    assert Decision.objects.count() == 2


def test_many_decisions_are_taken_back_at_once_by_who_made_them(client_of, alice, bob, mo, max_):
    cases = [about(make_post(alice)), about(make_post(bob))]
    done = sweeping.sweep(cases, mo, Verdict((Effect.WARN,), facts="That was not kind, in so many words."))
    with pytest.raises(NotFound):
        sweeping.take_back(done.parent.pk, max_, "By mistake.")
    assert client_of(mo).post(f"/moderation/bulk/{done.parent.pk}/undo/").status_code == 302
    assert Decision.objects.filter(reverses__isnull=False).count() == 2
    assert sweeping.take_back(done.parent.pk, mo, "By mistake.") == 0


def test_nothing_ticked_and_nothing_chosen(client_of, alice, mo):
    case = about(make_post(alice))
    client = client_of(mo)
    assert client.get("/moderation/bulk/")["Location"] == "/moderation/"
    for effect in ("", "terminate", "nonsense"):
        assert client.post("/moderation/bulk/", {"case": case.code, "effect": effect}).status_code == 422


def test_more_than_fifty_at_once_need_a_second_person(client_of, alice, mo, max_):
    cases = [about(make_post(alice)) for _time in range(51)]
    verdict = Verdict((Effect.DISMISS,), facts="The same harmless link, told of by one person.")
    with pytest.raises(Forbidden):
        sweeping.sweep(cases, mo, verdict)
    sent = {"case": [case.code for case in cases], "effect": "dismiss", "facts": verdict.facts, "apply": "1"}
    assert client_of(mo).post("/moderation/bulk/", sent)["Location"] == "/moderation/approvals/"
    assert not Decision.objects.exists()
    approval = Approval.objects.get()
    assert client_of(mo).post("/moderation/bulk/", sent)["Location"] == "/moderation/approvals/"
    approving.agree(max_, approval.pk)
    assert "<b>51 cases</b> were decided." in client_of(mo).post("/moderation/bulk/", sent).content.decode()
    assert Decision.objects.filter(second_actor_id=max_.pk).count() == 51


def test_the_page_of_clocks_says_which_laws_hold_and_those_who_run_the_site_choose(client_of, mo):
    ada = make_account("ada", role=Role.ADMIN)
    html = client_of(mo).get("/admin/clocks/").content.decode()
    assert "European Union" in html
    assert client_of(mo).post("/admin/clocks/", {"pack": ["eu"]}).status_code == 403
    assert client_of(ada).post("/admin/clocks/", {"pack": ["eu", "us"]}).status_code == 302
    assert Site.objects.get().law_packs == ["eu", "us"]
    assert AuditEntry.objects.get(deed="choose_law_packs").facts == {"packs": "eu us"}
    assert client_of(ada).post("/admin/clocks/", {"pack": ["moon"]}).status_code == 422


def test_packs_that_nobody_has_read_again_are_named_on_the_queue(client_of, mo, settings, tmp_path):
    settings.DATA = tmp_path
    (tmp_path / "lawpacks").mkdir()
    (tmp_path / "lawpacks" / "town.toml").write_text(
        'name = "town"\ntitle = "By-laws"\nfrom = 2020-01-01\nreview_by = 2020-06-01\n'
        '[[queue]]\nqueue = 7\nbasis = "By-law 1"\ndecide = "1h"\nwarn = [50, 80]\n'
    )
    (tmp_path / "lawpacks" / "broken.toml").write_text("name = 3\n")
    Site.objects.update(law_packs=["town", "nowhere"])
    html = client_of(mo).get("/moderation/").content.decode()
    assert "By-laws" in html
    assert "2020-06-01" in html
    assert "broken.toml, line 1" in html
    assert "nowhere" in html
