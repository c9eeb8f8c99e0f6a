"""What a token may do. The rules are the domain's; this is the name by which the door knows them."""

from verandah.domain.accounts.rules import SCOPES as SCOPES
from verandah.domain.accounts.rules import covers as covers
