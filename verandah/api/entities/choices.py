"""NotificationChoices: what the viewer is told of, where and when. Ours."""

from typing import TypedDict

from verandah.domain.notifications.choices import CHANNELS, WORDS, ShownChoices


class NotificationChoicesJson(TypedDict):
    choices: dict[str, dict[str, bool]]
    digest: str
    quiet_from: str | None
    quiet_until: str | None
    has_no_night: bool
    time_zone: str


def choices(shown: ShownChoices, zone: str) -> NotificationChoicesJson:
    """All of them."""
    return {
        "choices": {word: {channel: shown.wants[word, channel] for channel in CHANNELS} for word in WORDS},
        "digest": shown.digest,
        "quiet_from": clock(shown.quiet_from),
        "quiet_until": clock(shown.quiet_until),
        "has_no_night": shown.has_no_night,
        "time_zone": zone,
    }


def clock(minutes: int | None) -> str | None:
    """Minutes after midnight as in 22:00."""
    return None if minutes is None else f"{minutes // 60:02}:{minutes % 60:02}"
