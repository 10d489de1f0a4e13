"""What a quote may leave out at its ellipses: nothing without which the source says something else."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.engines.library import Searcher
from index.evaluation.collection import Row, RowPart
from index.quoting.check import verify
from index.quoting.model import QuoteCheck, runs
from index.settings import BuildSettings

HARBOUR = (
    "The pilot must not leave the bridge while the ship is under way. The cook, who had sailed from Leith in 1931, "
    "baked twice a week. Fishing is allowed only with a licence. Nets can be dried on the quay, except during the "
    "fair, by anybody. Its stones came from Dunmore, a day to the north, and were cut by hand. She can**not** swim. "
    "In May 1931 the weir was rebuilt at some 300 pounds. The lamp isn’t lit. The clerk was allegedly a thief.\n\n"
    "The second wheel turned slowly. The ferryman sold his boat."
)
LOST = (
    "",
    " ",
    " … ",
    "…",
    " [...] ",
    " (…) ",
    " . . . ",
    " *…* ",
    " ** ** ",
    " <!-- not --> ",
    "\u200b",
    " ~~ ~~ ",
    "-",
)


def check(text: str, quote: str) -> QuoteCheck:
    """Check a quote against a single passage."""
    return verify(Searcher([RowPart([Row("row", "", text)], BuildSettings())]), quote)


def seams(found: QuoteCheck) -> list[str]:
    """Write what a stitched quote leaves out, *what changes the sense* marked."""
    left_out = [run for run in runs(found.differences) if run[0].change != "same"]
    return [" ".join(f"*{e.words}*" if e.change == "turning" else e.words for e in run) for run in left_out]


@pytest.mark.parametrize(
    "quote",
    [
        "The cook … baked twice a week",
        "The cook [...] baked twice a week.",
        "The cook, who had sailed from Leith (…), baked twice a week",
        "The cook, who … in 1931, baked …  a week",  # several
        "The cook . . . baked twice",
        "The cook...baked twice",
        "The cook⋯baked twice",
        "The cook, [. . .], baked twice",
        "Its stones came from Dunmore ... cut by hand",
        "Nets can be dried on the quay, except during the fair ... Its stones came",  # a rest, then a start
        "cut by hand. … She cannot swim",  # nothing is left out
        "In … 1931 the weir was rebuilt",  # the month, and no doubt
        "the weir was rebuilt … 300 pounds",  # "some 300" is a number
        "The second wheel turned … The ferryman sold his boat",
    ],
)
def test_what_changes_nothing_may_be_left_out(quote: str) -> None:
    """Inside a sentence, or at the end of one or the start of the next."""
    found = check(HARBOUR, quote)

    assert (found.verdict, found.tolerances) == ("verbatim", ("words left out at the ellipsis",))


@pytest.mark.parametrize(
    ("quote", "left_out"),
    [
        ("The pilot must … leave the bridge", ["*not*"]),
        ("Fishing is allowed [...] with a licence", ["*only*"]),
        ("Nets can be dried on the quay ... by anybody", [", *except* during the fair,"]),
        ("The lamp … lit", ["*isn’t*"]),
        ("The clerk was ... a thief", ["*allegedly*"]),
        (
            "The cook … baked twice a week. Fishing is allowed … with",
            [", who had sailed from Leith in 1931,", "*only*"],
        ),
        ("The second wheel … sold his boat", ["turned slowly. The ferryman"]),  # of the one, said of the other
        ("The cook, who had sailed from Leith … Its stones came from Dunmore", None),  # sentences between
        ("sold his boat … The cook", None),  # the other way round
        ("The pilot … sold his boat", None),
    ],
)
def test_what_changes_the_sense_makes_a_quote_stitched(quote: str, left_out: list[str] | None) -> None:
    """What was left out is shown, with the words that turn it round."""
    found = check(HARBOUR, quote)

    assert found.verdict == "stitched"
    assert left_out in (None, seams(found))


TURNED_ROUND = {
    "Der Pächter darf auf der Parzelle nicht grillen. Hunde sind, sofern sie angeleint sind, erlaubt.": (
        "auf der Parzelle … grillen", "Hunde sind … erlaubt",
    ),
    "Der Brunnen vor dem Haus war kaum tief. Hier ist kein Wasser trinkbar. Er war angeblich ein Dieb.": (
        "Der Brunnen vor dem Haus war … tief", "Hier ist … Wasser", "Er war … ein Dieb",
    ),
    "El inquilino no puede tener abejas en la parcela. El alcalde es presuntamente un ladrón.": (
        "El inquilino … puede", "El alcalde es … un ladrón",
    ),
    "Los perros pueden entrar, salvo los domingos, en el jardín. El pozo de la casa apenas tenía agua.": (
        "pueden entrar … en el jardín", "El pozo de la casa … tenía agua",
    ),
    "Арендатор не имеет права держать пчёл на участке. Собакам можно входить, если они на поводке, в сад.": (
        "Арендатор … имеет права", "входить … в сад",
    ),
    "Староста якобы вор. Колодец у дома едва ли глубок. Рыбачить на озере можно только утром.": (
        "Староста … вор", "Колодец у дома … глубок", "можно … утром",
    ),
    "Bu su bugün güvenli değil, dedi kadın. Köpekler, tasmalıysa, bahçeye girer.": (
        "güvenli … kadın", "Köpekler … bahçeye",
    ),
    "Muhtar sözde bir hırsız. Kuyu neredeyse kuru. Balık bu gölde sadece sabah tutulur.": (
        "Muhtar … bir hırsız", "Kuyu … kuru", "Balık bu gölde … sabah",
    ),
    "Le locataire ne peut jamais allumer de feu. Les chiens entrent, sauf le dimanche, dans le jardin.": (
        "Le locataire … allumer de feu", "Les chiens entrent … dans le jardin",
    ),
    "O inquilino não pode acender fogo na horta. O presidente é alegadamente um ladrão.": (
        "O inquilino … pode", "O presidente é … um ladrão",
    ),
    "L'inquilino non può accendere fuochi. I cani entrano, tranne la domenica, nel giardino.": (
        "L'inquilino … può", "I cani entrano … nel giardino",
    ),
    "租户在菜地里不得生火。村长据称是个小偷。只有早上才能在湖里钓鱼。": (
        "租户在菜地里……得生火", "村长……是个小偷",
    ),
    "借り手は畑で火を使うことはできないと決まっている。犬は、日曜を除いて、庭に入れる。": (
        "使うことは……と決まっている", "犬は……庭に入れる",
    ),
}  # fmt: skip


@pytest.mark.parametrize(("text", "quotes"), TURNED_ROUND.items())
def test_other_languages_have_their_own_words(text: str, quotes: tuple[str, ...]) -> None:
    """Negations, conditions, exceptions and doubt, per language as data."""
    assert dict.fromkeys(quotes, "stitched") == {quote: check(text, quote).verdict for quote in quotes}


@pytest.mark.parametrize(
    ("text", "quote"),
    [
        ("Die Hecke ist im Frühjahr, wie jedes Jahr, zu schneiden.", "Die Hecke ist im Frühjahr […] zu schneiden."),
        ("La acequia, abierta en mayo, riega los huertos.", "La acequia […] riega los huertos."),
        ("Канава, вырытая в мае, питает огороды.", "Канава […] питает огороды."),
        ("Mayısta kazılan hendek, köyün altında, bahçeleri sular.", "Mayısta kazılan hendek […] bahçeleri sular."),
        ("Le fossé, creusé en mai, arrose les jardins du bas.", "Le fossé […] arrose les jardins du bas."),
        ("O canal, aberto em maio, rega as hortas de baixo.", "O canal […] rega as hortas de baixo."),
        ("Il fosso, scavato in maggio, bagna gli orti bassi.", "Il fosso […] bagna gli orti bassi."),
        ("五月挖的水渠，不久就加宽了，浇灌下面的菜地。", "五月挖的水渠……浇灌下面的菜地。"),
        ("五月に掘った溝は、必ず春に、下の畑を潤す。", "五月に掘った溝は……下の畑を潤す。"),
    ],
)
def test_other_languages_leave_out_what_changes_nothing(text: str, quote: str) -> None:
    """A place or a time is no condition."""
    assert "verbatim" == check(text, quote).verdict


def test_a_language_whose_words_nobody_listed_is_certified_nothing() -> None:
    """What may be a negation is none that we know to be harmless."""
    found = check(
        "Vuokralainen ei saa pitää mehiläisiä tontilla ensimmäisen vuoden aikana.", "Vuokralainen … saa pitää"
    )

    assert "stitched" == found.verdict


NEGATED = (
    ("The tenant is", "not", "allowed to keep bees"),
    ("The ferry will", "never", "cross the strait in winter"),
    ("There is", "no", "proof that the mill was burnt"),
    ("The parish could", "hardly", "pay for a second bell"),
    ("Sheep graze there", "unless", "the field is under water"),
    ("The keeper", "doesn't", "light the lamp in May"),
    ("He sailed", "without", "a pilot past the bar"),
)


@given(
    st.sampled_from(NEGATED), st.sampled_from(LOST), st.sampled_from(("{}", "**{}**", "~~{}~~", "<b>{}</b>", "[{}](x)"))
)
def test_a_lost_negation_is_never_verbatim(said: tuple[str, str, str], lost: str, markup: str) -> None:
    """Whatever stands in its place in the quote, and however the source marks it up."""
    before, negation, behind = said
    text = f"{before} {markup.format(negation)} {behind}. It was told in Leith."

    for quote in (f"{before}{lost}{behind}", f"{before} {lost} {behind}", f"… {before}{lost} {behind} …"):
        assert "verbatim" != check(text, quote).verdict
    assert "verbatim" == check(text, f"{before} {negation} {behind}").verdict


@pytest.mark.parametrize(
    ("quote", "text"),
    [
        ("She can swim", "She can**not** swim."),
        ("She can", "She can**not** swim."),
        ("She can", "She can\u00adnot swim."),
        ("She can", "She can<b>not</b> swim."),
        ("a violent protest", "It was a non-violent protest."),
        ("violent protest", "It was a non-violent protest."),
        ("contains sugar", "The jam contains sugar-free syrup."),
        ("The gate is open", "The gate is ![not](no.png) open."),  # a picture that says "not"
        ("The gate is [not](https://x.example) open", "The gate is open."),
        ("Der Weg ist begehbar", "Der Weg ist un\u00adbegehbar."),
    ],
)
def test_half_a_word_is_not_certified(quote: str, text: str) -> None:
    """Markup and invisible characters hide no part of a word, and a compound is one word."""
    assert "verbatim" != check(text, quote).verdict


def test_many_ellipses_take_no_time() -> None:
    """The test's time limit is the check."""
    assert "verbatim" != check("a b " * 300, "a … " * 900 + "c").verdict
