"""Writes the tables of docs/speed.md anew, from the newest results of each scenario."""

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from .town import TOP

PAGE = TOP / "docs" / "speed.md"
RESULTS = TOP / "bench" / "results"

type Line = dict[str, Any]
type Key = tuple[str, int]


@dataclass(frozen=True, slots=True)
class Peer:
    """What a workload costs elsewhere, in milliseconds of processor time, and what it may cost here."""

    ours: str
    theirs: str
    gotosocial: str
    tuned: str
    takahe: str
    most: float
    connections: int = 8


# From measurements with the same harness on one machine, 22 November 2026; docs/speed.md says what they are.
PEERS = (
    Peer("home of 20", "home20", "7.3", "1.3", "194", 0.35),
    Peer("home of 20, one member", "", "0.42", "–", "–", 0.35),
    Peer("home of 40", "home40", "18", "–", "352", 0.7),
    Peer("community of 20", "local20", "15.7", "1.3", "72", 0.5),
    Peer("one post", "status", "10.6", "4.2", "32", 0.2),
    Peer("thread of 50", "context50", "38", "–", "765", 1.5),
    Peer("notifications of 20", "notifications", "4.3", "–", "201", 0.5),
    Peer("a member's posts", "account_statuses", "105", "–", "101", 0.6),
    Peer("verify_credentials", "verify_credentials", "0.29", "–", "16.7", 0.2),
    Peer("account look-up", "lookup", "0.27", "–", "–", 0.2),
    Peer("account search", "search_accounts", "2.5", "–", "32", 1.2),
    Peer("tag timeline", "tag", "2.8", "–", "–", 0.5),
    Peer("instance", "instance", "0.05", "–", "11", 0.1),
    Peer("favourite", "favourite", "22", "–", "77", 1.5, 1),
    Peer("follow / unfollow", "follow", "1.8", "–", "36", 1.5, 1),
    Peer("create, 50 followers", "post", "177–223", "173", "about 950", 10, 1),
    Peer("create, followed by all", "post_big", "6,700", "–", "about 95,000", 10, 1),
    Peer("profile as HTML, guest", "profile_html", "111", "–", "118", 4),
    Peer("home as HTML", "home_html", "–", "–", "–", 4),
)


def main(_words: Sequence[str]) -> None:
    """Write the page with its tables made anew."""
    PAGE.write_text(with_tables(PAGE.read_text()))


def with_tables(text: str) -> str:
    """The page, with what the results say between the two marks of each table."""
    http, peers = newest("http"), newest("peers")
    made = {
        "beside": beside(http, peers),
        "http": figures(http),
        "peers": harness(peers),
        "streams": streams(http, peers),
        "media": media(newest("media")),
        "likeness": likeness(newest("likeness")),
        "profile": profile(newest("profile").values()),
        "when": when([*http.values(), *peers.values()]),
    }
    for name, filled in made.items():
        text = replaced(text, name, filled)
    return text


def newest(name: str) -> dict[Key, Line]:
    """The last line of each scenario and number of connections."""
    path = RESULTS / f"{name}.jsonl"
    lines = [json.loads(line) for line in path.read_text().splitlines()] if path.exists() else []
    return {(line["scenario"], line.get("connections", 1)): line for line in lines}


def replaced(text: str, name: str, table: str) -> str:
    """The page with a new table between its two marks."""
    start, end = f"<!-- {name} -->\n", f"<!-- end of {name} -->"
    before, found, rest = text.partition(start)
    if not found or end not in rest:
        raise ValueError(f"docs/speed.md has no place for the table {name}.")
    return f"{before}{start}{table}\n{end}{rest.partition(end)[2]}"


def beside(http: Mapping[Key, Line], peers: Mapping[Key, Line]) -> str:
    """Ours beside the others, in milliseconds of processor time."""
    rows = []
    for peer in PEERS:
        town, same = cost(http, peer), cost_of_harness(peers, peer)
        reached = {True: "yes", False: "no", None: ""}[None if same is None else same <= peer.most]
        rows.append(
            [
                peer.ours,
                spoken(town),
                spoken(same),
                spoken(peer.most),
                reached,
                peer.gotosocial,
                peer.tuned,
                peer.takahe,
            ]
        )
    head = ["ms of CPU", "ours, town", "ours, peers' harness", "aim", "reached", "GoToSocial", "tuned", "Takahē"]
    return table(head, rows)


def cost(lines: Mapping[Key, Line], peer: Peer) -> float | None:
    """Milliseconds of processor time in our town; of what goes on after the answer, until the server is idle again."""
    line = lines.get((peer.ours, peer.connections), {})
    found = line.get("cpu us until idle", line.get("cpu us"))
    return None if found is None else found / 1000


def cost_of_harness(lines: Mapping[Key, Line], peer: Peer) -> float | None:
    """The same by the peers' harness."""
    line = lines.get((peer.theirs, peer.connections), {})
    found = line.get("cpu_ms_settled server", line.get("cpu_ms server"))
    return None if found is None else float(found)


