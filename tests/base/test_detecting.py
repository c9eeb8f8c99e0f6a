"""The language of a text: said when it is sure, in many languages; not said of what is short, mixed or no text."""

import pytest

from verandah.base import detecting

SURE = {
    "en": "The bread is ready at the corner.",
    "ar": "صباح الخير جميعا السوق يفتح غدا",
    "fr": "Bonjour à tous, le marché ouvre demain.",
    "de": "Kaffee und Kuchen um drei im Garten",
    "es": "El pan está listo en la esquina",
    "pt": "Bom dia a todos, o mercado abre amanhã",
    "tr": "Günaydın, pazar yarın açılıyor",
    "ru": "Доброе утро, рынок открывается завтра",
    "he": "שלום לכולם, השוק נפתח מחר",
    "it": "Buongiorno a tutti, il mercato apre domani",
    "el": "Καλημέρα, η αγορά ανοίγει αύριο",
    "ja": "おはようございます",
    "zh": "市场明天开门，大家好",
    "ko": "좋은 아침입니다 시장은 내일 엽니다",
    "pl": "Jutro otwieramy targ, zapraszamy wszystkich",
}
UNSURE = [
    "",
    "ok",
    "Hi all",
    "Merci",
    "Guten Morgen",
    "hahahahahahahahahaha",
    "😀😀😀 🎉",
    "https://example.org/this-is-an-english-text",
    "@alice @bob @carol #bread #garden",
    "2026 - 11 - 22",
    "See you at the Kaffeehaus morgen früh",
    "The parrot says hola amigos, bonjour mes amis und guten Tag",
]


@pytest.mark.parametrize("language", SURE)
def test_sentences_are_known(language):
    assert detecting.language_of(SURE[language]) == language


@pytest.mark.parametrize("text", UNSURE)
def test_of_what_is_not_sure_nothing_is_said(text):
    assert detecting.language_of(text) == ""


def test_names_links_and_pictures_change_nothing():
    text = f"😀 @someone https://example.org/le-pain-est-pret {SURE['de']} #marché"
    assert detecting.language_of(text) == "de"
