"""The words of a server's settings and limits: refusals, and what `/settings` shows. Knows nothing but strings.

They are shown through `i18n.gettext`. What fills them is escaped before.
"""

from typing import Final

from bot.wording.i18n import N_, NN_

TOO_OFTEN_MINUTES: Final = NN_(
    "That was a lot at once. Try again in {count} minute.",
    "That was a lot at once. Try again in {count} minutes.",
)
CLOSED: Final = N_("This server's admins let me answer in other channels only.")
NOT_YOURS: Final = N_("Only the person who asked can use these buttons. Ask with /ask to get your own card.")
NOT_YOURS_NOR_CURATORS: Final = N_(
    "Only the person who asked and this server's curators can use these buttons. Ask with /ask to get your own card."
)
TOO_OFTEN: Final = NN_(
    "That was a lot at once. Try again in {count} second.",
    "That was a lot at once. Try again in {count} seconds.",
)
NOT_AN_ASKER: Final = N_("This server's admins let members with certain roles ask me, and you have none of them.")
NOT_A_PROPOSER: Final = N_(
    "This server's admins let members with certain roles propose seeds, and you have none of them."
)
NOT_A_CHOICE: Final = N_("this is none of the choices any more; open /settings again")

TITLE: Final = N_("**Settings of this server** · {section}")
SAVED: Final = N_("✅ Saved: {setting}")
EFFECT: Final = N_("-# Changes take effect within a few seconds.")

PLACES: Final = N_("Channels")
ANSWERS: Final = N_("Answers")
PEOPLE: Final = N_("People")
CURATING: Final = N_("Curating")
LIMITS: Final = N_("Limits")

ALLOWED_CHANNELS: Final = N_("Channels where I answer")
ALLOWED_CHANNELS_HINT: Final = N_("None chosen: everywhere. Threads and forum posts belong to their channel.")
DENIED_CHANNELS: Final = N_("Channels where I never answer")
DENIED_CHANNELS_HINT: Final = N_("They win over those above. Commands are refused privately, mentions get silence.")
ANSWER_CHANNELS: Final = N_("Channels where I answer every question")
ANSWER_CHANNELS_HINT: Final = N_("Without a mention, and silent where the seeds do not answer.")
NEWS_CHANNELS: Final = N_("Channels that get news of the seeds")
NEWS_CHANNELS_HINT: Final = N_("Seeds added or removed, once a day at most and silently; an author's correction soon.")
UNREAD: Final = N_("My operator has not let me read messages, so answering every question has no effect yet.")
CHOOSE_CHANNELS: Final = N_("Choose channels")

PRIVATE: Final = N_("Private answers")
PRIVATE_HINT: Final = N_("Who sees the answer to a command, unless the person chooses otherwise.")
PRIVATE_ON: Final = N_("Only who asked")
PRIVATE_OFF: Final = N_("Everybody in the channel")
PAGES: Final = N_("Matches in an answer")
PAGES_HINT: Final = N_("At most; each is a page of its own.")
LANGUAGE: Final = N_("Language of my own words")
LANGUAGE_HINT: Final = N_("Quotes stay in the language of their author.")
LANGUAGE_OWN: Final = N_("That of each person's Discord")
OPERATOR_SEEDS: Final = N_("My operator's seeds")
OPERATOR_SEEDS_HINT: Final = N_("Searched beside this server's own.")
OPERATOR_SEEDS_ON: Final = N_("Searched")
OPERATOR_SEEDS_OFF: Final = N_("Left out: only this server's own seeds")

