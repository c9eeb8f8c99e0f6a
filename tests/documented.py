"""What the tests of the site's own pages share: true answers, and documents in force."""

from verandah.actions import publishing
from verandah.actions.publishing import Terms, Wish, Words
from verandah.domain.accounts.models import Account
from verandah.domain.instance.models import Document, DocumentVersion
from verandah.domain.instance.papers import PAPERS
from verandah.domain.instance.questions import QUESTIONS
from verandah.domain.instance.shipped import templates

AT_ONCE = Terms()


def answers(without: str = "") -> dict[str, str]:
    """A true answer to every question, but for one."""
    return {name: f"The truth about {name.replace('_', ' ')}" for name in QUESTIONS if name != without}


def wish_of(name: str, language: str = "en", without: str = "", more: str = "") -> Wish:
    """A shipped text in one language, answered, with more words at its end."""
    words = templates()[name].texts[language]
    texts = {language: Words(words["title"], words["summary"], words["body"] + more)}
    return Wish(texts, {language: answers(without)})


def document(name: str) -> Document:
    publishing.ensure_documents()
    return Document.objects.get(slug=name)


def publish(by: Account, name: str = "privacy", more: str = "", terms: Terms = AT_ONCE) -> DocumentVersion:
    """The shipped text of this name in force, with more words at its end."""
    number = document(name).pk
    publishing.save_draft(by, number, wish_of(name, more=more))
    made = publishing.publish(by, number, terms)
    PAPERS.read()
    return made
