"""The site's own pages: shipped texts, the placeholder guard, putting in force, letters to all, asking again."""

from datetime import timedelta

import pytest
from django.utils import timezone, translation

from tests.documented import answers, document, publish, wish_of
from tests.factories import make_account
from verandah.actions import accepting, publishing, spreading
from verandah.actions.publishing import Terms, Wish, Words
from verandah.base.errors import Conflict, Forbidden, Invalid, NotFound
from verandah.domain.accounts.models import Account
from verandah.domain.accounts.roles import Role
from verandah.domain.instance.documents import current_documents, document_in_force, published_versions
from verandah.domain.instance.guard import asked_in, faults, filled
from verandah.domain.instance.models import Acceptance, Document, DocumentVersion, Site
from verandah.domain.instance.papers import PAPERS, footer_links
from verandah.domain.instance.questions import QUESTIONS
from verandah.domain.instance.shipped import LANGUAGES, NAMES, templates
from verandah.domain.moderation.models import AuditEntry

EVERY = [
    (name, language, question)
    for name in NAMES
    for language in LANGUAGES
    for question in asked_in("\n".join(templates()[name].texts[language].values()))
]


@pytest.fixture
def ada(site) -> Account:
    Site.objects.update(name="", minimum_age=0)
    return make_account("ada", role=Role.ADMIN)


def test_each_shipped_text_is_there_in_five_languages_and_asks_the_same() -> None:
    for name in NAMES:
        texts = templates()[name].texts
        assert set(texts) == set(LANGUAGES)
        assert all(set(words) == {"title", "summary", "body"} and all(words.values()) for words in texts.values())
        asked = {language: set(asked_in("\n".join(words.values()))) for language, words in texts.items()}
        # French law wants the hosting company named in the imprint.
        assert all(found - {"hosting"} == asked["en"] - {"hosting"} for found in asked.values())
        assert all(found <= set(QUESTIONS) for found in asked.values())
        headings = {language: words["body"].count("\n## ") for language, words in texts.items()}
        assert len({count for language, count in headings.items() if (name, language) != ("imprint", "fr")}) == 1


@pytest.mark.parametrize(("name", "language", "question"), EVERY)
def test_one_unfilled_question_is_refused_by_its_name(ada, name, language, question) -> None:
    publishing.save_draft(ada, document(name).pk, wish_of(name, language, without=question))
    with pytest.raises(Invalid) as refused:
        publishing.publish(ada, document(name).pk)
    told = refused.value.text
    title = filled(templates()[name].texts[language]["title"], answers())
    assert str(QUESTIONS[question].label) in told
    assert title in told
    assert publishing.language_name(language) in told
    assert refused.value.why == "unfilled"
    assert document_in_force(None, name) is None


@pytest.mark.parametrize("name", NAMES)
def test_with_all_answers_each_holds(ada, name) -> None:
    for language in LANGUAGES:
        publishing.save_draft(ada, document(name).pk, wish_of(name, language))
        made = publishing.publish(ada, document(name).pk)
        assert "{{" not in made.texts[language]["body"]
        assert "{{" in made.texts[language]["source"]


@pytest.mark.parametrize("left", ["Lorem ipsum dolor", "[Your name]", "TODO: write", "[insert address here]", "{{"])
def test_what_was_copied_and_never_read_is_refused(ada, left) -> None:
    publishing.save_draft(ada, document("about").pk, Wish({"en": Words("About", "", f"All about us. {left}")}))
    with pytest.raises(Invalid, match="not filled in"):
        publishing.publish(ada, document("about").pk)


def test_the_guard_leaves_honest_words_alone() -> None:
    honest = "No todo está dicho. [Your data](/settings/data/) is yours; todos somos. A {brace} and [a note]."
    assert not faults("About", "English", [honest], QUESTIONS)


def test_the_example_is_no_answer(ada) -> None:
    wish = wish_of("terms", "en")
    given = {"en": {**answers(), "governing_law": str(QUESTIONS["governing_law"].example)}}
    publishing.save_draft(ada, document("terms").pk, Wish(wish.texts, given))
    with pytest.raises(Invalid, match="The law of which country applies"):
        publishing.publish(ada, document("terms").pk)


def test_what_the_settings_know_need_not_be_typed_again(ada) -> None:
    Site.objects.update(name="Alder Bay", minimum_age=16, responsible_name="Ada Alder", legal_address="3 Quay")
    Site.objects.update(contact_email="us@example.org")
    wish = wish_of("about", "en")
    own = {"about_site": "For all of Alder Bay.", "about_people": "Ada and friends."}
    publishing.save_draft(ada, document("about").pk, Wish(wish.texts, {"en": own}))
    publishing.publish(ada, document("about").pk)
    shown = document_in_force(None, "about", "en")
    assert shown
    assert "For all of Alder Bay." in shown.html
    assert "What Alder Bay is" in shown.summary
    assert "us@example.org" in shown.html


def test_drafts_and_what_comes_later_hold_for_nobody(ada) -> None:
    publish(ada, "privacy")
    later = timezone.now() + timedelta(days=20)
    publish(ada, "privacy", more="\n\nMore.", terms=Terms(since=later))
    publishing.save_draft(ada, document("terms").pk, wish_of("terms"))
    assert [(one.slug, one.number) for one in current_documents(None, "en")] == [("privacy", 1)]
    assert [one.number for one in published_versions(None, "privacy")] == [2, 1]
    assert published_versions(None, "terms") == []
    with pytest.raises(Conflict):
        publishing.publish(ada, document("privacy").pk)


