"""The words of the cards that are ours: everything else on a card comes from a seed or from who asks.

Templates hold Discord Markdown; what fills them is escaped before. They are English, and marked for the catalogues:
whoever shows one passes it through `bot.wording.i18n.gettext`. Knows nothing of how a card is laid out.
"""

from typing import Final

from bot.wording import curators as wording_curators
from bot.wording.i18n import N_, NN_
from index.answered import Confidence
from index.asked import AnswerKind
from index.model import HedgeReason
from index.showing.attribution import ENGLISH
from index.showing.facts import FactKind

SEARCHED_FOR: Final = N_("-# searched for: {words}")
NOTHING: Final = N_("Nothing in the seeds answers this.")
NOTHING_BY: Final = {
    "author": N_("Nothing by {name} in the seeds answers this."),
    "title": N_("Nothing in “{name}” answers this."),
    "quoted": N_("Nothing that {name} is quoted with answers this."),
    "unknown": N_("Nothing by {name} in the seeds."),
}
NAMED: Final = {
    "author": N_("only passages by {name}"),
    "title": N_("only passages of “{name}”"),
    "quoted": N_("only where {name} is quoted by others"),
}
UNKNOWN_WORDS: Final = N_("The seeds do not know: {words}")
LOOK_INTO: Final = N_("Look into: {places}")
NOTED: Final = N_("The question was noted for those who look after the seeds.")
TO_MISSES: Final = N_("Nearest passages")
NEAREST: Final = N_("The nearest passages, which do **not** answer it:")
MISS: Final = N_("**Miss {number}** · {ref}")
MISS_CUT: Final = N_("**Miss {number}** · {ref} · only its beginning")

MATCHES: Final[dict[Confidence, str]] = {
    "strong": N_("strong match"),
    "fair": N_("fair match"),
    "weak": N_("weak match"),
    "none": N_("loosely related"),
}
BY_MEANING: Final = N_("found by meaning")  # a passage that shares no word with the question
FOUND_IN: Final = N_("found in {language}")  # a passage in another language than the question
NONE_HERE: Final[dict[AnswerKind, str]] = {
    "number": N_("no number here"),
    "date": N_("no date here"),
    "person": N_("no person here"),
    "reason": N_("no reason here"),
}
PLACE: Final = N_("{number} of {of}")
PART: Final = N_("page {part} of {parts} of this passage")
PART_OF_LIST: Final = N_("page {part} of {parts}")
CONTINUES: Final = N_("continues on the next")
NO_VISIBLE_WORDS: Final = N_("-# (this passage has no visible words)")

AUTHOR: Final = "**{name}**"
NO_AUTHOR: Final = ENGLISH.no_author
NO_TITLE: Final = ENGLISH.no_title
NO_DATE: Final = ENGLISH.no_date
NO_LINK: Final = ENGLISH.no_link
LACKING: Final[dict[FactKind, str]] = {
    "author": NO_AUTHOR, "title": NO_TITLE, "published": NO_DATE, "source": NO_LINK,
}  # fmt: skip
NOT_STATED: Final = N_("not stated: {what}")
STATED: Final[dict[FactKind, str]] = {
    "author": N_("author"), "title": N_("title"), "published": N_("date"), "source": N_("link"),
}  # fmt: skip
LONG_LINK: Final = N_("link too long to show")
RESTATED: Final = N_("**restated by {who}, not quoted**")
SOMEBODY: Final = ENGLISH.somebody
POSITION: Final = ENGLISH.position
PLACES: Final = ENGLISH.places
LICENCE: Final = ENGLISH.licence
DATE_STATED: Final = ENGLISH.date_stated

