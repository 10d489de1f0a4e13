"""The words of the local chat and of answers on a terminal. Marked for the catalogues; knows only words."""

from typing import Final

from bot.wording.i18n import N_, NN_

SEARCHED_FOR: Final = N_("Searched for: {words}")
NEAREST: Final = N_("The nearest passages, which do not answer it:")
ELSEWHERE: Final = {True: N_("the original: {ref}"), False: N_("in another language: {ref}")}
A_MISS: Final = N_("a miss")
MATCHES: Final = N_("matches")

HEDGE: Final = N_("Hedge ({reason}): {quoted}")
SOURCE_GIVEN: Final = N_("Source given: {source}")
SOURCE_CUT: Final = N_("Source given: {source} (cut short in the seed)")
NOTE: Final = N_("Curator's note: {words}")
FROM_OTHERS: Final = N_("From others: {others}")
ALSO_IN: Final = N_("In the same words, or nearly: {attribution} ({ref})")

ABSENT: Final = N_("Absent: these words do not stand in the seeds.")
ABSENT_AS_A_WHOLE: Final = N_("Absent as a whole: the seeds do not have all of these words in a row.")
VERBATIM: Final = N_("Verbatim: these words stand in the seeds.")
VERBATIM_FORGIVEN: Final = N_("Verbatim: these words stand in the seeds (forgiven: {what}).")
ALTERED: Final = N_("Altered: the seeds say it in other words ([-in the source-], [+in the quote+]):")
STITCHED: Final = N_(
    "Stitched: more stands between these words of the seeds than an ellipsis may leave out ([-in the source-], "
    "**what changes the sense**):"
)
PART_STANDS: Final = N_("These words of it do stand in the seeds: {words}")
NOT_CHECKED: Final = N_("Beside the quote stands, and was not checked: {words}")
VERDICTS: Final = {
    "verbatim": N_("verbatim"),
    "stitched": N_("stitched"),
    "altered": N_("altered"),
    "absent": N_("nearest"),
}

PASSAGES: Final = NN_("{count} passage", "{count} passages")
UNCHANGED: Final = NN_("{count} seed unchanged", "{count} seeds unchanged")
NOT_REBUILT: Final = N_("Nothing changed: {passages}, generation {generation}.")
REBUILT: Final = N_("Indexed: {passages}, {unchanged}, generation {generation}, {seconds} s.")
ADDED: Final = N_("added: {path}")
CHANGED: Final = N_("changed: {path}")
REMOVED: Final = N_("removed: {path}")
SKIPPED: Final = N_("skipped: {problem}")

GREETING: Final = N_("Ask in a few words. /help lists the commands, /quit leaves.")
NO_COMMAND: Final = N_("{name} is no command; /help lists them")
NOTHING_SHOWN: Final = N_("no passage was shown yet; name one, such as about-caveat#4, or ask first")
NOTHING_ASKED: Final = N_("nothing was asked yet; ask first")
NO_HEDGES: Final = N_("none marked")
PASSAGES_HELD: Final = N_("passages")
HEDGES: Final = N_("hedges")
SEEDS: Final = N_("Seeds")
STATUS: Final = N_("Status")
COMMANDS: Final = N_("Commands")
NO_FILTER: Final = N_("{typed} is no filter; write tag:history, author:holt or seed:tides")
ARGUMENTS: Final = {
    "question": N_("QUESTION"),
    "query": N_("QUERY"),
    "ref": N_("REF"),
    "seed": N_("SEED"),
    "quote": N_("QUOTE"),
    "filters": N_("[tag:… author:… seed:…]"),
}
HELP: Final = {
    "ask": N_("answer with passages; a line without a command asks too"),
    "more": N_("a follow-up: the question before it is its context"),
    "literally": N_("search the very words, nothing respelt; without a question, those of the last one"),
    "why": N_("why a passage was found for the last question; without a name, the first one of its answer"),
    "before": N_("the passage before that one"),
    "after": N_("the passage after it"),
    "cite": N_("a passage's citation in every form"),
    "like": N_("passages that are like that one"),
    "others": N_("passages by other authors on the same subject"),
    "two": N_("what two authors say on a question; without one, on the last"),
    "search": N_('all that matches: words, "phrases", -without, author:, before:'),
    "passage": N_("one passage by its name, such as about-caveat#4"),
    "seed": N_("what is known of one seed"),
    "read": N_("a document's contents, to read on with /after"),
    "caveat": N_("the caveats of one seed"),
    "verify": N_("is this quote in the seeds, word for word?"),
    "sources": N_("list the seeds with title and author"),
    "random": N_("a passage by chance"),
    "reindex": N_("read the seeds again and serve what changed"),
    "status": N_("what is served, and how old it is"),
    "help": N_("list the commands"),
    "quit": N_("leave"),
}
