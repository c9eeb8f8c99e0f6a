"""Through which of the site's listeners a request has come: the one for everyone, or the staff's own."""

from django.conf import settings
from django.http import HttpRequest


def is_for_staff(request: HttpRequest) -> bool:
    """Whether the staff's pages are behind this listener. The port is the socket's own: no header can say another."""
    if settings.STAFF_BIND is None:
        return True
    return request.META.get("SERVER_PORT") == str(settings.STAFF_BIND[1])
