"""Cards: everything a person must see is on them, within Discord's limits, whatever the seed holds."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from typing import Any

import pytest
from discord import ui
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.cards.answers import (
    COLOURS,
    CardText,
    Page,
    caveat_pages,
    declined,
    note,
    pages,
    question_on,
    render,
)
from bot.cards.answers import whole as card_to_go
from bot.cards.facts import attribution, caution_lines, followable
from bot.cards.folding import Line
from bot.cards.markdown import size, unescape
from bot.cards.standing import first_sentence
from bot.wording import cards as wording
from bot.wording.i18n import LANGUAGES, speaking
from bot.wording.i18n import gettext as _
from index.answered import Answer, Confidence, Highlight, Hit
from index.answers.answer import ask
from index.asked import Asked, Wanted
from index.engines.library import Library
from index.model import Attribution, Caveat, Citation, Hedge, Passage
from index.named import Named, NamedKind
from index.showing.markup import one_line
from tests.discord_double import components, limits, openapi
from tests.discord_double.kinds import Json
from tests.discord_markdown.strategies import answered, unanswered
from tests.shared import shared

GENEROUS = settings(deadline=None, max_examples=12, suppress_health_check=[HealthCheck.too_slow])
EVERY_LANGUAGE = pytest.mark.parametrize("language", LANGUAGES)
IS_COMPONENTS_V2 = 1 << 15

THREAD = Attribution("A thread", ("Matt",), "https://t.example/a_b", "2022-09-13")
GRAIN = Caveat("Take this with a grain of salt.")


def passage(text: str = "My guess: Iran moves.", **stated: Any) -> Passage:
    """Return a passage of a thread with the stated fields changed."""
    default = Passage("k", "thread", "thread", 8, 18, 0, len(text), text, THREAD, (GRAIN,))
    return replace(default, **stated)


def answer(*passages: Passage, confidence: Confidence = "strong", **stated: Any) -> Answer:
    """Return an answer of these passages, each as good a match as the whole."""
    hits = tuple(Hit(n, each, 1.0, (), confidence=confidence) for n, each in enumerate(passages, 1))
    return replace(Answer("Will Iran move?", confidence, hits, (), "g"), **stated)


def missed(*misses: Passage) -> Answer:
    """Return that nothing answers, with these misses."""
    ranked = tuple(Hit(n, each, 1.0, ()) for n, each in enumerate(misses, 1))
    return Answer("Bread?", "none", (), ranked, "g")


def payload_of(card: ui.LayoutView) -> list[Json]:
    """Return the components that are sent for a card."""
    payload: list[Json] = card.to_components()  # type: ignore[no-untyped-call]  # discord.py left it so
    return payload


def texts_on(page: Page) -> list[str]:
    """Return the texts of the message that shows a page."""
    return components.texts(payload_of(render(page)))


def whole(page: Page) -> str:
    """Return all that stands on a page."""
    return "\n".join(texts_on(page))


def test_a_card_in_full() -> None:
    """Question, quote with marks, hedges with reasons, attribution, caveat and match stand on it in this order."""
    found = answer(passage(hedges=(Hedge(0, 8, "speculation"),)), searched_for="Will Iran attack?")
    hit = replace(found.hits[0], highlights=(Highlight(3, 8), Highlight(10, 14)))

    laid = pages(replace(found, hits=(hit,)))

    assert [
        "**Will Iran move?**\n-# searched for: Will Iran attack?",
        "> __My **guess**__: **Iran** moves.",
        "-# Underlined, hedged by the author: “My guess” (speculation)",
        "— **Matt** · A thread · 13 September 2022 · passage 8 of 18 · <https://t.example/a_b>",
        "⚠️ **Author's caveat:** Take this with a grain of salt.",
        "-# strong match · 1 of 1 · thread#8",
    ] == texts_on(laid[0])


def test_the_sentence_that_answers_stands_apart() -> None:
    """In a paragraph of its own behind a mark, matches and hedges marked as elsewhere; all words stand."""
    text = "Armenia waits. My guess: Iran moves in spring. Nobody else will."
    words = tuple(Wanted(((term,),), 3.0, 3.0) for term in ("iran", "move"))
    found = answer(passage(text, hedges=(Hedge(15, 23, "speculation"),)))
    hit = replace(found.hits[0], highlights=(Highlight(25, 29),), asked=Asked("Will Iran move?", words))

    shown = texts_on(pages(replace(found, hits=(hit,)))[0])

    assert "> Armenia waits.\n> \n> ➤ __My guess__: **Iran** moves in spring.\n> \n> Nobody else will." == shown[1]


def test_a_card_says_which_kind_of_answer_is_missing() -> None:
    """Beside how well it matches."""
    hit = replace(answer(passage(), confidence="weak").hits[0], lacks="number")

    shown = texts_on(pages(answer(hits=(hit,), confidence="weak"))[0])

    assert "-# weak match · no number here · 1 of 1 · thread#8" == shown[-1]


def test_a_passage_of_one_sentence_has_none_apart() -> None:
    """It would be apart from nothing."""
    found = answer(passage("Iran moves in spring."))
    hit = replace(found.hits[0], asked=Asked("Will Iran move?", (Wanted((("iran",),), 3.0, 3.0),)))

    assert "> Iran moves in spring." == texts_on(pages(replace(found, hits=(hit,)))[0])[1]


def test_whom_a_passage_quotes_and_cites_stands_beneath_it() -> None:
    """Each once, in the passage's words; a source whose link stands on the card is not named twice."""
    text = '"We wait," Ann Lee said. "We must." According to Reuters, they do. He said: "Never!" Source: b.example'
    source = Citation(text.index("Source"), len(text), "Source: b.example", "https://b.example")

    shown = texts_on(pages(answer(passage(text, citations=(source,))))[0])

    assert "-# 💬 From others: quoting Ann Lee · citing Reuters · quoting somebody it does not name" in shown
    assert "-# 🔗 Source given: <https://b.example>" in shown


