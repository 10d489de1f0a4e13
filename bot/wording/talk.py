"""What the bot says outside cards: refusals, help, greetings, the status; marked for the catalogues."""

from typing import Final

from bot.wording.i18n import N_
from index.answered import MeaningState

NOT_OURS: Final = N_("This button leads nowhere any more. Ask again with /ask.")
NO_QUESTION: Final = N_("this card shows no question any more; ask again with /ask")
STALE: Final = N_("This command has changed since your Discord loaded it: reload Discord (Ctrl+R) and try again.")
WENT_WRONG: Final = N_("Something went wrong inside the bot (reference {code}). Its operator can find it in the log.")
DATABASE_AWAY: Final = N_(
    "The bot's database cannot be used at the moment, so this was not done (reference {code}). Please try again later; "
    "its operator can find the reason in the log."
)
ENGINE_AWAY: Final = N_(
    "The search engine does not answer at the moment (reference {code}). Please ask again in a minute; its operator "
    "can find the reason in the log."
)
NOTHING_TO_ASK: Final = N_("that message has no words to ask about; use /ask instead")
NOTHING_TO_CHECK: Final = N_("that message has no words to check; use /verify instead")

NOT_ABOUT_MESSAGES: Final = N_("This server's admins do not want members' messages to be asked about or checked.")
MESSAGE_NOT_FOUND: Final = N_("no such message was found in this server; paste its words instead")
LINKS_IN_PRIVATE: Final = N_(
    "I read linked messages only where nobody else sees the answer: use /ask or /verify with the link."
)
REPLIED_UNREAD: Final = N_(
    "I cannot read the message you reply to. Choose Apps › Ask about this, or Apps › Check this quote, on it, or paste "
    "its words."
)
REPLIED_BEFORE: Final = N_("I answered about that message already, a little further up.")

ABOUT_ME: Final = N_(
    "Ask me a question in a few words: with /ask, by mentioning me, or in a direct message.\n"
    "I answer with passages from this bot's documents, word for word, each with its author and the author's caveat."
)
REPLY_UNREAD: Final = N_(
    "I cannot read what you wrote in reply to this card. Mention me in your question, or press “Ask more” where the "
    "card has it."
)
WELCOME: Final = N_(
    "Thanks for adding me to {server}. Ask me with {ask} or by mentioning me: I answer with passages from my "
    "documents, word for word, each with its author and the author's caveat."
)
NEXT_STEPS: Final = N_(
    "**What to do next, in your server**\n"
    "1. {seeds_add}: give me a text of your own to quote; it is read before anything is stored.\n"
    "2. {settings}: where I answer, whom, and in which language.\n"
    "3. {help}: all that I can do. With its option “pin” it posts a card on how to ask, to be pinned.\n"
    "Who may use which command where is set in Server Settings, Integrations."
)
FOR_EXAMPLE: Final = N_("For example: {ask} {question}")
NO_OWN_SEED: Final = N_("-# This server has no seed of its own yet; that is why you see this.")
HOW_TO_ASK: Final = N_("**How to ask**")
WAYS_TO_ASK: Final = N_(
    "{ask}, or mention {bot} with your question. You get passages word for word, each with its author and the author's "
    "caveat; where my documents say nothing, I say so."
)
THESE_ARE_ANSWERED: Final = N_("Questions that I can answer here:")
EXAMPLE: Final = "- {question}"
WHAT_ABOUT: Final = N_("What about {topic}?")
WHO_WROTE: Final = N_("Who wrote {title}?")
HELP: Final = N_(
    "/ask, a mention or a direct message: an answer in passages, word for word\n"
    '/search: all passages that match words, "phrases", author: and more\n'
    "/passage, /seed, /sources, /caveat: look one up; /read opens a document, /random shows a passage by chance\n"
    "/verify, or Apps › Check this quote: does a quote stand in the seeds?\n"
    "/status: what is served\n"
    "/seeds, /reindex, /gaps: for this server's curators; /settings, /audit: for those who manage it\n"
    "The buttons below an answer are for the person who asked, unless this server's settings say otherwise: pages, "
    "context, why, cite, follow-up, verdict, share, remove."
)
ABOUT: Final = N_(
    "I answer with passages of the documents that a curator gave me, word for word, each with its author and the "
    "author's own caveat. I write no prose about the subject, so I cannot invent any. Underlined words are hedges: "
    'places where the text itself voices doubt. "Strong match" is about how well a passage fits your question, never '
    "about whether it is true."
)
PRIVACY: Final = N_(
    "I log no question, and store one only where a server's admins want that: those of public answers that found "
    "nothing or got 👎, with the day, never who asked, for {gap_days} days.\n"
    "With your user number I store: your 👍 and 👎; what you change in a server's seeds or settings, which its admins "
    "see; files you are about to add, for 15 minutes; what you suggest as a seed, until curators decide, {kept_days} "
    "days at most. The buttons of a card carry your number too.\n"
    "Of public cards I keep for {kept_days} days where they stand and which seeds they show, to mark what is withdrawn "
    "or corrected. A report stands in a channel of its server, with your name.\n"
    "/forget-me removes verdicts, drafts and suggestions at once, and puts a random name in place of your number "
    "elsewhere. It cannot find questions, which name nobody, nor reach into my operator's backups.\n"
    "When I leave a server, everything of it is deleted after {leaving_days} days."
)

ROW: Final = N_("{name}: {value}")
LATENCY: Final = N_("latency")
MILLISECONDS: Final = N_("{count} ms")
NOT_MEASURED: Final = N_("not measured yet")
UNDELIVERED: Final = N_("replies not delivered")
LAST_ERROR: Final = N_("last error")
NO_ERROR: Final = N_("none")
DATABASE: Final = N_("database")
DATABASE_GONE: Final = N_("its file is gone: questions are answered, nothing is stored")
WORKER: Final = N_("shards of worker {number}")
THIS_WORKER: Final = N_("{shards} (this one)")
STANDS_BY: Final = N_("none, it stands by")
NO_WORKER: Final = N_("shards of nobody")
UNANSWERED: Final = N_("{shards}: nobody is answered there")
REINDEX: Final = N_("re-index")
REINDEX_FAILED: Final = N_("failed {at} (reference {code}), tried again {next}")
# What the service names in its status.
SERVED: Final = {
    "seeds": N_("seeds"),
    "skipped": N_("seeds skipped"),
    "passages": N_("passages"),
    "built": N_("index built"),
    "meaning": N_("finding by meaning"),
    "generation": N_("generation"),
}
MEANING: Final[dict[MeaningState, str]] = {
    "off": N_("off"),
    "building": N_("is being prepared"),
    "ready": N_("ready"),
}
