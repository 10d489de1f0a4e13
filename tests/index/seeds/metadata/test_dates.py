"""Dates as people write them: in many languages and orders, as far as they are sure."""

import pytest

from index.seeds.metadata.dates import ReadDate, read_date


@pytest.mark.parametrize(
    "stated",
    [
        *("2021-04-09", "2021/4/9", "2021.04.09", "20210409", "2021-04-09 18:30:00 +0200", "2021-04-09T18:30Z"),
        *("2021-04-09 (Friday)", "2021-04-09 3pm", "2021-04-09 18:30:00 Europe/Berlin", "2021. 4. 9."),
        *("April 9, 2021", "9 April 2021", "9th of April, 2021", "Apr. 9 2021", "Friday, April 9, 2021"),
        *("Fri, 09 Apr 2021 18:30:00 +0200", "Fri Apr 9 09:15:00 UTC 2021", "April 9th 2021 at 3:30 PM", "9-Apr-2021"),
        *("9. April 2021", "Freitag, den 9. April 2021", "9 avril 2021", "vendredi 9 avril 2021 à 14h30"),
        *("9 de abril de 2021", "9 de abril del 2021", "9 aprile 2021", "9 d'abril de 2021", "9 april 2021"),
        *("9 апреля 2021 г.", "9 апреля 2021 года", "9 квітня 2021 року", "9 Nisan 2021 Cuma", "9 kwietnia 2021 r."),
        *("9. dubna 2021", "2021. április 9.", "2021 m. balandžio 9 d.", "9 Απριλίου 2021", "9 huhtikuuta 2021"),
        *("2021年4月9日", "2021년 4월 9일", "09.04.2021", "9. 4. 2021", "٩ أبريل ٢٠٢١", "9 अप्रैल 2021"),
    ],
)
def test_whole_dates_are_read_in_any_order(stated: str) -> None:
    """In words the order does not matter; between full stops the day stands first in every language."""
    assert ReadDate("2021-04-09") == read_date(stated)


@pytest.mark.parametrize(
    ("stated", "value"),
    [
        *(("13/09/2021", "2021-09-13"), ("09/13/2021", "2021-09-13"), ("04/04/2021", "2021-04-04")),
        *(("1er mars 2020", "2020-03-01"), ("1º de maio de 2020", "2020-05-01"), ("5 Ağustos 2020", "2020-08-05")),
        *(("4/2021", "2021-04"), ("April 2021", "2021-04"), ("avril 2021", "2021-04"), ("2021", "2021")),
        *(("2021年", "2021"), ("mai 2021", "2021-05"), ("2021年4月", "2021-04"), ("févr. 2021", "2021-02")),
    ],
)
def test_dates_keep_what_is_stated(stated: str, value: str) -> None:
    """A month or a year alone; figures of which one can be no month."""
    assert ReadDate(value) == read_date(stated)


@pytest.mark.parametrize(
    ("stated", "value", "readings"),
    [
        ("04/09/2021", "2021", ("2021-09-04", "2021-04-09")),
        ("4-9-2021", "2021", ("2021-09-04", "2021-04-09")),
        ("9 listopad 2021", "2021", ("2021-10-09", "2021-11-09")),
        ("spring 2021", "2021", ()),
        ("Winter 2021", "2021", ()),
        ("March–April 2021", "2021", ()),
        ("April 9-10, 2021", "2021-04", ()),
    ],
)
def test_of_the_others_what_is_sure_counts(stated: str, value: str, readings: tuple[str, ...]) -> None:
    """With the days it can mean, where it means one."""
    assert ReadDate(value, readings, is_whole=False) == read_date(stated)


@pytest.mark.parametrize(
    "stated",
    [
        *("yesterday", "circa 2021", "before 2021", "2020-2021", "2022-13", "2022-02-30", "30 February 2021", "0000"),
        *(
            "09/04/21",
            "9/4",
            "April 9",
            "May",
            "12024",
            "1617985800",
            "2021 or 2022",
            "",
            "31/31/2021",
            "May 2021 BC x",
        ),
    ],
)
def test_what_is_no_date_is_none(stated: str) -> None:
    """Nothing is guessed: no century, no year, no day that no calendar has."""
    assert None is read_date(stated)


def test_the_language_tells_months_apart() -> None:
    """Listopad is November in Polish and October in Croatian."""
    found = [read_date("9 listopad 2021", language) for language in ("pl", "hr-HR")]

    assert [ReadDate("2021-11-09"), ReadDate("2021-10-09")] == found
