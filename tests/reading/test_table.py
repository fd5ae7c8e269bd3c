"""docs/import.md says what import makes of every sample, and says it right."""

from tests.reading import table


def test_the_table_of_rows_is_as_the_samples_read() -> None:
    page = table.PAGE.read_text(encoding="utf-8")
    assert page == table.written(page), "run: python -m tests.reading.table"


def test_every_word_of_every_document_is_kept() -> None:
    page = table.PAGE.read_text(encoding="utf-8")
    shares = [
        line.rsplit("|", 2)[1].split("%")[0].strip()
        for line in [*table.samples(), *table.seeds(page)]
    ]
    assert set(shares) == {"100"}
