"""Which language a text is in, when it is sure enough; by py3langid, whose model is read when a text first needs it."""

from __future__ import annotations

import re
import threading
import unicodedata
from functools import cache

from py3langid.langid import MODEL_FILE, LanguageIdentifier

# Those that are told apart: each that a post may be said to be in and the model knows, but for those that are written
# so much like another that a short text belongs to neither.
KNOWN = (
    "af ar be bg bn ca cs cy da de el en eo es et eu fa fi fr ga gl gu he hi hr hu hy id is it ja ka kk km kn ko lt lv"
    " mk ml mn mr my ne nl no pa pl pt ro ru sk sl sq sr sv sw ta te th tr uk ur uz vi zh"
)
# What people put into texts that is in no language.
NO_WORDS = re.compile(r"https?://\S+|www\.\S+|\S+@\S+\.\S+|[@#:]\w[\w.:-]*|\b\w+(?:\.\w+)+(?:/\S*)?")
# So many letters say something; of scripts whose letters are words or syllables, so many.
LEAST, LEAST_DENSE = 16, 5
DENSE = re.compile("[぀-ヿ㐀-鿿가-힯]")
# How sure it must be, of a text of a few words and of a longer one.
SURE, SURE_ENOUGH, LONG = 0.9, 0.75, 60
# Of a long text its beginning says enough.
MOST = 2000
LOADING = threading.Lock()


def language_of(text: str) -> str:
    """The code of the language that `text` is in; empty when it is too short, mixed, or in none."""
    words = worded(text)
    letters = sum(unicodedata.category(char)[0] in "LM" for char in words)
    if letters < LEAST and len(DENSE.findall(words)) < LEAST_DENSE:
        return ""
    (code, sureness), *_rest = model().rank(words)
    return str(code) if sureness >= (SURE_ENOUGH if letters >= LONG else SURE) else ""


def worded(text: str) -> str:
    """`text` without addresses, names, tags, numbers and pictures."""
    bare = NO_WORDS.sub(" ", text[:MOST])
    kept = (char if unicodedata.category(char)[0] in "LMP" or char.isspace() else " " for char in bare)
    return " ".join("".join(kept).split())


def model() -> LanguageIdentifier:
    """The one of this process. Two threads that need it at the same time read it once."""
    with LOADING:
        return loaded()


@cache
def loaded() -> LanguageIdentifier:
    found = LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
    found.set_languages(KNOWN.split())
    return found