CAUTIONS: Final[dict[FactKind, str]] = {
    "author-correction": N_("🔴 **Author's correction:**"),
    "restated-correction": N_("🔴 **Author's correction, restated:**"),
    "corrected": N_("🔴 **Corrected by the author, in this passage:**"),
    "author-status": N_("⚠️ **Author's status of the text:**"),
    "restated-status": N_("⚠️ **Author's status of the text, restated:**"),
    "author-caveat": N_("⚠️ **Author's caveat:**"),
    "curator-caveat": N_("⚠️ **Caveat added by the curator:**"),
    "restated-caveat": N_("⚠️ **Author's caveat, restated:**"),
    "no-caveat": N_("▫️ no caveat found in this source"),
    "caveats-not-looked-for": N_("▫️ no caveat was looked for: how authors word one is not known for this language"),
    "status": N_("⚠️ **Epistemic status:**"),
}
CORRECTIONS: Final[frozenset[FactKind]] = frozenset(("author-correction", "restated-correction", "corrected"))
DATED_CORRECTION: Final = N_("🔴 **Author's correction of {date}:**")
SAME_CAVEAT: Final = N_("⚠️ Caveat: as above, it is the same document's.")
CITED: Final = N_("-# 🔗 Source given:")
CITED_CUT: Final = N_("-# 🔗 Source given (cut short in the seed):")
QUOTED_CUT: Final = N_("-# 🔗 The address of the source given above is cut short in the seed.")
REMARKS: Final[dict[FactKind, str]] = {"note": N_("📝 **Curator's note:**")}
IN_FULL_BELOW: Final = N_("**(in full on a page of its own, before the next match)**")
ALL_IN_FULL_BELOW: Final = NN_(
    "**(this and {count} more in full on pages of their own, before the next match)**",
    "**(this and {count} more in full on pages of their own, before the next match)**",
)
REST_BY_BUTTON: Final = N_("**(more: “Full caveat” below)**")
OTHERS_BY_BUTTON: Final = NN_("**({count} more: “Full caveat” below)**", "**({count} more: “Full caveat” below)**")
CONTINUED: Final = N_("(continued)")

QUOTED: Final = N_("“{words}”")
FROM_OTHERS: Final = N_("-# 💬 From others: {others}")
QUOTING: Final = N_("quoting {who}")
QUOTING_SOMEBODY: Final = N_("quoting somebody it does not name")
CITING: Final = N_("citing {who}")
ALSO_IN: Final = N_("-# 🔁 In the same words, or nearly, also in: {places}")
ALSO_PLACE: Final = "**{title}**, {author} ({ref})"
OF_ANOTHER: Final = "[{ref}] {words}"
HEDGES: Final = N_("-# Underlined, hedged by the author: {hedges}")
RESTATED_HEDGES: Final = N_("-# Underlined, hedges as restated: {hedges}")
HEDGE: Final = "{quoted} ({reason})"
MORE: Final = NN_("{count} more", "{count} more")
REASONS: Final[dict[HedgeReason, str]] = {
    "speculation": N_("speculation"),
    "doubt": N_("doubt"),
    "hearsay": N_("hearsay"),
    "no-source": N_("no source"),
    "outdated": N_("outdated"),
    "possibility": N_("possibility"),
}

ENTRY: Final = "**{number}** · {ref}"
ENTRY_CUT: Final = N_("**{number}** · {ref} · only its beginning")
FOUND: Final = NN_("{count} passage matches.", "{count} passages match.")
NOT_FOUND: Final = N_("No passage matches this search.")
CONTENT: Final = "**#{number}** · {beginning}"
PASSAGES_ONLY: Final = N_(
    "{seed} is shown in passages only: neither does its licence say that it may be passed on, nor its curator that it "
    "may be read in full; /search and /passage show what it holds"
)
GO_TO: Final = N_("Go to …")
LIKE: Final = N_("More like this passage")
OTHERS: Final = N_("Other authors on the same subject")
TWO: Final = N_("Two authors on this question")
NOTHING_RELATED: Final = N_("no other passage of these seeds is like that one")
NO_SECOND: Final = N_("the seeds of no second author answer this question")
LOOKED_UP: Final = N_("looked up")
BY_CHANCE: Final = N_("chosen by chance")
ALL_SEEDS: Final = N_("All seeds")
THREAD_OPENED: Final = N_(
    "Go on in {thread}: mention me there, or press Ask more; your last questions are taken along."
)
THREAD_THERE: Final = N_("There is a thread on this already: {thread}")
THREAD_NOT_HERE: Final = N_("threads hang under public answers in a server's own channels; go on here with Ask more")
THREAD_REFUSED: Final = N_("I may not open threads here (that takes Create Public Threads); go on here with Ask more")
NO_SEEDS: Final = N_("There are no seeds yet.")
NO_SEEDS_PASS: Final = N_("No seed passes that filter. /sources without one lists all.")
TAGS: Final = N_("tags: {tags}")
PASSAGES: Final = N_("passages: {count}")
HEDGES_BY_REASON: Final = N_("hedges: {hedges}")
NO_HEDGES: Final = N_("hedges: none marked")
QUOTE: Final = N_("Is this quote in the seeds?")
VERBATIM: Final = N_("✅ **Verbatim:** these words stand in the seeds")
FORGIVEN: Final = N_("forgiven: {what}")
ALTERED: Final = N_("✏️ **Altered:** the seeds say it otherwise (~~only in the quote~~, **only in the source**)")
STITCHED: Final = N_(
    "🧵 **Stitched:** more stands between these words of the seeds than an ellipsis may leave out "
    "([in brackets], **bold** what changes the sense)"
)
ABSENT: Final = N_("❌ **Absent:** these words do not stand in the seeds")
PART_STANDS: Final = N_("🧩 These words of it do stand in the seeds:")
NOT_CHECKED: Final = N_("-# Beside the quote stands, and was not checked: {words}")
ABSENT_AS_A_WHOLE: Final = N_("❌ **Absent as a whole:** the seeds do not have all of these words in a row")
WHY_PART: Final = N_("{words}: {share} % of what found this passage")
WHY_AS: Final = N_("{words}, searched as {found}")
WHY_SIMILAR: Final = N_("How near its meaning comes to the question's: {share} %")
WHY_MISSING: Final = N_("Not in this passage: {words}")
WHY_NOTHING: Final = N_("No word of the question stands in this passage.")
CITE_MARKDOWN: Final = "Markdown"
CITE_PLAIN: Final = N_("Plain text")
CITE_CSL: Final = "CSL-JSON"
CITE_LINK: Final = N_("Link to the very words")
READ_IN_CONTEXT: Final = N_("Read in context")

