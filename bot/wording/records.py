"""The words of what admins see of a server's records: gaps and audit. Knows nothing but strings.

Templates of cards hold Discord Markdown; what fills them is escaped before. They are shown through `i18n.gettext`.
"""

from typing import Final

from bot.store.queries.gaps import GapReason
from bot.wording.i18n import N_, NN_

NOT_A_CURATOR: Final = N_("Only this server's curators, and those who may manage the server, can do this.")
NOT_AN_ADMIN: Final = N_("Only those who may manage this server can do this.")

GAPS: Final = NN_("Unanswered questions of the last {count} day", "Unanswered questions of the last {count} days")
ALL_GAPS: Final = N_("Unanswered questions")
NO_GAPS: Final = N_("None are kept of this time.")
NO_GAPS_KEPT: Final = N_(
    "None: unanswered questions are not kept here. Those who may manage the server can switch that on in /settings."
)
GAPS_SUMMARY: Final = NN_(
    "**{count}** time, {questions} question; questions that share a word stand together. Who asked is not known here.",
    "**{count}** times, {questions} different ones; questions that share a word stand together. "
    "Who asked is not known here.",
)
GROUP: Final = N_("**{word}** · {count} ×")
GROUP_OF_ONE: Final = N_("**Others**, which share no word")
QUESTION: Final = N_("- {question} ({reasons})")
REASONS: Final[dict[GapReason, str]] = {"nothing": N_("found nothing: {count}"), "thumbs_down": N_("👎: {count}")}
ANSWERED_NOW: Final = N_("✅ now answered by {ref}")
MORE_QUESTIONS: Final = NN_("- {count} more; /gaps export has them all", "- {count} more; /gaps export has them all")
CLEARED: Final = NN_("Removed: {count} unanswered question.", "Removed: {count} unanswered questions.")
EXPORTED_TABLE: Final = N_("A table of the unanswered questions, by the words they share.")
EXPORTED_COLLECTION: Final = N_(
    "A test collection: the unanswered questions, and the passages they can be answered from. In qrels.tsv each "
    "question has its nearest passages with the grade 0: write 1 where one does answer, then measure with "
    "`python -m bot eval`."
)
TOO_LARGE: Final = N_("This would be a file of {size:,.1f} MB, and Discord takes {most:,} MB here: ask for less of it.")
STATS: Final = NN_("What was asked here in the last {count} day", "What was asked here in the last {count} days")
STATS_NONE: Final = N_("Nothing was asked or judged here in that time.")
STATS_ASKED: Final = N_("**Questions:** {count} · declined: {share}")
SHARE: Final = N_("{share} %")
STATS_DAYS: Final = N_("**Questions a day**")
STATS_SEEDS: Final = N_("**Seeds that answered most often**")
STATS_BAD: Final = N_("**Passages with 👎**")
STATS_GOOD: Final = N_("**Passages with 👍**")
STATS_ROW: Final = N_("- {name}: {count}")
STATS_FEW: Final = N_("-# Counts only: who asked or judged is not shown. \\<5 stands for fewer than 5.")
NEWER: Final = N_("◀ Previous")
OLDER: Final = N_("Next ▶")

AUDIT: Final = N_("What admins did here")
NO_ENTRIES: Final = N_("Nothing yet.")
ENTRY: Final = N_("**{act}** · {who} · {when}")
ENTRY_OF_SEED: Final = N_("**{act}** · {seed} · {who} · {when}")
FORGOTTEN_ACTOR: Final = N_("somebody who asked to be forgotten ({pseudonym})")
CHECKSUMS: Final = N_("-# before: {before} · after: {after}")
NO_CHECKSUM: Final = N_("nothing")
SETTINGS_CHANGED: Final = N_("-# settings: {keys}")
ACT_REASON: Final = N_("-# why: {reason}")
ACTS: Final[dict[str, str]] = {
    "add": N_("added"),
    "change": N_("changed"),
    "remove": N_("removed"),
    "restore": N_("removal undone"),
    "block": N_("blocked"),
    "settings": N_("settings changed"),
    "reindex": N_("re-indexed"),
    "clear-gaps": N_("unanswered questions removed"),
    "export-gaps": N_("unanswered questions exported"),
    "export-audit": N_("audit exported"),
    "accept": N_("suggestion accepted"),
    "decline": N_("suggestion declined"),
}
EXPORTED_AUDIT: Final = N_("Everything that admins did here, oldest first, one JSON object a line.")
NEWEST: Final = N_("◀ Newest")
