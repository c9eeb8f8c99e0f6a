"""The pages of the site itself: drafting one in its languages, putting it in force, retiring it, their order."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import get_language_info
from django.utils.translation import gettext as _

from verandah.base import markup
from verandah.base.errors import Conflict, Forbidden, Invalid, NotFound
from verandah.domain.accounts.models import Account
from verandah.domain.accounts.permissions import Permission, may
from verandah.domain.accounts.roles import Role
from verandah.domain.instance.answers import answers_for
from verandah.domain.instance.guard import Fault, asked_in, faults, filled, unchanged
from verandah.domain.instance.models import Document, DocumentVersion, Site
from verandah.domain.instance.papers import PAPERS
from verandah.domain.instance.questions import QUESTIONS
from verandah.domain.instance.shipped import templates

from . import announcing, spreading
from .auditing import note, role_of

LONGEST_TITLE = 120
LONGEST_SUMMARY = 300
LONGEST_BODY = 60_000
LONGEST_CHANGES = 1000
LONGEST_ANSWER = 2000
MOST_DOCUMENTS = 40
MOST_FAULTS_TOLD = 12
Kind = Document.Kind
TEMPLATES = {
    Kind.ABOUT: "about",
    Kind.PRIVACY: "privacy",
    Kind.TERMS: "terms",
    Kind.IMPRINT: "imprint",
    Kind.ACCESSIBILITY: "accessibility",
}
# Whoever joins says yes to these, until the owner wants it otherwise.
ACCEPTED = (Kind.PRIVACY, Kind.TERMS)


@dataclass(frozen=True, slots=True)
class Words:
    """A document in one language: Markdown, in which {{questions}} may still stand."""

    title: str = ""
    summary: str = ""
    body: str = ""


@dataclass(frozen=True, slots=True)
class Wish:
    """What the owner writes: words and answers by language ("*": answers that hold for all), and what has changed."""

    texts: Mapping[str, Words] = field(default_factory=dict)
    answers: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    changes: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Terms:
    """How it is put in force: from when (None: now), and who hears of it."""

    since: datetime | None = None
    asks_again: bool = False
    is_mailed: bool = False


def ensure_documents() -> None:
    """The five pages that every site has, each with the shipped text as its draft. Twice: the same."""
    for position, kind in enumerate(TEMPLATES):
        document, made = Document.objects.get_or_create(
            kind=kind,
            defaults={
                "slug": TEMPLATES[kind],
                "position": position,
                "needs_acceptance": kind in ACCEPTED,
                "is_on_landing": kind == Kind.ABOUT,
            },
        )
        if made:
            shipped = templates()[TEMPLATES[kind]]
            texts = {code: dict(shipped.texts[code]) for code in first_languages() if code in shipped.texts}
            store_draft(document, texts, {}, None, shipped.mark)


def first_languages() -> list[str]:
    """In which a shipped text is offered at first: the main language, and those that the owner has chosen."""
    row = Site.objects.filter(pk=1).values("languages", "language").first() or {"languages": [], "language": ""}
    return list(dict.fromkeys([row["language"] or settings.LANGUAGE_CODE, *row["languages"]]))


def add_page(by: Account, title: str, language: str) -> Document:
    """A page of the owner's own, as a draft. Twice: two. Raises Forbidden, Invalid."""
    told = line(title, LONGEST_TITLE)
    if not told:
        raise Invalid("title", _("Give the page a title."))
    with transaction.atomic():
        refuse_others(by)
        if Document.objects.filter(retired_at=None).count() >= MOST_DOCUMENTS:
            raise Invalid("title", _("There are 40 pages already. Retire one first."))
        last = Document.objects.order_by("-position").values_list("position", flat=True).first()
        document = Document.objects.create(kind=Kind.OWN, slug=free_slug(told), position=(last or 0) + 1)
        store_draft(document, {language: {"title": told, "summary": "", "body": ""}}, {}, by, "")
        note(by, "add_document", document=document.slug)
    return document


def save_draft(by: Account, document_id: int, wish: Wish) -> DocumentVersion:
    """Keep this for later; nobody but the staff reads it. Twice: the same. Raises Forbidden, NotFound, Invalid."""
    texts = {code: worded(words) for code, words in wish.texts.items()}
    kept = {code: words for code, words in texts.items() if any(words.values())}
    with transaction.atomic():
        refuse_others(by)
        document = locked(document_id)
        document.answers = kept_answers(wish.answers)
        document.save(update_fields=["answers"])
        changes = {code: text for code, words in wish.changes.items() if (text := clean(words, LONGEST_CHANGES))}
        draft = store_draft(document, kept, changes, by)
        note(by, "draft_document", document=document.slug, version=draft.number)
    return draft