CONTEXT: Final = N_("around the passage that was found")
BEGINNING: Final = N_("This passage is the first of its document: nothing stands before it.")
END: Final = N_("This passage is the last of its document: nothing stands after it.")
GONE: Final = N_("The seed of this passage has changed or was removed since; ask again with /ask.")
THANKS: Final = N_("Thank you: your verdict is stored. /forget-me removes all of yours.")
NOT_SHARED: Final = N_("You may not write in this channel, so this answer stays private.")
SHARED_ALREADY: Final = N_("This was shared already: it stands in this channel.")
REMOVED: Final = N_("Removed.")
NOT_TAKEN_AWAY: Final = N_("I cannot remove that card from here any more; somebody who manages messages can.")
UNDRAWABLE: Final = N_(
    "I cannot draw this passage: no font here has “{letter}”. Whoever runs me can install one that does."
)
PICTURE_FILE: Final = "{key}.png"
DRAWN: Final = N_("The passage as a picture, with its caveat. Save it, or share it as you like.")
SAVED: Final = N_("Saved: it stands in your direct messages with me.")
DOORS_CLOSED: Final = N_(
    "I cannot write to you: your settings allow no direct messages from me. Allow them for this server, or cite it."
)
BEHIND: Final = N_("More to do with this:")
NOT_REMOVED: Final = N_("Only the person who asked, or who may manage messages here, can remove this.")
FORGOTTEN: Final = NN_(
    "Removed: {count} verdict of yours, and all your drafts and suggestions. Where you looked after seeds or settings, "
    "a random name stands in place of your number from now on. Nothing else of yours is stored.",
    "Removed: {count} verdicts of yours, and all your drafts and suggestions. Where you looked after seeds or "
    "settings, a random name stands in place of your number from now on. Nothing else of yours is stored.",
)
WHY: Final = N_("Why this passage? Its words are weighed by how rare they are in the seeds.")
CITE: Final = N_("Cite {ref}")

TURN_BACK: Final = N_("◀ Previous")
TURN_ON: Final = N_("Next ▶")
BACK: Final = N_("↩ Back to the answer")
BACK_TO: Final = N_("↩ Back to {where}")
ELSEWHERE: Final = {True: N_("The original"), False: N_("In another language")}
BUTTONS: Final = {
    "literally": N_("Search my very words"),
    "before": N_("▲ Before"),
    "after": N_("▼ After"),
    "why": N_("Why this?"),
    "cite": N_("Cite"),
    "more": N_("Ask more"),
    "good": "👍",
    "bad": "👎",
    "open": N_("The whole passage"),
    "caveat": N_("Full caveat"),
    "save": N_("Save"),
    "picture": N_("Picture"),
    "thread": N_("Go on in a thread"),
    "like": N_("More like this"),
    "others": N_("Others on this"),
    "two": N_("Two authors on this"),
    "report": wording_curators.REPORT,
    "fix": wording_curators.FIX,
    "withdraw": wording_curators.WITHDRAW,
    "rest": N_("More…"),
    "share": N_("Share"),
    "remove": N_("Remove"),
}
ASK_MORE: Final = N_("Ask more")
YOUR_QUESTION: Final = N_("Your question")
WHAT_ABOUT: Final = N_("What about …?")
