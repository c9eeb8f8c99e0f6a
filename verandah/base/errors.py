"""The five ways a verb or a query refuses. Their texts are safe to show to anyone."""


class Refusal(Exception):  # noqa: N818
    """Something asked for cannot be done; `text` tells a person why and what to do instead."""

    status = 400

    def __init__(self, text: str = "") -> None:
        super().__init__(text)
        self.text = text


class NotFound(Refusal):
    """There is no such thing, or the viewer may not know that there is."""

    status = 404


class Forbidden(Refusal):
    """The thing is visible, the deed is not allowed."""

    status = 403


class Invalid(Refusal):
    """What was sent cannot be used; `field` says which part of it, `why` in one word what is wrong with it."""

    status = 422

    def __init__(self, field: str, text: str, why: str = "invalid") -> None:
        super().__init__(text)
        self.field, self.why = field, why


class Conflict(Refusal):
    """It was true a moment ago: someone else has been faster."""

    status = 409


class TooMany(Refusal):
    """The same was done too often; `seconds` until it may be tried again."""

    status = 429

    def __init__(self, text: str, seconds: int) -> None:
        super().__init__(text)
        self.seconds = seconds
