"""`make bench`: what Verandah costs, on a town of sample people.

uv run python -m bench            every scenario over HTTP
uv run python -m bench paths      the hot paths inside one process, without network
uv run python -m bench finding  search, suggestions and trends in the whole town, and the jobs of the night
uv run python -m bench likeness a bank of 100,000 fingerprints: memory, time, and what of a changed picture is found
uv run python -m bench media      photos, films and sounds: how many a core makes ready, and with how much memory
uv run python -m bench profile    where the time of a scenario goes
uv run python -m bench peers      the harness with which other servers were measured
uv run python -m bench rules      posts a second through 10,000 words and 100 patterns
uv run python -m bench talk       a post with 5,000 comments and 20,000 reactions
uv run python -m bench tables     the tables of docs/speed.md, from the results
"""

import sys

from . import finding, http, inside, likeness, media, peers, profiling, tables, talk, vetting

WORDS = {
    "finding": finding.main,
    "http": http.main,
    "likeness": likeness.main,
    "media": media.main,
    "paths": inside.main,
    "peers": peers.main,
    "profile": profiling.main,
    "rules": vetting.main,
    "tables": tables.main,
    "talk": talk.main,
}


def main() -> None:
    words = sys.argv[1:]
    if words and words[0] in ("-h", "--help"):
        sys.stdout.write(__doc__ or "")
    elif words and words[0] in WORDS:
        WORDS[words[0]](words[1:])
    else:
        http.main(words)


if __name__ == "__main__":
    main()
