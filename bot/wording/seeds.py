"""The words of the cards and sentences about a server's own seeds that are ours. Knows nothing but strings.

Templates of cards hold Discord Markdown; what fills them is escaped before. Sentences are escaped as a whole.
"""

from typing import Final

from bot.wording.i18n import N_, NN_

# Why a file cannot be read; `name` is the file's.
TOO_LARGE: Final = N_("{name} has {size} MB; the limit is {most} MB, so split it into parts")
TOO_SLOW: Final = NN_(
    "{name} was given up after {count} second of reading; split it into parts, or simplify it",
    "{name} was given up after {count} seconds of reading; split it into parts, or simplify it",
)
TOO_MUCH_MEMORY: Final = N_("{name} needs more than {most} MB of memory to be read; split it into parts")
TOO_MUCH_BESIDE: Final = N_(
    "its caveats, status and note have {chars:,} characters, but {most:,} can stand by a passage"
)
NOT_FETCHED: Final = N_("{name} could not be fetched from Discord; attach it again")
TOO_MUCH_AT_ONCE: Final = N_("{name} is too much together with the other files; attach it by itself")
TOO_MANY_IN_ARCHIVE: Final = N_("{name} is left out: a zip file may hold {most} files; pack the others in another")
BROKE: Final = N_("{name} cannot be read: reading it ended unexpectedly; save its text as a plain text file")

# The forms: a title has 45 characters at most, a label 45, a hint 100.
ATTRIBUTION_FORM: Final = N_("Whose words these are")
TITLE: Final = N_("Title")
TITLE_HINT: Final = N_("Empty: as the file states it, or not stated.")
AUTHORS: Final = N_("Authors")
AUTHORS_HINT: Final = N_("One name a line.")
SOURCE: Final = N_("Where the original stands")
SOURCE_HINT: Final = N_("An address, https://…, or a reference in words.")
PUBLISHED: Final = N_("Published")
PUBLISHED_HINT: Final = N_("2022-09-13, 2022-09 or 2022.")
LANGUAGE: Final = N_("Language")
LANGUAGE_HINT: Final = N_("A tag: en, pt-BR, zh-Hant.")

CAUTION_FORM: Final = N_("Caveat and note")
CAVEAT: Final = N_("Caveat")
CAVEAT_HINT: Final = N_("The author's if its words stand in the file, else shown as added by the curator.")
STATUS: Final = N_("Epistemic status")
STATUS_HINT: Final = N_("How sure the author is. Shown with the caveat.")
NOTE: Final = N_("Note")
NOTE_HINT: Final = N_("Your own remark. Shown as the curator's.")
RESTATED_BY: Final = N_("Restated by")
RESTATED_BY_HINT: Final = N_("Whose words these are, if not the author's own. Empty: they are the author's.")
LICENCE: Final = N_("Licence")
LICENCE_HINT: Final = N_("As the author gives it, for example CC BY 4.0.")

COMMON_FORM: Final = N_("For all these files")
COMMON_AUTHORS_HINT: Final = N_("One name a line. Given to files that state no author.")
TAGS: Final = N_("Tags")
COMMON_TAGS_HINT: Final = N_("With commas between. Added to those that a file has.")
COMMON_CAVEAT_HINT: Final = N_("Given to files in which no caveat was found.")
NAME_FORM: Final = N_("Another name")
FILE_NAME: Final = N_("File name")
FILE_NAME_HINT: Final = N_("The seed is stored under this name; its ending stays as it is.")

# Why something is not done: errors without capital and full stop, which stand on a card with both; then sentences.
NOT_IN_A_SERVER: Final = N_("seeds belong to servers: use this in a server that has added me")
NOT_YOUR_CARD: Final = N_("Only the curator who opened this card can use its buttons. Open your own with /seeds.")
EXPIRED: Final = N_("this preview has expired, and nothing was stored; attach the file again")
NOTHING_TO_GO_ON_WITH: Final = N_(
    "none of your previews is left in this server, since each is kept for {minutes} minutes; attach the file again"
)
TAKEN: Final = N_("this preview has expired, since it was confirmed already; use /seeds edit to correct what is stored")
CHANGED_SINCE: Final = N_(
    "this preview was corrected after your card showed it, so nothing is stored yet; look at it and press Confirm"
)
NOT_TAKEN: Final = N_(
    "Your correction could not be used, so nothing is stored yet. Look at the preview, and press Confirm again."
)
CLASHES: Final = N_("{field} was corrected meanwhile to something else, so “{typed}” was not taken")
SIDECAR_ALONE: Final = N_(
    "{name} is a side-car, which describes the file {file}: attach both together, "
    "or give it to a seed of this server with /seeds edit"
)
NOTHING_TO_STORE: Final = N_("none of these files can be read, so there is nothing to store")
NO_SUCH_SEED: Final = N_("there is no seed {seed} in this server; /seeds list shows those there are")
TOO_LATE_TO_UNDO: Final = N_("a removal can be undone for 15 minutes; to have {seed} back, add its file again")
CHANGED_MEANWHILE: Final = N_(
    "the seed {seed} was changed meanwhile ({when}), so nothing of yours was stored; look at it again first"
)
REMOVED_MEANWHILE: Final = N_("the seed {seed} was removed meanwhile ({when}), so nothing was changed")
NAME_TAKEN: Final = N_("there is a seed of this file name already, {seed}: use /seeds edit, or rename the file")
SAME_FILE: Final = N_("this very file is there already as {seed}: use /seeds edit to correct what is stated of it")
BLOCKED: Final = N_("this document was blocked on {day} by this server's curators, so it cannot be added again")
BLOCKED_BECAUSE: Final = N_(
    "this document was blocked on {day} by this server's curators, so it cannot be added again; they wrote: {reason}"
)
TOO_MANY_SEEDS: Final = NN_(
    "this server may have {count:,} seed and has it: remove it first",
    "this server may have {count:,} seeds and has them: remove some first",
)
TOO_MANY_BYTES: Final = N_("this server's seeds would have more than {limit:,} bytes together: remove some first")
TOO_MANY_PASSAGES: Final = N_("this server's seeds would have more than {limit:,} passages together: remove some first")