def test_a_name_that_is_quoted_cannot_break_the_card() -> None:
    """It is escaped, and cut where it is long."""
    shown = whole(pages(answer(passage('"We wait here," said **Ann** *Lee*.\n\n> Go.\n> — ' + "@everyone " * 9)))[0])

    assert "quoting \\@everyone \\@everyone" in shown


@pytest.mark.parametrize(
    ("address", "shown"),
    [
        ("https://posts.example/@everyone/1", "<https://posts.example/%40everyone/1>"),
        ("http://@here", "<http://%40here>"),
        ("https://posts.example/@ada", "<https://posts.example/@ada>"),
    ],
)
def test_an_address_calls_nobody(address: str, shown: str) -> None:
    """The sign that would is written by its code, which leads to the same page."""
    assert shown == followable(address)


def test_what_says_the_same_is_named_with_its_own_caveats() -> None:
    """A copy elsewhere: where, whose, what its author cautions, what a curator remarks; what is equal stands once."""
    other = Attribution("A *mirror*", ("Eve",), "https://m.example", verbatim=False, restated_by="Bo")
    mirror = passage(
        document="copy", number=1, of=1, attribution=other, caveats=(Caveat("Unchecked."), Caveat("Old.", by="curator"))
    )
    again = passage(document="again", number=2, note="From a mirror.")
    hit = replace(answer(passage()).hits[0], also_in=(mirror, again))

    for found in (answer(hits=(hit,)), replace(missed(), misses=(hit,))):
        shown = whole(pages(found)[-1])

        assert (
            "-# 🔁 In the same words, or nearly, also in: **A \\*mirror\\***, Eve, "
            "**restated by Bo, not quoted** (copy#1) · **A thread**, Matt (again#2)\n"
        ) in shown.replace("<https://t.example/a_b>\n", "\n")
        assert 1 == shown.count("Take this with a grain of salt.")
        assert "⚠️ **Author's caveat, restated:** \\[copy#1\\] Unchecked.\n" in shown
        assert "⚠️ **Caveat added by the curator:** \\[copy#1\\] Old.\n" in shown
        assert "📝 **Curator's note:** \\[again#2\\] From a mirror." in shown


def test_what_a_seed_does_not_state_is_said_to_be_missing() -> None:
    """Nothing is guessed, and a source without caveats says that none was found."""
    laid = pages(answer(passage(attribution=Attribution(), caveats=())))

    assert texts_on(laid[0])[2:4] == [
        "— not stated: author, title, date, link · passage 8 of 18",
        "▫️ no caveat found in this source",
    ]


def test_what_is_hardly_lacking_is_told_by_itself() -> None:
    """Two things that a seed does not state stand each in its place."""
    stated = replace(THREAD, published=None, source=None)

    shown = whole(pages(answer(passage(attribution=stated)))[0])

    assert "— **Matt** · A thread · date not stated · passage 8 of 18 · link not stated" in shown