def figures(lines: Mapping[Key, Line]) -> str:
    """Everything over HTTP."""
    head = ["scenario", "at once", "a second", "p50 ms", "p95 ms", "p99 ms", "CPU µs", "memory MiB", "bytes", "failed"]
    keys = ["per second", "p50 ms", "p95 ms", "p99 ms", "cpu us", "memory MiB", "bytes", "failed"]
    return table(
        head, [[name, str(number), *cells(line, keys)] for (name, number), line in lines.items() if is_run(line)]
    )


def is_run(line: Line) -> bool:
    return "per second" in line


def harness(lines: Mapping[Key, Line]) -> str:
    """The peers' harness."""
    head = ["workload", "at once", "a second", "p50 ms", "p99 ms", "CPU ms", "CPU ms until idle", "errors"]
    keys = ["rps", "p50", "p99", "cpu_ms server", "cpu_ms_settled server", "errors"]
    return table(
        head, [[name, str(number), *cells(line, keys)] for (name, number), line in lines.items() if "rps" in line]
    )


def streams(http: Mapping[Key, Line], peers: Mapping[Key, Line]) -> str:
    """What else there is to tell: streams, starts, memory."""
    names = ("start", "500 streams", "2,000 idle streams")
    rows = [[name, told(http[name, 1])] for name in names if (name, 1) in http]
    rows += [
        [f"peers' harness: {name}", told(peers[name, 1])]
        for name in ("stream", "visible", "startup")
        if (name, 1) in peers
    ]
    return table(["what", "figures"], rows)


def media(lines: Mapping[Key, Line]) -> str:
    """Photos, films and sounds."""
    head = ["what", "MB", "CPU s", "files a second of a core", "its seconds a second of a core", "memory MiB"]
    keys = ["cpu s", "a second of a core", "seconds a second of a core", "memory MiB"]
    rows = [[name, spoken(line["bytes"] / 1e6), *cells(line, keys)] for (name, _), line in lines.items()]
    commits = ", ".join(dict.fromkeys(f"{line['at'][:10]}, commit `{line['commit']}`" for line in lines.values()))
    return table(head, rows) + (f"\n\n{commits}." if commits else "")


def likeness(lines: Mapping[Key, Line]) -> str:
    """What of a changed picture is found in a bank."""
    changes = {name: line for (name, _), line in lines.items() if "found at 31" in line}
    head = ["change", "PDQ alone, 31 bits", "its bits turned, 31", "all looks, 20 bits", "all looks, 31 bits"]
    keys = ["alone at 31", "turned at 31", "found at 20", "found at 31"]
    rows = [[name, *(f"{line[key]} %" for key in keys)] for name, line in changes.items()]
    rest = "\n".join(f"- {name}: {told(line)}" for (name, _), line in lines.items() if name not in changes)
    commits = ", ".join(dict.fromkeys(f"{line['at'][:10]}, commit `{line['commit']}`" for line in lines.values()))
    return f"{table(head, rows)}\n\n{rest}\n\n{commits}." if lines else ""


def told(line: Line) -> str:
    """The figures of a line in words."""
    unsaid = ("at", "commit", "machine", "town", "scenario", "connections", "runs")
    return ", ".join(f"{key} {spoken(value)}" for key, value in line.items() if key not in unsaid)


def profile(lines: Iterable[Line]) -> str:
    """Shares of the time by part and by function."""
    whole = []
    for line in lines:
        columns: list[tuple[str, Callable[[Line], Mapping[str, float]]]] = [
            ("Part", lambda one: one["parts"]),
            ("Ours, with what they call", lambda one: one["ours with what they call"]),
            ("Alone", lambda one: one["functions alone"]),
        ]
        whole.append(f"**{line['scenario']}** ({line['commit']})\n")
        for title, chosen in columns:
            shares = [
                [f"`{name}`" if title != "Part" else name, spoken(share)]
                for name, share in list(chosen(line).items())[:14]
            ]
            whole.append(table([title, "%"], shares) + "\n")
    return "\n".join(whole).rstrip()


def when(lines: Iterable[Line]) -> str:
    """Of which commits, machines and towns the figures are. A plus: with changes that were in no commit yet."""
    keys = ("commit", "machine", "town")
    found = dict.fromkeys((line["at"][:10], *(line[key] for key in keys)) for line in lines)
    return "\n".join(f"- {day}: commit `{commit}` on {machine}; {town}" for day, commit, machine, town in found)


def cells(line: Line, keys: Sequence[str]) -> list[str]:
    return [spoken(line.get(key)) for key in keys]


def spoken(value: object) -> str:
    """A number with as many digits as mean something."""
    if not isinstance(value, int | float):
        return "–" if value is None else str(value)
    if abs(value) >= 100 or value == int(value):
        return f"{value:,.0f}"
    return f"{value:.3g}"


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Markdown."""
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join("| " + " | ".join(line) + " |" for line in lines)
