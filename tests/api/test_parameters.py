"""The same words, however they are sent."""

import json

import pytest
from django.test import RequestFactory

from verandah.api.errors import Unreadable
from verandah.api.parameters import Parameters, parameters_of
from verandah.base.errors import Invalid

ASKED = RequestFactory()


def form(text: str) -> Parameters:
    return parameters_of(ASKED.post("/", text, content_type="application/x-www-form-urlencoded"))


def query(text: str) -> Parameters:
    return parameters_of(ASKED.get("/?" + text))


def in_json(value: object) -> Parameters:
    return parameters_of(ASKED.put("/", json.dumps(value), content_type="application/json"))


def multipart(fields: dict[str, object]) -> Parameters:
    return parameters_of(ASKED.post("/", fields))


@pytest.mark.parametrize(
    "asked",
    [
        form("id[]=1&id[]=2"),
        form("id[0]=1&id[1]=2"),
        form("id[10]=2&id[9]=1"),
        form("id%5B%5D=1&id%5B%5D=2"),
        query("id[]=1&id[]=2"),
        in_json({"id": ["1", "2"]}),
        in_json({"id": [1, 2]}),
        in_json({"id": {"0": "1", "1": "2"}}),
        multipart({"id[]": ["1", "2"]}),
    ],
)
def test_a_list(asked: Parameters) -> None:
    assert asked.texts("id") == ["1", "2"]
    assert asked.numbers("id") == [1, 2]


@pytest.mark.parametrize("asked", [form("id=7"), query("id=7"), in_json({"id": 7}), in_json({"id": "7"})])
def test_a_list_of_one_without_brackets(asked: Parameters) -> None:
    assert asked.numbers("id") == [7]


@pytest.mark.parametrize(
    "asked",
    [
        form("source[privacy]=private&poll[options][]=a&poll[options][]=b"),
        in_json({"source": {"privacy": "private"}, "poll": {"options": ["a", "b"]}}),
        multipart({"source[privacy]": "private", "poll[options][]": ["a", "b"]}),
    ],
)
def test_what_stands_inside(asked: Parameters) -> None:
    assert asked.within("source").text("privacy") == "private"
    assert asked.within("poll").texts("options") == ["a", "b"]


@pytest.mark.parametrize(
    "text",
    [
        "f[0][name]=a&f[0][value]=b&f[1][name]=c&f[1][value]=d",
        "f[][name]=a&f[][value]=b&f[][name]=c&f[][value]=d",
    ],
)
def test_rows_of_fields(text: str) -> None:
    assert form(text).items("f") == [{"name": "a", "value": "b"}, {"name": "c", "value": "d"}]


@pytest.mark.parametrize("yes", ["true", "1", "on", "t", "True", "yes"])
@pytest.mark.parametrize("no", ["false", "0", "off", "f", "False".upper(), "OFF"])
def test_yes_and_no(yes: str, no: str) -> None:
    assert form(f"a={yes}").flag("a")
    assert not form(f"a={no}").flag("a", default=True)


def test_yes_and_no_in_json_and_unsaid() -> None:
    assert in_json({"a": True}).flag("a")
    assert not in_json({"a": False}).flag("a", default=True)
    assert in_json({"a": 1}).flag("a")
    assert form("a=").flag("a", default=True)
    assert not form("").flag("a")


def test_the_body_counts_before_the_address() -> None:
    asked = ASKED.post("/?status=old&kept=1", {"status": "new"})
    assert parameters_of(asked).values == {"status": "new", "kept": "1"}


def test_a_delete_has_a_body_too() -> None:
    asked = ASKED.delete("/", "account_ids[]=5", content_type="application/x-www-form-urlencoded")
    assert parameters_of(asked).numbers("account_ids") == [5]


@pytest.mark.parametrize("value", [None, [], {}, "x", -1, 1.5, "9" * 20, 2**63, "١"])
def test_what_is_no_number_counts_as_absent(value: object) -> None:
    assert in_json({"limit": value}).number("limit", 20) == 20


@pytest.mark.parametrize(
    "make",
    [
        lambda: form("&".join(f"a{n}=1" for n in range(1001))),
        lambda: form("a" + "[b]" * 8 + "=1"),
        lambda: in_json({"a": [[[[[[[[[1]]]]]]]]]}),
        lambda: in_json({"a": list(range(1200))}),
        lambda: in_json([1]),
        lambda: parameters_of(ASKED.put("/", "[" * 100_000, content_type="application/json")),
        lambda: parameters_of(ASKED.put("/", '{"a": ' + "9" * 5000 + "}", content_type="application/json")),
        lambda: parameters_of(ASKED.put("/", b'{"a": "\xff"}', content_type="application/json")),
        lambda: form("a=%ff"),
        lambda: parameters_of(ASKED.post("/", "x", content_type="multipart/form-data")),
    ],
)
def test_what_cannot_be_read_is_refused(make) -> None:
    with pytest.raises(Unreadable):
        make()


@pytest.mark.parametrize("make", [lambda: form("a=%00"), lambda: in_json({"a": "\ud800"}), lambda: in_json({"\0": 1})])
def test_signs_that_cannot_be_stored_are_refused(make) -> None:
    with pytest.raises(Invalid):
        make()


@pytest.mark.parametrize("name", ["a[", "a]b", "[a]", "a[b", "a[b]c"])
def test_strange_brackets_are_a_name(name: str) -> None:
    assert query(f"{name}=1").text(name) == "1"


def test_brackets_that_contradict_each_other_end_in_no_error() -> None:
    assert form("a=1&a[]=2&a[b]=3").within("a").text("b") == "3"
    assert form("a[b]=3&a[]=2").texts("a") == ["2"]
