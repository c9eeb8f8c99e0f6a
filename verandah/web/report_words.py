"""Words of reports: countries, and what has become of one."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from verandah.domain.moderation.reports import LAWS, Category, Outcome, OwnReport, Stage

# Where a law can hold that is named; for all others there is "another country".
COUNTRIES: dict[str, Promise] = {
    "AT": _("Austria"),
    "BE": _("Belgium"),
    "BG": _("Bulgaria"),
    "CA": _("Canada"),
    "CH": _("Switzerland"),
    "CY": _("Cyprus"),
    "CZ": _("Czechia"),
    "DE": _("Germany"),
    "DK": _("Denmark"),
    "EE": _("Estonia"),
    "ES": _("Spain"),
    "FI": _("Finland"),
    "FR": _("France"),
    "GB": _("United Kingdom"),
    "GR": _("Greece"),
    "HR": _("Croatia"),
    "HU": _("Hungary"),
    "IE": _("Ireland"),
    "IS": _("Iceland"),
    "IT": _("Italy"),
    "LI": _("Liechtenstein"),
    "LT": _("Lithuania"),
    "LU": _("Luxembourg"),
    "LV": _("Latvia"),
    "MT": _("Malta"),
    "NL": _("Netherlands"),
    "NO": _("Norway"),
    "PL": _("Poland"),
    "PT": _("Portugal"),
    "RO": _("Romania"),
    "SE": _("Sweden"),
    "SI": _("Slovenia"),
    "SK": _("Slovakia"),
    "US": _("United States"),
}

WHAT: dict[str, Promise] = {
    "post": _("Post"),
    "comment": _("Comment"),
    "album": _("Album"),
    "image": _("Photo"),
    "gifv": _("Moving picture"),
    "video": _("Video"),
    "audio": _("Sound"),
    "person": _("Profile"),
    "avatar": _("Profile picture"),
    "header": _("Picture over the profile"),
    "name": _("Name"),
    "bio": _("What they say about themselves"),
    "fields": _("Lines of the profile"),
}
TITLES: dict[str, Promise] = {
    "post": _("What’s wrong with this post?"),
    "comment": _("What’s wrong with this comment?"),
    "album": _("What’s wrong with this album?"),
    "image": _("What’s wrong with this photo?"),
    "gifv": _("What’s wrong with this picture?"),
    "video": _("What’s wrong with this video?"),
    "audio": _("What’s wrong with this sound?"),
    "person": _("What’s wrong with this profile?"),
}
PART_OF_PROFILE = _("What’s wrong with this part of the profile?")
STAGES: dict[Stage, Promise] = {
    Stage.RECEIVED: _("Received"),
    Stage.IN_REVIEW: _("In review"),
    Stage.ANSWERED: _("Answered"),
}
OUTCOMES: dict[Outcome, tuple[Promise, Promise]] = {
    Outcome.ACTED: (
        _("Something was done about it"),
        _("We looked at it and found that it breaks a rule or a law. Thank you for telling us."),
    ),
    Outcome.NOTHING_WRONG: (
        _("Nothing was found to be wrong"),
        _("We looked at it and found that it can stay. You can mute or block anyone whom you don’t want to meet here."),
    ),
    Outcome.FOLDED: (
        _("Put with what you told us before"),
        _("You have told us of this often. All of it is read together, and more reports don’t make it faster."),
    ),
}
FOUND_FINE = (
    _("Looked at before, and unchanged"),
    _("We have already looked at exactly this and found that it can stay. Once it changes, we look at it anew."),
)

# What has become of a wish for another look, by the word of its state.
APPEALS: dict[str, Promise] = {
    "open": _("You have asked for another look. Somebody else will take it up."),
    "in_review": _("Somebody else is looking at it again."),
    "upheld": _("Somebody else has looked at it again and came to the same end."),
    "overturned": _("Somebody else has looked at it again and decided otherwise."),
    "partly": _("Somebody else has looked at it again and changed a part of it."),
}


def outcome_words(report: OwnReport) -> tuple[Promise, Promise] | None:
    """What has become of it, as a line and as a sentence or two; None while nothing has."""
    return FOUND_FINE if report.is_refound_fine else OUTCOMES.get(report.outcome)


def reason(report: OwnReport) -> Promise | str:
    """Why it was reported, in short."""
    if report.policy_title:
        return report.policy_title
    if report.is_danger:
        return _("Someone may be in danger")
    return _("Against the law") if report.category == Category.LEGAL else _("Something else")


def title_for(what: str) -> Promise:
    """What is asked about a thing of this kind."""
    return TITLES.get(what, PART_OF_PROFILE)


def law_words() -> list[tuple[str, Promise]]:
    """What something illegal can be, to choose from."""
    return [(word, law.words) for word, law in LAWS.items()]


def country_words() -> list[tuple[str, str]]:
    """Countries to choose from, in the order of the reader's language."""
    return sorted(((code, str(name)) for code, name in COUNTRIES.items()), key=lambda one: one[1])