def test_restated_words_are_not_presented_as_the_authors() -> None:
    """Quote, caveat and hedges of a restatement say so; a curator's caveat and note are labelled as theirs."""
    restated = passage(
        attribution=replace(THREAD, verbatim=False, restated_by="Ann"),
        caveats=(GRAIN, Caveat("Old.", by="curator")),
        hedges=(Hedge(0, 8, "speculation"),),
        epistemic_status="rough",
        note="See\nalso *this*.",
    )

    shown = whole(pages(answer(restated))[0])

    assert "**Matt** · **restated by Ann, not quoted** · A thread" in shown
    assert "-# Underlined, hedges as restated: “My guess” (speculation)" in shown
    assert (
        "⚠️ **Author's caveat, restated:** Take this with a grain of salt.\n"
        "⚠️ **Caveat added by the curator:** Old.\n"
        "⚠️ **Epistemic status:** rough\n"
        "📝 **Curator's note:** See also \\*this\\*."
    ) in shown


@pytest.mark.parametrize(
    ("citation", "expected"),
    [
        (
            Citation(0, 9, "b.example", "https://b.example"),
            "-# 🔗 Source given: <https://b.example>",
        ),  # quoted: link only
        (Citation(90, 99, "b.example", "https://b.example"), "-# 🔗 Source given: <https://b.example> b.example"),
        (Citation(90, 99, "Herald, p. 3"), "-# 🔗 Source given: Herald, p. 3"),
        (Citation(90, 99, "b.exam…", truncated=True), "-# 🔗 Source given (cut short in the seed): b.exam…"),
        (Citation(0, 9, "b.exam…", truncated=True), wording.QUOTED_CUT),
        (Citation(90, 99, "click me", "javascript:alert"), "-# 🔗 Source given: click me"),  # not a web address
    ],
)
def test_sources_the_author_gives_are_named(citation: Citation, expected: str) -> None:
    """Each can be followed where it leads somewhere, and says so where the export cut it short."""
    assert expected in whole(pages(answer(passage(citations=(citation,))))[0]).split("\n")


def test_a_source_that_is_no_web_address_is_not_a_link() -> None:
    """A bibliographic reference is shown, a script or a disguised address is text."""
    for source in ("javascript:alert(1)", "https://a b", "https://a.b/\u202egnp", "Caucasus Herald, p. 3"):
        shown = whole(pages(answer(passage(attribution=replace(THREAD, source=source))))[0])

        assert "<https" not in shown
        assert one_line(source) in unescape(shown)


def test_a_long_passage_continues_before_the_next_hit() -> None:
    """It is cut at a sentence border, and each part has the attribution and the caveat."""
    text = "".join(f"Sentence number {number} is here. " for number in range(300)).strip()

    laid = pages(answer(passage(text), passage()))

    assert [(1, 1), (1, 2), (1, 3), (2, 1)] == [(page.rank, page.part) for page in laid]
    assert all(page.sections[0][0].rstrip().endswith("is here.") for page in laid[:3])
    assert all(str(GRAIN.text) in whole(page) and "**Matt**" in whole(page) for page in laid)
    assert "-# strong match · 1 of 2 · thread#8 · page 1 of 3 of this passage · continues on the next" == laid[0].footer


LONG = "Nothing here was checked by anybody at all. " + "I was not there. " * 30
FIRST_SENTENCE = "⚠️ **Author's caveat:** Nothing here was checked by anybody at all. **(more: “Full caveat” below)**"


def test_a_long_caveat_stands_in_full_once_and_then_with_its_first_sentence() -> None:
    """The first page of a document tells all of it, the further ones its first sentence, word for word."""
    laid = pages(answer(*(passage(caveats=(Caveat(LONG.strip()),), number=number) for number in (1, 2, 3))))

    assert [True, False, False] == [page.is_whole for page in laid]
    assert [True, False, False] == [LONG.strip() in whole(page) for page in laid]
    assert [False, True, True] == [FIRST_SENTENCE in whole(page) for page in laid]


def test_a_caveat_of_three_hundred_characters_stands_in_full_everywhere() -> None:
    """One more character, and the further pages have its first sentence."""
    short, longer = ("So. " + "x" * chars for chars in (296, 297))

    of_short, of_longer = (
        pages(answer(*(passage(caveats=(Caveat(each),), number=number) for number in (1, 2))))
        for each in (short, longer)
    )

    assert [True, True] == [short in whole(page) for page in of_short]
    assert [True, False] == [longer in whole(page) for page in of_longer]