def publish(by: Account, document_id: int, terms: Terms = Terms()) -> DocumentVersion:
    """The draft holds from now on, or from `terms.since`. Twice: Conflict, for there is no draft any more.

    Raises Forbidden, NotFound; Invalid naming each question that has no answer.
    """
    now = timezone.now()
    since = max(terms.since or now, now)
    with transaction.atomic():
        refuse_others(by)
        document = locked(document_id)
        draft = draft_of(document)
        if draft is None:
            raise Conflict(_("There is no draft to publish. Change something first."))
        told = texts_of(document, draft)
        refuse_unfinished(document, told)
        draft.texts, draft.effective_from = told, since
        draft.asks_again, draft.is_mailed = terms.asks_again, terms.is_mailed
        draft.save(update_fields=["texts", "effective_from", "asks_again", "is_mailed"])
        Document.objects.filter(pk=document.pk).update(retired_at=None)
        note(
            by,
            "publish_document",
            document=document.slug,
            version=draft.number,
            asks_again=terms.asks_again,
            is_mailed=terms.is_mailed,
        )
        if terms.is_mailed:
            spreading.begin(draft.pk)
        changed()
    return draft


def take_back(by: Account, document_id: int) -> None:
    """What was to hold from a later day is a draft again. Twice: the same. Raises Forbidden, NotFound, Conflict."""
    with transaction.atomic():
        refuse_others(by)
        document = locked(document_id)
        coming = document.versions.filter(effective_from__gt=timezone.now()).order_by("-number").first()
        if coming is None:
            return
        if draft_of(document) is not None:
            raise Conflict(_("There is a newer draft already."))
        texts = {code: {**words, "body": words.get("source", words["body"])} for code, words in coming.texts.items()}
        coming.texts, coming.effective_from, coming.is_mailed = texts, None, False
        coming.save(update_fields=["texts", "effective_from", "is_mailed"])
        note(by, "take_document_back", document=document.slug, version=coming.number)
        changed()


def place(by: Account, document_id: int, footer: bool, landing: bool, accepted: bool) -> None:
    """Where links lead to it, and whether whoever joins says yes to it. Twice: the same. Raises Forbidden, NotFound."""
    wished = {"is_in_footer": footer, "is_on_landing": landing, "needs_acceptance": accepted}
    with transaction.atomic():
        refuse_others(by)
        document = locked(document_id)
        if any(getattr(document, name) != value for name, value in wished.items()):
            Document.objects.filter(pk=document.pk).update(**wished)
            note(by, "place_document", document=document.slug, footer=footer, landing=landing, accepted=accepted)
            changed()


def order_documents(by: Account, ids: Sequence[int]) -> None:
    """They stand in this order; those left out come after. Twice: the same. Raises Forbidden."""
    with transaction.atomic():
        refuse_others(by)
        rows = list(Document.objects.select_for_update().order_by("position", "pk"))
        wished = {number: place for place, number in enumerate(dict.fromkeys(ids))}
        ordered = sorted(rows, key=lambda row: wished.get(row.pk, len(wished)))
        moved = sum(row.position != place for place, row in enumerate(ordered))
        for place, row in enumerate(ordered):
            row.position = place
        if moved:
            Document.objects.bulk_update(ordered, ["position"])
            note(by, "order_documents", moved=moved)
            changed()


def retire(by: Account, document_id: int, is_retired: bool = True) -> None:
    """It holds no more, and no link leads to it; or it holds again. Twice: the same. Raises Forbidden, NotFound."""
    with transaction.atomic():
        refuse_others(by)
        document = locked(document_id)
        if (document.retired_at is not None) != is_retired:
            Document.objects.filter(pk=document.pk).update(retired_at=timezone.now() if is_retired else None)
            note(by, "retire_document" if is_retired else "restore_document", document=document.slug)
            changed()


def changed() -> None:
    """After this transaction every process reads anew which documents hold."""
    transaction.on_commit(PAPERS.read)
    announcing.switched()