def test_a_coming_version_is_taken_back_with_its_questions(ada) -> None:
    publish(ada, "privacy")
    publish(ada, "privacy", more="\n\nMore.", terms=Terms(since=timezone.now() + timedelta(days=20), is_mailed=True))
    publishing.take_back(ada, document("privacy").pk)
    publishing.take_back(ada, document("privacy").pk)
    draft = DocumentVersion.objects.get(document__slug="privacy", effective_from=None)
    assert "{{hosting}}" in draft.texts["en"]["body"]
    assert not draft.is_mailed


def test_links_lead_where_they_are_wanted_in_the_readers_language(ada, django_assert_num_queries) -> None:
    publishing.save_draft(
        ada, document("terms").pk, Wish({"en": Words("Terms", "", "So."), "ar": Words("شروط", "", "نعم.")})
    )
    publishing.publish(ada, document("terms").pk)
    PAPERS.read()
    with django_assert_num_queries(0):
        assert [(one.label, one.path) for one in footer_links("ar")] == [("شروط", "/terms/")]
        assert [one.label for one in footer_links("fr")] == ["Terms"]
    publishing.place(ada, document("terms").pk, footer=False, landing=False, accepted=False)
    PAPERS.read()
    assert footer_links("en") == []


def test_own_pages_have_addresses_of_their_own_and_retire(ada) -> None:
    first, second = (publishing.add_page(ada, "House guide", "en") for _time in range(2))
    assert (first.slug, second.slug) == ("house-guide", "house-guide-2")
    assert publishing.add_page(ada, "Privacy", "en").slug == "privacy-2"
    publishing.save_draft(ada, first.pk, Wish({"en": Words("House guide", "", "Knock first.")}))
    publishing.publish(ada, first.pk)
    publishing.retire(ada, first.pk)
    assert document_in_force(None, "house-guide") is None
    publishing.retire(ada, first.pk, is_retired=False)
    assert document_in_force(None, "house-guide")


def test_only_those_who_write_policies_do(ada, alice, mo) -> None:
    number = document("terms").pk
    for person in (alice, mo):
        for deed in (
            lambda person=person: publishing.save_draft(person, number, wish_of("terms")),
            lambda person=person: publishing.publish(person, number),
            lambda person=person: publishing.add_page(person, "Mine", "en"),
            lambda person=person: publishing.retire(person, number),
            lambda person=person: publishing.place(person, number, True, True, True),
            lambda person=person: publishing.order_documents(person, [number]),
            lambda person=person: publishing.take_back(person, number),
        ):
            with pytest.raises(Forbidden):
                deed()
    with pytest.raises(NotFound):
        publishing.publish(ada, 10**9)


def test_everything_is_recorded_without_anyones_words(ada) -> None:
    publish(ada, "terms")
    publishing.order_documents(ada, [document("terms").pk])
    deeds = list(AuditEntry.objects.filter(actor_id=ada.pk).order_by("id").values_list("deed", flat=True))
    assert deeds == ["draft_document", "publish_document", "order_documents"]
    assert "truth" not in str(list(AuditEntry.objects.values_list("facts", flat=True)))


def test_members_are_written_to_once_each(ada, alice, bob, mailoutbox, monkeypatch) -> None:
    monkeypatch.setattr(spreading, "AT_ONCE", 1)
    bob.user.language = "ar"
    bob.user.save(update_fields=["language"])
    mailoutbox.clear()
    made = publish(ada, "privacy", terms=Terms(is_mailed=True))
    assert sorted(letter.to[0] for letter in mailoutbox) == [f"{n}@example.org" for n in ("ada", "alice", "bob")]
    assert "/privacy/history/" in mailoutbox[0].body
    # A worker that has died in the middle takes its job up again.
    for after in (0, alice.user.pk):
        spreading.write_round.call(made.pk, after)
    DocumentVersion.objects.filter(pk=made.pk).update(mailed_at=None)
    spreading.write_round.call(made.pk, 0)
    assert len(mailoutbox) == 3


def test_nobody_is_asked_before_a_version_asks(ada, alice, django_assert_num_queries) -> None:
    publish(ada, "terms")
    with django_assert_num_queries(0):
        assert accepting.still_to_accept(alice) == []
        assert [one.label for one in accepting.needed_at_sign_up("en")] == ["Terms of use"]


def test_who_has_said_yes_is_asked_again_once(ada, alice, django_assert_num_queries) -> None:
    publish(ada, "terms")
    accepting.accept_all(alice)
    publish(ada, "terms", more="\n\nMore.", terms=Terms(asks_again=True))
    assert [(one.slug, one.accepted, one.number) for one in accepting.still_to_accept(alice)] == [("terms", 1, 2)]
    assert accepting.may_be_asked(alice.pk)
    accepting.accept_all(alice)
    accepting.accept_all(alice)
    with django_assert_num_queries(0):
        assert accepting.still_to_accept(alice) == []
    assert not accepting.may_be_asked(alice.pk)
    assert Acceptance.objects.filter(account=alice, document__slug="terms").count() == 2
    # The rules are the same as they were, so that one yes to them stands.
    assert Acceptance.objects.filter(account=alice, document=None).count() == 1
    publish(ada, "terms", more="\n\nA comma.")
    assert accepting.still_to_accept(alice) == []


def test_a_page_reads_in_the_language_of_its_reader(ada) -> None:
    publishing.save_draft(
        ada, document("about").pk, Wish({"en": Words("About", "", "So."), "ar": Words("حول", "", "نعم.")})
    )
    publishing.publish(ada, document("about").pk)
    with translation.override("ar"):
        shown = document_in_force(None, "about")
    assert shown
    assert (shown.title, shown.direction) == ("حول", "rtl")
    assert Document.objects.filter(slug="about").count() == 1