def test_a_correction_is_never_shortened() -> None:
    """It stands in full on every page of the document."""
    correction = Caveat(LONG.strip(), kind="correction")

    laid = pages(answer(*(passage(caveats=(correction,), number=number) for number in (1, 2))))

    assert all(correction.text in whole(page) and page.is_whole for page in laid)


def test_an_endless_caveat_makes_no_further_pages() -> None:
    """Its first sentence stands on each page, and all of it on the pages behind the button."""
    endless = "Nothing here was checked. " * 400
    laid = pages(answer(*(passage(caveats=(Caveat(endless.strip()),), number=number) for number in (1, 2, 3))))
    in_full = unescape(
        " ".join(whole(page) for page in caveat_pages(answer(passage(caveats=(Caveat(endless),))).hits[0]))
    )

    assert 3 == len(laid)
    assert all("Nothing here was checked. **(more" in whole(page) for page in laid)
    assert 400 <= in_full.count("Nothing here was checked.")


def test_what_leaves_a_card_carries_the_caveat_whole() -> None:
    """On the same card where it fits there, else on cards after it."""
    long, endless = LONG.strip(), "Nothing here was checked. " * 400
    further = pages(answer(*(passage(caveats=(Caveat(long),), number=number) for number in (1, 2))))[1]
    beyond = pages(answer(passage(caveats=(Caveat(endless),))))[0]

    fitting, parted = card_to_go(further), card_to_go(beyond)

    assert 1 == len(fitting)
    assert long in whole(fitting[0])
    assert "My guess: Iran moves." in whole(fitting[0])
    assert 400 <= sum(whole(page).count("Nothing here was checked.") for page in parted[1:])


def test_a_hedge_is_named_once() -> None:
    """However often its words stand in a passage."""
    hedged = passage("I guess so. I guess not.", hedges=(Hedge(0, 7, "speculation"), Hedge(12, 19, "speculation")))

    assert "-# Underlined, hedged by the author: “I guess” (speculation)" in texts_on(pages(answer(hedged))[0])


def test_a_miss_is_never_an_answer() -> None:
    """The card says that nothing answers, and shows misses as misses, with the document's caveat once."""
    other = passage(document="other", caveats=())
    long = passage("First point. " + "Another point. " * 60)

    texts = texts_on(declined(missed(passage(), long, other))[1])

    assert "**Nothing in the seeds answers this.**\nThe nearest passages, which do **not** answer it:" == texts[1]
    assert ["**Miss 1** · thread#8", "> My guess: Iran moves."] == texts[2:4]
    assert texts[4].endswith("⚠️ **Author's caveat:** Take this with a grain of salt.")
    assert "**Miss 2** · thread#8 · only its beginning" == texts[5]
    assert texts[7].endswith(wording.SAME_CAVEAT)
    assert texts[10].endswith(wording.CAUTIONS["no-caveat"])


def test_what_nothing_answers_leads_on_in_three_lines() -> None:
    """Which words are not known, where to look, and that it was noted; the misses come behind a button."""
    misses = (passage(heading="On walls"), passage(number=9, heading="On walls"), passage(number=2))
    found = replace(missed(*misses), unknown_words=("sourdough", "oven"))

    first, second = declined(found, is_noted=True)

    assert texts_on(first)[1].splitlines() == [
        "**Nothing in the seeds answers this.**",
        "The seeds do not know: “sourdough”, “oven”",
        "Look into: On walls (thread#8) · A thread (thread#2)",
        "The question was noted for those who look after the seeds.",
    ]
    assert ("Nearest passages", "") == (first.leads_to, second.leads_to)


@pytest.mark.parametrize(
    ("kind", "said"),
    [
        ("author", "Nothing by Mira Holt in the seeds answers this."),
        ("title", "Nothing in “Mira Holt” answers this."),
        ("quoted", "Nothing that Mira Holt is quoted with answers this."),
        ("unknown", "Nothing by Mira Holt in the seeds."),
    ],
)
def test_a_decline_names_whose_words_were_asked_for(kind: NamedKind, said: str) -> None:
    """Who is no author of the seeds is told apart from who does not answer."""
    (page,) = pages(replace(missed(), named=Named(kind, "Mira Holt")))

    assert [f"**{said}**"] == texts_on(page)[1:]


