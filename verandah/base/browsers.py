"""What a browser calls itself, in two words a person knows."""

from django.utils.translation import gettext as _

# The order matters: every one of them also claims to be one of those below it.
BROWSERS = (
    ("Edg", "Edge"),
    ("OPR/", "Opera"),
    ("SamsungBrowser", "Samsung Internet"),
    ("Vivaldi", "Vivaldi"),
    ("FxiOS", "Firefox"),
    ("Firefox/", "Firefox"),
    ("CriOS", "Chrome"),
    ("Chrome/", "Chrome"),
    ("Safari/", "Safari"),
)
SYSTEMS = (
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Android", "Android"),
    ("CrOS", "ChromeOS"),
    ("Windows", "Windows"),
    ("Mac OS X", "macOS"),
    ("Linux", "Linux"),
)
HANDHELD = frozenset({"iPhone", "iPad", "Android"})


def browser_name(agent: str) -> str:
    """ "Firefox on Linux": the browser and the system of a User-Agent header, as far as it tells them."""
    browser, system = found(agent, BROWSERS), found(agent, SYSTEMS)
    if browser and system:
        return _("%(browser)s on %(system)s") % {"browser": browser, "system": system}
    return browser or system or _("An unknown browser")


def is_handheld(agent: str) -> bool:
    """Whether it is a phone or a tablet."""
    return found(agent, SYSTEMS) in HANDHELD


def found(agent: str, names: tuple[tuple[str, str], ...]) -> str:
    """The first of `names` whose sign is in `agent`."""
    return next((name for sign, name in names if sign in agent), "")
