"""Notices what a person would not: errors on the console, refused scripts, requests to another host."""

from playwright.sync_api import ConsoleMessage, Error, Page, Request, Response


class Watch:
    """Collects the troubles of one page. A status in `expected` is what the journey is about."""

    def __init__(self, page: Page, url: str) -> None:
        self.page = page
        self.url = url
        self.troubles: list[str] = []
        self.expected: set[int] = {401, 403, 404, 409, 422, 429}
        page.on("console", self.on_console)
        page.on("pageerror", self.on_error)
        page.on("request", self.on_request)
        page.on("response", self.on_response)

    def on_error(self, error: Error) -> None:
        # Chromium leaves the fading from page to page out when it is in a hurry, and calls that an error of the page.
        if not any(words in str(error) for words in ("ViewTransition opt-in disabled", "Page already revealed")):
            self.troubles.append(f"script error: {error}")

    def on_console(self, message: ConsoleMessage) -> None:
        # Chromium repeats the status of each answer there, which `on_response` has judged already; htmx tells of a line
        # that is down, as it is where a journey is about that.
        known = ("Failed to load resource", "htmx:error: Failed to fetch")
        if message.type in {"error", "warning"} and not any(words in message.text for words in known):
            self.troubles.append(f"console: {message.text} ({message.location.get('url')})")

    def on_request(self, request: Request) -> None:
        if not request.url.startswith((self.url, "data:", "blob:")):
            self.troubles.append(f"request to another host: {request.url}")

    def on_response(self, response: Response) -> None:
        is_part = response.request.resource_type in {"stylesheet", "script", "font", "image"}
        if response.status >= 400 and (is_part or response.status not in self.expected):
            self.troubles.append(f"{response.status} for {response.url}")