@pytest.mark.parametrize(
    ("kind", "said"),
    [
        ("author", "-# only passages by Mira Holt"),
        ("title", "-# only passages of “Mira Holt”"),
        ("quoted", "-# only where Mira Holt is quoted by others"),
    ],
)
def test_an_answer_tells_whose_words_were_looked_through(kind: NamedKind, said: str) -> None:
    """Below the question, which is read back as it was asked."""
    page = pages(replace(answer(passage()), named=Named(kind, "Mira Holt")))[0]

    assert said == texts_on(page)[0].splitlines()[1]
    assert question_on(render(page)) == page.question


def test_nothing_found_is_one_short_card() -> None:
    """Without misses there is the question and one sentence."""
    laid = pages(missed())

    assert [["**Bread?**", "**Nothing in the seeds answers this.**"]] == [texts_on(page) for page in laid]


def test_the_colour_tells_the_confidence() -> None:
    """Each confidence has its own."""
    payloads = [payload_of(render(page))[0] for name in COLOURS for page in pages(answer(passage(), confidence=name))]

    assert list(COLOURS.values()) == [payload["accent_color"] for payload in payloads]


def test_a_note_is_escaped_and_fits() -> None:
    """A reply of one sentence cannot format or ping, nor be too long to be sent."""
    assert [r"no seed named \*a\*"] == components.texts(payload_of(note("no seed named *a*")))
    assert size(components.texts(payload_of(note("x" * 9_000)))[0]) <= limits.COMPONENT_TEXT


def test_a_card_without_a_question_gives_none_back() -> None:
    """A passage that was looked up has no question to search again."""
    assert question_on(render(pages(answer(passage(), question=""))[0])) is None


def rows(buttons: int = 10) -> Iterator[ui.ActionRow[Any]]:
    """Yield rows of as many buttons as cards will ever have."""
    for first in range(0, buttons, 5):
        yield ui.ActionRow(*(ui.Button(label="x", custom_id=f"x{first + number}") for number in range(5)))


def check_sendable(laid: Sequence[Page]) -> None:
    """Hold pages with their buttons against Discord's limits, first and last against its API description too."""
    payloads = [payload_of(render(page, rows(5))) for page in laid]

    for payload in payloads:
        assert [] == components.message_problems(payload, v2=True)
        assert sum(map(size, components.texts(payload))) <= limits.COMPONENT_TEXT
    for payload in (payloads[0], payloads[-1]):
        body = {"components": payload, "flags": IS_COMPONENTS_V2}
        assert openapi.problem("POST", "/channels/1/messages", body) is None


def check_all_told(hit: Hit, pages_of_hit: Sequence[Page]) -> None:
    """Check that all caveats stand in full on an answer's pages, or else behind their button."""
    sections = [(*page.sections[0], *page.sections[-1]) for page in pages_of_hit]
    if not all(page.is_whole for page in pages_of_hit):
        sections += [page.sections[0] for page in caveat_pages(hit)]
    check_caveats_in_full(hit, sections)


def check_caveats_in_full(hit: Hit, sections: Sequence[CardText]) -> None:
    """Check that all words of all caveats stand in sections that follow each other: beside a quote or by themselves.

    Those of a passage for which the hit stands too are marked as its own, unless somebody else's say the same.
    """
    of_others = [(one_line(each.ref), fact) for each in hit.also_in for fact in caution_lines(each) if fact.words]
    assert all(stands_in_full(fact, sections) for fact in caution_lines(hit.passage))
    for _ref, fact in of_others:
        marked = (replace(fact, words=f"[{ref}] {each.words}") for ref, each in of_others if each == fact)
        assert fact in caution_lines(hit.passage) or any(stands_in_full(each, sections) for each in marked)


def stands_in_full(fact: Line, sections: Sequence[CardText]) -> bool:
    """Tell whether a fact stands beside a quote, or by itself on pages of its own."""
    first_texts = "\n".join(section[0] for section in sections)
    by_themselves = unescape(first_texts.replace(f"\n{fact.label} {_(wording.CONTINUED)} ", ""))
    return fact.words in by_themselves or any(str(fact) in text for section in sections for text in section)