CURATOR_ROLES: Final = N_("Curator roles")
CURATOR_ROLES_HINT: Final = N_("They may add, correct and remove seeds, as those who may manage the server can.")
CHOOSE_ROLES: Final = N_("Choose roles")
ASKER_ROLES: Final = N_("Roles that may ask")
ASKER_ROLES_HINT: Final = N_("None chosen: everybody. Curators always may.")
PROPOSER_ROLES: Final = N_("Roles that may propose seeds")
PROPOSER_ROLES_HINT: Final = N_(
    "None chosen: everybody who may ask. What they propose is not searched until a curator accepts."
)
COLLECTIONS: Final = N_("Collections")
COLLECTIONS_HINT: Final = N_(
    "A channel or forum tag can be bound to tags of seeds: there, only seeds with one of them are asked. Threads and "
    "posts belong to their channel, and a tag of the post comes first."
)
COLLECTIONS_NONE: Final = N_("Nothing is bound yet.")
COLLECTIONS_UNTAGGED: Final = N_('No seed states tags yet; a line such as "tags: history" at its head gives it some.')
BOUND: Final = N_("{place}: only {tags}")
BIND: Final = N_("**{place}** asks only seeds with one of these tags; none chosen: all seeds.")
CHOOSE_PLACE: Final = N_("Choose a channel or category to bind")
CHOOSE_FORUM_TAG: Final = N_("Or choose a forum tag")
CHOOSE_TAGS: Final = N_("Choose tags of seeds")
FORUM_CHANNELS: Final = N_("Forums whose posts I answer")
FORUM_CHANNELS_HINT: Final = N_(
    "The title of a new post is the question, once, and silent where the seeds do not answer."
)
PRESSERS: Final = N_("Buttons of somebody's card")
PRESSERS_HINT: Final = N_("Who may press them beside the person who asked.")
PRESSERS_ASKER: Final = N_("Nobody else")
PRESSERS_CURATORS: Final = N_("Curators")
PRESSERS_EVERYBODY: Final = N_("Everybody")
UNANSWERED: Final = N_("Questions that found nothing")
UNANSWERED_HINT: Final = N_("Kept without names for /gaps; never those from private answers.")
UNANSWERED_ON: Final = N_("Kept for a while")
UNANSWERED_OFF: Final = N_("Not kept")
REPORT_CHANNEL: Final = N_("Channel for reports")
REPORT_CHANNEL_HINT: Final = N_("Where moderators read what people report. None chosen: nothing can be reported.")
REVIEW_CHANNEL: Final = N_("Channel for curators")
REVIEW_CHANNEL_HINT: Final = N_("Suggested seeds, a weekly digest, and pinned questions that are answered differently.")
AUDIT_CHANNEL: Final = N_("Channel for the audit")
AUDIT_CHANNEL_HINT: Final = N_("What curators and admins do is posted there as it happens. None chosen: nowhere.")
CHOOSE_CHANNEL: Final = N_("Choose a channel")
ABOUT_MESSAGES: Final = N_("Members' messages")
ABOUT_MESSAGES_HINT: Final = N_("Whether others may ask about them and check quotes in them, by menu, reply or link.")
ABOUT_MESSAGES_ON: Final = N_("May be asked about")
ABOUT_MESSAGES_OFF: Final = N_("Only by who wrote them")
MESSAGE_SEEDS: Final = N_("Messages as seeds")
MESSAGE_SEEDS_HINT: Final = N_("Whether a message's own words can become a seed (Apps › Add as seed).")
MESSAGE_SEEDS_OFF: Final = N_("Never")
MESSAGE_SEEDS_OWN: Final = N_("Curators' own messages only")
MESSAGE_SEEDS_CONSENT: Final = N_("If who wrote it allows it")
INTEGRATIONS: Final = N_(
    "-# Who sees which command, and where, is set in Server Settings › Integrations › {bot}. What a command may change "
    "is checked here all the same: /settings takes the right to manage the server, seeds take a curator role or that."
)

USER_QUESTIONS: Final = N_("Questions from one person")
CHANNEL_QUESTIONS: Final = N_("Questions in one channel")
QUESTIONS_HINT: Final = N_("A minute, at most. My operator's own limit holds as well: {count}.")
BY_OPERATOR: Final = N_("As my operator set it")
COUNT: Final = N_("{count}")
A_MINUTE: Final = N_("{count} a minute")
