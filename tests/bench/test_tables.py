"""docs/speed.md says what was measured, and nothing by hand."""

from bench.tables import PAGE, with_tables


def test_the_tables_are_those_of_the_results():
    text = PAGE.read_text()
    assert with_tables(text) == text