@EVERY_LANGUAGE
def test_the_worst_of_everything_at_once_fits(language: str) -> None:
    """Every field at its longest, all of it Markdown: each page can be sent and says all it must."""
    long = "*_ " * 400
    link = "https://a.example/" + "x" * 490
    worst = passage(
        long,
        document="d" * 90,
        attribution=Attribution(long, (long,), link, long, long, verbatim=False, restated_by=long),
        caveats=(Caveat(long), Caveat(long, by="curator")),
        hedges=tuple(Hedge(start, start + 90, "speculation") for start in range(0, 900, 7)),
        citations=(Citation(5_000, 5_003, long, link),),
        epistemic_status=long,
        note=long,
    )
    everything = answer(worst, question="*" * 300, searched_for=long)
    also_in = [replace(worst, key=f"k{n}", number=n + 1, caveats=(Caveat(f"{n} {long}"),)) for n in range(3)]
    everything = replace(everything, hits=(replace(everything.hits[0], also_in=tuple(also_in)),))

    with speaking(language):
        laid = pages(everything)

        check_sendable(laid)
        check_sendable(pages(replace(everything, hits=(), misses=everything.hits, confidence="none")))
        check_all_told(everything.hits[0], laid)
        restated = _(wording.RESTATED).partition("{who}")[2]
        assert all(restated in whole(page) and link in whole(page) for page in laid)


@EVERY_LANGUAGE
@GENEROUS
@given(answered)
def test_every_answer_can_be_sent_and_keeps_its_promises(language: str, answer: Answer) -> None:
    """Whatever a seed holds, each card fits, names its author and carries its caveats; hits come in their order."""
    with speaking(language):
        check_answer(answer)


def check_answer(answer: Answer) -> None:
    """Hold every card of an answer against what it must show."""
    laid = pages(answer)

    check_sendable(laid)
    for page in laid:
        assert (one_line(answer.question) or None) == question_on(render(page))
    for number, hit in enumerate(answer.hits, 1):
        of_hit = [page for page in laid if page.rank == number]
        assert [(part, len(of_hit)) for part in range(1, len(of_hit) + 1)] == [(p.part, p.parts) for p in of_hit]
        check_all_told(hit, of_hit)
        for page in of_hit:
            beside = "\n".join(page.sections[-1])
            assert beside.startswith(attribution(hit.passage))
            told = first_sentence(caution_lines(hit.passage)[0].words, hit.passage.language)
            assert told[:40] in unescape(beside)
    assert sorted(page.rank for page in laid) == [page.rank for page in laid]


@EVERY_LANGUAGE
@GENEROUS
@given(unanswered)
def test_every_decline_can_be_sent_and_keeps_its_promises(language: str, answer: Answer) -> None:
    """Misses carry author and caveat just as hits do."""
    with speaking(language):
        check_decline(answer)


def check_decline(answer: Answer) -> None:
    """Hold every card of a decline against what it must show."""
    laid = pages(answer)

    check_sendable(laid)
    assert all(_(wording.NOTHING) in whole(page) for page in laid)
    sections = [section for page in laid for section in page.sections[1:]]
    for miss in answer.misses:
        assert any(section[-1].startswith(attribution(miss.passage)) for section in sections)
        check_caveats_in_full(miss, sections)


@pytest.mark.parametrize(
    "question", ["Why are they attacking now?", "Who mobilised at the border?", "Is NATO to blame?"]
)
def test_the_original_thread_fits_one_card_a_hit(make_library: Callable[..., Library], question: str) -> None:
    """A real thread's answers need no second part, and show author and both caveats."""
    library = make_library({"thread.txt": shared("seed", "thread-original.txt").read_bytes()})

    laid = pages(ask(library.searcher, question))

    assert {1} == {page.parts for page in laid}
    assert all("**Dial M for Matt**" in whole(page) for page in laid)
    assert all("I stopped following the news" in whole(page) and "CAVEAT EMPTOR" in whole(page) for page in laid)


@given(st.sampled_from(("*" * 300, "a\\", "😀" * 300, "**a** __b__", "-# a", "1. a")))
def test_the_question_is_read_back_as_it_was_asked(question: str) -> None:
    """Buttons search it again, so not one character may be lost."""
    assert question == question_on(render(pages(answer(passage(), question=question))[0]))


def test_a_passage_that_shares_no_word_says_that_it_was_found_by_meaning() -> None:
    """Beside how well it matches, and in which language it is, where that is not the question's."""
    hit = Hit(1, passage(), 0.0, (), confidence="weak", similarity=0.7, found_in="de")
    found = replace(answer(passage()), hits=(hit,), confidence="weak")

    (page,) = pages(found)

    assert "weak match · found by meaning · found in German · 1 of 1" in whole(page)


def test_a_passage_that_holds_a_word_of_the_question_is_labelled_as_ever() -> None:
    """Meaning may have helped to find it; its words did too."""
    hit = Hit(1, passage(), 1.0, ("iran",), confidence="fair", similarity=0.7)
    found = replace(answer(passage()), hits=(hit,), confidence="fair")

    (page,) = pages(found)

    assert "meaning" not in whole(page)