def texts_of(document: Document, draft: DocumentVersion) -> dict[str, dict[str, str]]:
    """The draft with its answers in place; what was written stays beside it, for the next version."""
    told = {}
    for code, words in draft.texts.items():
        answers = answers_for(document, code)
        told[code] = {name: filled(words.get(name, ""), answers) for name in ("title", "summary", "body")}
        told[code]["source"] = words.get("body", "")
    return told


def refuse_unfinished(document: Document, texts: Mapping[str, Mapping[str, str]]) -> None:
    """Raises Invalid for a document without words, and naming each question that has no answer."""
    if not any(words.get("body") for words in texts.values()):
        raise Invalid("body", _("Write the text in at least one language."))
    for code, words in texts.items():
        if not (words.get("title") and words.get("body")):
            name = language_name(code)
            raise Invalid(f"title-{code}", _("%(language)s lacks its title or its text.") % {"language": name})
    if found := list(unfinished(document, texts)):
        names = "; ".join(one.name for one in found[:MOST_FAULTS_TOLD])
        raise Invalid("answers", _("These are not filled in yet: %(names)s") % {"names": names}, "unfilled")


def unfinished(document: Document, texts: Mapping[str, Mapping[str, str]]) -> Iterator[Fault]:
    """What the placeholder guard finds, by document, language and question."""
    for code, words in texts.items():
        title = words.get("title") or document.slug
        parts = [words.get(name, "") for name in ("title", "summary", "body")]
        yield from faults(title, language_name(code), parts, QUESTIONS)
        asked = {name: QUESTIONS[name] for name in questions_of(words) if name in QUESTIONS}
        yield from unchanged(title, language_name(code), answers_for(document, code), asked)


def questions_of(words: Mapping[str, str]) -> list[str]:
    """The questions that stood in a text before its answers did."""
    return asked_in(words.get("source", ""))


def store_draft(
    document: Document,
    texts: dict[str, dict[str, str]],
    changes: dict[str, str],
    by: Account | None,
    template: str | None = None,
) -> DocumentVersion:
    """The one draft of a document, made or changed. `template`: where it is from; None: where the last one was."""
    draft = draft_of(document)
    if draft is None:
        last = document.versions.order_by("-number").first()
        draft = DocumentVersion(document=document, number=last.number + 1 if last else 1, created_at=timezone.now())
        draft.template = template if template is not None else last.template if last else ""
    draft.texts, draft.changes, draft.created_by_id = texts, changes, by.pk if by else None
    draft.save()
    return draft


def draft_of(document: Document) -> DocumentVersion | None:
    """What nobody but the staff sees."""
    return document.versions.filter(effective_from=None).order_by("-number").first()


def refuse_others(by: Account) -> None:
    """Raises Forbidden unless `by` may write what the site says."""
    if not may(Role(role_of(by)), Permission.WRITE_POLICIES):
        raise Forbidden


def locked(document_id: int) -> Document:
    """The document, held for this transaction. Raises NotFound."""
    document = Document.objects.select_for_update().filter(pk=document_id).first()
    if document is None:
        raise NotFound
    return document


def worded(words: Words) -> dict[str, str]:
    """One language as it is kept. Raises Invalid for what is too long or no text."""
    title, summary = line(words.title, LONGEST_TITLE), line(words.summary, LONGEST_SUMMARY)
    return {"title": title, "summary": summary, "body": clean(words.body, LONGEST_BODY)}


def kept_answers(answers: Mapping[str, Mapping[str, str]]) -> dict[str, dict[str, str]]:
    """Answers to questions that there are, in languages that there are."""
    known = ("*", *(code for code, _name in settings.LANGUAGES))
    told = {
        code: {name: clean(text, LONGEST_ANSWER) for name, text in said.items() if name in QUESTIONS and text.strip()}
        for code, said in answers.items()
        if code in known
    }
    return {code: said for code, said in told.items() if said}


def clean(text: str, most: int) -> str:
    return markup.clean(text, most)


def line(text: str, most: int) -> str:
    return " ".join(clean(text, most).split())


def language_name(code: str) -> str:
    """A language in its own words."""
    try:
        return str(get_language_info(code)["name_local"])
    except KeyError:
        return code


def free_slug(title: str) -> str:
    """A name for the address of a page, which none has yet."""
    base = slugify(title)[:50] or "page"
    taken = set(Document.objects.filter(slug__startswith=base).values_list("slug", flat=True)) | set(TEMPLATES.values())
    return next(one for one in (base, *(f"{base}-{n}" for n in range(2, len(taken) + 3))) if one not in taken)
