"""Dates in a running text, in the languages that people write them in."""

import pytest

from index.text.dates import find_date


@pytest.mark.parametrize(
    ("text", "date"),
    [
        ("le 1er mai 2021", "2021-05-01"),
        ("3 de maio de 2021", "2021-05-03"),
        ("il 3 maggio 2021", "2021-05-03"),
        ("3 Mayıs 2021", "2021-05-03"),
        ("3 KASIM 2021", "2021-11-03"),  # of which the small letters have a dot in other languages
        ("3 NİSAN 2021", "2021-04-03"),
        ("发表于2021年5月3日的文章", "2021-05-03"),
        ("2021 年 5 月", "2021-05"),
        ("橋は2021年にできた", "2021"),
        ("12021年", None),
    ],
)
def test_dates_of_several_languages(text: str, date: str | None) -> None:
    """Each at the precision that is stated."""
    assert date == find_date(text)
