"""The papers of the house: licence, version, settings, decisions, and nothing of anyone's machine."""

import re
import tomllib

from verandah.config.settings import env

from .source import PACKAGE, TOP, files, short

MACHINE = re.compile(r"(?<![\w.:/-])/(?:work|tmp|root|home/\w+|Users/\w+)(?:/[\w.-]+|\b(?=[\s\"'`]))")
# A secret that was pasted by accident.
SECRET = re.compile(r"-----BEGIN [A-Z ]*PRIVATE KEY|ghp_\w{30}|AKIA[0-9A-Z]{16}")


def texts() -> dict[str, str]:
    found = {}
    for path in files():
        try:
            found[short(path)] = path.read_text(encoding="utf-8")
        except UnicodeDecodeError:
            continue
    return found


def test_no_path_of_a_machine_and_no_secret():
    allowed = {"LICENSE", "uv.lock", "tests/house/test_papers.py"}
    assert [name for name, text in texts().items() if name not in allowed and MACHINE.search(text)] == []
    assert [name for name, text in texts().items() if name not in allowed and SECRET.search(text)] == []


def test_a_path_of_a_machine_is_seen():
    assert MACHINE.search('open("/home/alice/verandah")')
    assert MACHINE.search("see /work/main/docs")
    assert not MACHINE.search("https://example.org/work/done and docs/home/page and /home/ as an address")


def test_the_licence_is_the_whole_agpl():
    text = (TOP / "LICENSE").read_text()
    assert text.lstrip().startswith("GNU AFFERO GENERAL PUBLIC LICENSE")
    assert "13. Remote Network Interaction" in text
    assert "END OF TERMS AND CONDITIONS" in text


def test_the_version_stands_in_the_changelog_only():
    version = re.search(r"^## (\S+)", (TOP / "CHANGELOG.md").read_text(), re.MULTILINE)
    assert version
    assert tomllib.loads((TOP / "pyproject.toml").read_text())["project"]["dynamic"] == ["version"]
    holders = [name for name, text in texts().items() if version[1] in text]
    assert [name for name in holders if name not in {"CHANGELOG.md", "uv.lock"}] == []


def test_contributing_stays_short():
    assert len((TOP / "CONTRIBUTING.md").read_text().splitlines()) < 80


def test_every_setting_has_its_line():
    told = set(re.findall(r"^\| `(VERANDAH_\w+)`", (TOP / "docs/settings.md").read_text(), re.MULTILINE))
    assert told == set(env.names)


def test_nothing_reads_the_environment_beside_env():
    code = {short(path): path.read_text() for path in files(PACKAGE) if path.suffix == ".py"}
    # Django's own start says by the environment where the settings are; that is no setting of ours.
    lines = {name: [line for line in text.splitlines() if "DJANGO_SETTINGS" not in line] for name, text in code.items()}
    readers = {name for name in lines if re.search(r"os\.(environ|getenv)", "\n".join(lines[name]))}
    # The command line turns `--bind` into the setting of that name before the settings are read.
    assert readers - {"verandah/config/env.py", "verandah/cli.py"} == set()
    named = {name for text in code.values() for name in re.findall(r"VERANDAH_[A-Z_]+", text)}
    assert named - set(env.names) == set()


def test_every_dependency_is_decided_on():
    project = tomllib.loads((TOP / "pyproject.toml").read_text())
    asked = project["project"]["dependencies"] + project["dependency-groups"]["dev"]
    asked += [name for extra in project["project"]["optional-dependencies"].values() for name in extra]
    names = {re.split(r"[\[=><; ]", name)[0] for name in asked}
    page = next((TOP / "docs/decisions").glob("*-dependencies.md")).read_text()
    assert names == set(re.findall(r"^\| `([^`]+)` \|", page, re.MULTILINE))


def test_decisions_are_numbered_without_gaps_and_say_three_things():
    pages = sorted((TOP / "docs/decisions").glob("*.md"))
    assert [int(page.name[:4]) for page in pages] == list(range(1, len(pages) + 1))
    for page in pages:
        headings = re.findall(r"^## (.+)$", page.read_text(), re.MULTILINE)
        assert headings == ["What", "Why", "What we gave up"], page.name


def test_links_between_papers_lead_somewhere():
    papers = [path for path in files() if path.suffix == ".md"]
    broken = []
    for paper in papers:
        for target in re.findall(r"\]\(([^)#]+)", paper.read_text()):
            if "://" not in target and not (paper.parent / target).exists():
                broken.append(f"{short(paper)} -> {target}")
    assert broken == []
