"""Where lists go on."""

from verandah.base.paging import LENGTH, Page


def older_path(path: str, last_id: int, count: int, page: Page) -> str:
    """The address of the next page below `last_id`; empty when this page was not full."""
    if count < page.length:
        return ""
    joiner = "&" if "?" in path else "?"
    length = "" if page.length == LENGTH else f"&length={page.length}"
    return f"{path}{joiner}before={last_id}{length}"
