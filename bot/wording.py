"""The words of the cards that are ours: everything else on a card comes from a seed or from who asks.

Templates hold Discord Markdown; what fills them is escaped before. Knows nothing of how a card is laid out.
"""

from typing import Final

from index.model import CaveatBy, Confidence, Reason

SEARCHED_FOR: Final = "-# searched for: {words}"
NOTHING: Final = "**Nothing in the seeds answers this.**"
NEAREST: Final = "The nearest passages, which do **not** answer it:"
MISS: Final = "**Miss {number}** · {ref}"
MISS_CUT: Final = "**Miss {number}** · {ref} · only its beginning"

MATCHES: Final[dict[Confidence, str]] = {
    "strong": "strong match",
    "fair": "fair match",
    "weak": "weak match",
    "none": "loosely related",
}
PLACE: Final = "{number} of {of}"
PART: Final = "page {part} of {parts} of this passage"
PART_OF_MISSES: Final = "page {part} of {parts}"
CONTINUES: Final = "continues on the next"
NO_VISIBLE_WORDS: Final = "-# (this passage has no visible words)"

AUTHOR: Final = "**{name}**"
NO_AUTHOR: Final = "author not stated"
NO_TITLE: Final = "title not stated"
NO_DATE: Final = "date not stated"
NO_LINK: Final = "link not stated"
LONG_LINK: Final = "link too long to show"
RESTATED: Final = "**restated by {who}, not quoted**"
SOMEBODY: Final = "somebody not stated"
POSITION: Final = "passage {number} of {of}"
LICENCE: Final = "licence {name}"

CAVEATS: Final[dict[CaveatBy, str]] = {
    "author": "⚠️ **Author's caveat:**",
    "curator": "⚠️ **Caveat added by the curator:**",
}
RESTATED_CAVEAT: Final = "⚠️ **Author's caveat, restated:**"
NO_CAVEAT: Final = "▫️ no caveat found in this source"
SAME_CAVEAT: Final = "⚠️ Caveat: as above, it is the same document's."
STATUS: Final = "⚠️ **Epistemic status:**"
CITED: Final = "-# 🔗 Source given:"
CITED_CUT: Final = "-# 🔗 Source given (cut short in the seed):"
QUOTED_CUT: Final = "-# 🔗 The address of the source given above is cut short in the seed."
NOTE: Final = "📝 **Curator's note:**"
IN_FULL_BELOW: Final = "**(in full on a page of its own, before the next match)**"
ALL_IN_FULL_BELOW: Final = "**(this and {more} more in full on pages of their own, before the next match)**"
CONTINUED: Final = "(continued)"

HEDGES: Final = "-# Underlined, hedged by the author: {hedges}"
RESTATED_HEDGES: Final = "-# Underlined, hedges as restated: {hedges}"
HEDGE: Final = "“{words}” ({reason})"
MORE_HEDGES: Final = "{count} more"
REASONS: Final[dict[Reason, str]] = {
    "speculation": "speculation",
    "doubt": "doubt",
    "hearsay": "hearsay",
    "no-source": "no source",
    "outdated": "outdated",
    "possibility": "possibility",
}

ENTRY: Final = "**{number}** · {ref}"
ENTRY_CUT: Final = "**{number}** · {ref} · only its beginning"
FOUND: Final = "**{total} passages match.**"
NOT_FOUND: Final = "**No passage matches this search.**"
LOOKED_UP: Final = "looked up"
PART_OF_LIST: Final = "page {part} of {parts}"
ALL_SEEDS: Final = "All seeds"
NO_SEEDS: Final = "There are no seeds yet."
PASSAGES: Final = "passages: {count}"
HEDGES_BY_REASON: Final = "hedges: {hedges}"
NO_HEDGES: Final = "hedges: none marked"
QUOTE: Final = "Is this quote in the seeds?"
VERBATIM: Final = "✅ **Verbatim:** these words stand in the seeds"
FORGIVEN: Final = "forgiven: {what}"
ALTERED: Final = "✏️ **Altered:** the seeds say it otherwise (~~only in the quote~~, **only in the source**)"
ABSENT: Final = "❌ **Absent:** these words do not stand in the seeds"
WHY_PART: Final = "{words}: {share} % of what found this passage"
WHY_AS: Final = "{words}, searched as {found}"
WHY_MISSING: Final = "Not in this passage: {words}"
WHY_NOTHING: Final = "No word of the question stands in this passage."
CITE_MARKDOWN: Final = "Markdown"
CITE_PLAIN: Final = "Plain text"
CITE_CSL: Final = "CSL-JSON"
CITE_LINK: Final = "Link to the very words"

CONTEXT: Final = "around the passage that was found"
BEGINNING: Final = "This passage is the first of its document: nothing stands before it."
END: Final = "This passage is the last of its document: nothing stands after it."
GONE: Final = "The seed of this passage has changed or was removed since; ask again with /ask."
THANKS: Final = "Thank you: your verdict is stored. /forget-me removes all of yours."
NOT_SHARED: Final = "You may not write in this channel, so this answer stays private."
NOT_REMOVED: Final = "Only the person who asked, or who may manage messages here, can remove this."
FORGOTTEN: Final = "Removed: {count} of your verdicts. Nothing else of yours is stored."
WHY: Final = "Why this passage? Its words are weighed by how rare they are in the seeds."
CITE: Final = "Cite {ref}"
