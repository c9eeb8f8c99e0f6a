"""Which picture of a page an address opens."""

from typing import TYPE_CHECKING

from verandah.base.errors import NotFound

from .models import Link

if TYPE_CHECKING:
    from verandah.domain.accounts.models import Account


def image_of(viewer: "Account | None", name: str, extension: str) -> str:
    """The content type of a page's picture, whoever asks: it is not of ours. Raises NotFound when there is none."""
    found = Link.objects.filter(image_name=name, image_extension=extension).exclude(image_name="")
    content_type = found.values_list("image_type", flat=True).first()
    if content_type is None:
        raise NotFound
    return content_type