# The cards: Markdown.
PREVIEW: Final = N_("Preview of a new seed")
PREVIEW_OF_CHANGE: Final = N_("Preview of a change")
NOTHING_STORED_YET: Final = N_("Nothing is stored before you confirm; this preview lives for 15 minutes.")
FILE_OF: Final = N_("file {number} of {of}")
PAGE: Final = N_("page {number} of {of}")
WOULD_BE_REFUSED: Final = N_("❌ It would not be stored: {reason}")
NEAR_COPY: Final = N_(
    "⚠ About {share} % of it stands in **{seed}** already. Confirm keeps both, as editions; or let it replace that "
    "seed, or cancel."
)
NEAR_COPY_SHORT: Final = N_("{share} % as {seed}")
LEFT_OUT: Final = N_("➖ You left this file out; it will not be stored.")
STILL_HERE: Final = N_("What is not stored is kept here with its corrections, for 15 minutes.")
BUSY: Final = N_("⏳ Your correction is kept and being read …")
TABLE: Final = NN_("{count} file to look at", "{count} files to look at")
TABLE_HEAD: Final = N_("stored at Confirm: {taken} · left out: {left} · with a problem: {problems}")
NO_CAVEAT: Final = N_("no caveat found")
HAS_CAVEAT: Final = N_("caveat found")
NO_DATE: Final = N_("no date")
UNREADABLE: Final = N_("❌ {problem}\nThis file will be left out.")
FURTHER_DOCUMENTS: Final = NN_(
    "and {count} more document in this file: {titles}", "and {count} more documents in this file: {titles}"
)
COUNT_PASSAGES: Final = N_("passages: {count}")
COUNT_HEDGES: Final = N_("hedges: {count}")
COUNT_CITATIONS: Final = N_("sources given: {count}")
COUNT_REMOVED: Final = N_("characters of boilerplate removed: {count}")
IN_LANGUAGE: Final = N_("language: {language}")
MORE_WARNINGS: Final = NN_(
    "… and {count} more warning; /seeds check lists it once the seed is stored.",
    "… and {count} more warnings; /seeds check lists them once the seed is stored.",
)
NOT_SO: Final = N_("this cannot be used: {problem}")

CONFIRM: Final = N_("Confirm")
CANCEL: Final = N_("Cancel")
EDIT_ATTRIBUTION: Final = N_("Edit attribution")
EDIT_CAUTION: Final = N_("Edit caveat and note")
ANOTHER_NAME: Final = N_("Another name …")
REPLACE: Final = N_("Replace {seed}")
TO_PREVIEW: Final = N_("Back to the preview")
FOR_ALL: Final = N_("For all files …")
LEAVE_OUT: Final = N_("Leave this file out")
TAKE_IN: Final = N_("Take this file")
REMOVE: Final = N_("Remove")
BLOCK: Final = N_("Remove for good and block")
KEEP: Final = N_("Keep it")
UNDO: Final = N_("Undo")
SHOW_NOW: Final = N_("Show it as it is now")

OWN_SEEDS: Final = N_("This server's own seeds")
NO_OWN_SEEDS: Final = N_("This server has no seeds of its own yet; /seeds add brings some.")
KILOBYTES: Final = N_("{count} KB")
VERSION: Final = N_("revision {number}")
CHANGED: Final = N_("changed {when} by {who}")
SOMEBODY: Final = N_("somebody")
NOT_INDEXED: Final = N_("⏳ not indexed yet")
FINDINGS: Final = N_("What the linter says of this server's own seeds")
NO_FINDINGS: Final = N_("✅ nothing to look at")
REALLY_REMOVE: Final = N_("**Remove this seed?**")
WHAT_REMOVE_MEANS: Final = N_("Once removed, it answers no questions. You can undo that for 15 minutes.")
WHAT_BLOCK_MEANS: Final = N_(
    "⛔ **This cannot be undone.** The document is deleted at once: its file, all versions, its index, and copies of "
    "it under other names. Only checksums are kept, so that it cannot be added again."
)
REMOVED: Final = N_("🗑️ **{seed}** is removed and answers no more questions. You can undo that for 15 minutes.")
RESTORED: Final = N_("↩️ **{seed}** is back.")
BLOCKED_NOW: Final = N_("⛔ **{seed}** is deleted with all its versions, and its document cannot be added again.")
COPIES_GONE: Final = N_("The same document stood here under other names, which went with it: {names}")
KEPT: Final = N_("{seed} stays.")
DISCARDED: Final = N_("The preview is discarded; nothing was stored.")
STORED: Final = N_("✅ {name} is stored as **{seed}**.")
NOT_STORED: Final = N_("❌ {name} is not stored: {reason}")
MORE_OUTCOMES: Final = NN_("… and {count} more.", "… and {count} more.")
BY: Final = N_("by {who}")

EXPORTED: Final = NN_(
    "📦 {count} seed of this server's own, with its side-car: part {number} of {of}.",
    "📦 {count} seeds of this server's own, with their side-cars: part {number} of {of}.",
)
TOO_LARGE_TO_SEND: Final = N_(
    "these seeds are too large to be sent here; the bot's operator can export them with "
    "`caveat seeds export --guild {guild} DIR`"
)
NOTHING_TO_EXPORT: Final = N_("this server has no seeds of its own to export")
