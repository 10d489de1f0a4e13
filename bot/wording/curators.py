"""The words of what curators do from a card and of what members suggest. Knows nothing but strings.

Templates of cards hold Discord Markdown; what fills them is escaped before. They are shown through `i18n.gettext`.
"""

from typing import Final

from bot.wording.i18n import N_

# Buttons, and the titles of forms: a title has 45 characters at most, a label 45, a hint 100.
FIX: Final = N_("Fix this seed")
REPORT: Final = N_("Report")
WITHDRAW: Final = N_("Withdraw")
DISMISS: Final = N_("Dismiss")
ACCEPT: Final = N_("Accept")
DECLINE: Final = N_("Decline")
ASK_BACK: Final = N_("Ask back")
ANSWER: Final = N_("Answer")
UNDO: Final = N_("Undo")

REASON: Final = N_("Why")
REPORT_HINT: Final = N_("Moderators of this server read it, with your name.")
WITHDRAW_HINT: Final = N_("Kept with the date, for curators. The document goes at once and cannot be added again.")
DECLINE_HINT: Final = N_("Whoever suggested it reads this.")
QUESTION: Final = N_("Your question")
ASK_HINT: Final = N_("Whoever suggested it gets it as a direct message.")
ANSWER_HINT: Final = N_("The curators read it.")

# Fixing
NOT_A_CARD: Final = N_("that message is no card of mine that shows a passage; open the menu of one that does")
FOR_THE_OWNER: Final = N_(
    "This seed is my operator's, and only my owner can fix or withdraw it. Report it, so that others learn of it."
)
NOTHING_CHANGED: Final = N_("nothing was changed in the form, so nothing was stored")
NOT_WRITABLE: Final = N_("the folder of my operator's seeds cannot be written, so {seed} stays as it is")
FIXED: Final = N_("✅ **{seed}** is corrected. You can undo that for 15 minutes.")
UNDONE: Final = N_("↩️ **{seed}** is as it was before.")
NOTHING_BEFORE: Final = N_("there is no earlier version of {seed} to go back to")

# Reports and withdrawals
NO_REPORTS: Final = N_(
    "Reports are not taken here: those who may manage the server can choose a channel for them in /settings."
)
NOT_POSTED: Final = N_("I may not write in the channel that was chosen for that; tell those who manage the server.")
REPORTED: Final = N_("Thank you: the moderators of this server have it now.")
A_REPORT: Final = N_("🚩 **{seed}** was reported by {who}: {reason}")
STANDS_AT: Final = N_("-# The card: {link}")
DISMISSED: Final = N_("Dismissed by {who}: {seed} stays.")
WITHDRAWN: Final = N_("⛔ **{seed}** is withdrawn: it answers nothing any more and cannot be added again.")
WITHDRAWN_CARD: Final = N_(
    "⛔ Withdrawn: a document that was quoted here was taken down on {day}. Its words are not shown any more."
)
CORRECTED_CARD: Final = N_("⚠ The author has corrected this document since. Ask again to see it with the correction.")

# Proposals
ONE_OF_BOTH: Final = N_("Give a file or a link: one of the two.")
ONE_AT_A_TIME: Final = N_("{name} holds several files, or none: suggest one file at a time")
NOT_A_LINK: Final = N_("{link} is no link: give an address that begins with https:// or http://")
NO_PROPOSALS: Final = N_(
    "Suggestions are not taken here: those who may manage the server can choose a channel for curators in /settings."
)
TOO_MANY_PROPOSALS: Final = N_("{limit} of your suggestions are still open here; wait until curators have decided")
PROPOSED: Final = N_("Thank you: the curators of this server will look at {name}. Nothing of it is quoted before.")
A_PROPOSAL: Final = N_("📥 **{name}** was suggested by {who}")
ITS_NOTE: Final = N_("They say: {note}")
ANSWERED_BACK: Final = N_("💬 {who} answers about **{name}**: {answer}")
DECIDED: Final = N_("this suggestion is gone: it was decided on, taken back, or is older than 30 days")
TAKEN_BACK: Final = N_("📥 Whoever made the suggestion that stood here has taken it back.")
ACCEPTED: Final = N_("✅ **{name}** was accepted by {who}.")
ACCEPTED_LINK: Final = N_("✅ **{name}** was accepted by {who}. Pages are not read here: add its text with /seeds add.")
DECLINED: Final = N_("❌ **{name}** was declined by {who}: {reason}")
ASKED_BACK: Final = N_("Your question was sent to {who}.")
NOT_REACHED: Final = N_("I cannot write to {who}: their direct messages are closed. Ask them in a channel.")
TOLD_ACCEPTED: Final = N_("Your suggestion {name} was accepted in {server}. Thank you.")
TOLD_DECLINED: Final = N_("Your suggestion {name} was declined in {server}: {reason}")
TOLD_QUESTION: Final = N_("About your suggestion {name}, the curators of {server} ask: {question}")
NOT_YOUR_PROPOSAL: Final = N_("Only the person who suggested this can answer.")
ANSWER_SENT: Final = N_("Your answer was sent to the curators.")

# Pinned questions
PINNED: Final = N_("Pinned questions of this server")
NO_PINNED: Final = N_("None yet. /pinned add takes a question and the passage that is to answer it.")
TOO_MANY_PINNED: Final = N_("this server may pin {limit} questions and has them: remove some first")
HOLDS: Final = N_("✅ {question} → {ref}")
HOLDS_NOT: Final = N_("⚠ {question} → {ref} is expected, {found} answers")
HOLDS_NOTHING: Final = N_("⚠ {question} → {ref} is expected, nothing answers")
PIN_KEPT: Final = N_("Pinned. It is asked after each re-index, and changes are told in the channel for curators.")
UNPINNED: Final = N_("No longer pinned: {question}")
NOT_PINNED: Final = N_("no such question is pinned here; /pinned list shows those that are")
PINNED_CHANGED: Final = N_("Pinned questions are answered differently since the last re-index")
ANOTHER: Final = N_("another passage")

# What is to be done
TODO: Final = N_("What this server's own seeds lack")
NOTHING_TO_DO: Final = N_("✅ Nothing: each states its author, its date and a caveat.")
LACKS: Final = N_("**{seed}** · cards of the last 30 days: {count}")
LACKS_CAVEAT: Final = N_("no caveat found")
LACKS_AUTHOR: Final = N_("no author")
LACKS_DATE: Final = N_("no date")
LACKS_SOURCE: Final = N_("no source")
UNREAD: Final = N_("cannot be read: {problem}")

# What /help and /privacy say of all this.
HELP: Final = N_("/suggest: bring a file or a link before this server's curators")
HELP_CURATORS: Final = N_(
    "/pinned, /seeds todo, /seeds withdraw, or Apps › Fix this seed on a card: for curators, to keep the seeds right"
)
