"""Questions: `/ask`, a mention, a direct message, a reply that pings, and "Ask about this" on a message."""

import logging
from dataclasses import replace
from functools import partial

import discord
from discord import app_commands
from discord.ext import commands

from bot.access.gate import Gate, is_for, is_from_person, may_reply
from bot.access.permissions import guild_id_of
from bot.access.rules import Rules
from bot.answering.about_messages import AskedMessages, is_link, shortened, words_of
from bot.answering.actions import Acts
from bot.answering.asking import Question
from bot.answering.forum_posts import ForumPosts
from bot.answering.mentions import without_mentions
from bot.cards import answers as cards
from bot.cogs.filtering import CompletesFilters, FilterValue
from bot.health.observer import Face
from bot.replies.buttons import shown_key
from bot.replies.reply import Interaction, Replies
from bot.wording import talk as wording_talk
from bot.wording.i18n import gettext as _
from index.answers.answer import MAX_QUESTION_CHARS
from index.answers.completion import Suggestion
from index.answers.filters import Filter, FilterName, filters_of
from index.questions.about_messages import is_about_a_message

log = logging.getLogger(__name__)


class Ask(CompletesFilters, commands.Cog):
    """Takes questions from wherever they come, once each.

    Args:
        bot: whose messages these are.
        acts: makes the cards.
        replies: the one door.
        gate: which messages this worker answers.
        rules: what servers allow where.
        messages: reads those that are asked about.
    """

    def __init__(  # noqa: PLR0913 what a cog of questions is made of
        self,
        bot: commands.AutoShardedBot,
        acts: Acts,
        replies: Replies,
        gate: Gate,
        rules: Rules,
        *,
        messages: AskedMessages,
    ) -> None:
        self._bot = bot
        self._acts = acts
        self._replies = replies
        self._gate = gate
        self._rules = rules
        self._messages = messages
        self._posts = ForumPosts(acts.asking, replies, gate, rules)
        menu = app_commands.ContextMenu(name="Ask about this", callback=self._ask_about)
        menu.add_check(rules.admits)
        bot.tree.add_command(menu)

    async def interaction_check(self, interaction: Interaction, /) -> bool:
        """Let those ask who may, where they may."""
        return await self._rules.admits(interaction)

    @app_commands.command(name="ask", description="Answer with passages, word for word, each with its author's caveat")
    @app_commands.describe(
        question="Your question, in a few words",
        author="Only passages by this author",
        seed="Only passages of this seed",
        tag="Only passages of seeds with this tag",
        private="Only you see the answer",
    )
    async def ask(  # noqa: PLR0913, PLR0917 one for each option
        self,
        interaction: discord.Interaction,
        question: app_commands.Range[str, 1, MAX_QUESTION_CHARS],
        author: FilterValue | None = None,
        seed: FilterValue | None = None,
        tag: FilterValue | None = None,
        private: bool | None = None,  # noqa: FBT001 options of a command are positional
    ) -> None:
        """Answer a question."""
        is_nothing = not without_mentions(question)  # which is told to who asked alone
        hidden = is_nothing or await self._rules.privacy(interaction, chosen=private)
        chosen = filters_of(author=author, seed=seed, tag=tag)
        await self._answer(interaction, question, private=hidden, chosen=chosen)

    ask.autocomplete("author")(CompletesFilters.complete_author)
    ask.autocomplete("seed")(CompletesFilters.complete_seed)
    ask.autocomplete("tag")(CompletesFilters.complete_tag)

    def suggested(self, guild_id: int | None, name: FilterName, typed: str) -> list[Suggestion]:
        """Return authors, seeds or tags that what was typed may mean."""
        return self._acts.asking.complete(guild_id, name, typed)

    async def _ask_about(self, interaction: discord.Interaction, message: discord.Message) -> None:
        """Use a message's own words as the question; only who asked sees the answer."""
        words = words_of(message)
        if not words:
            await self._replies.tell(interaction, _(wording_talk.NOTHING_TO_ASK))
        elif await self._messages.admits(interaction, message):
            await self._answer(interaction, shortened(words), private=True, face="menu")

    async def _answer(
        self,
        interaction: discord.Interaction,
        question: str,
        *,
        private: bool,
        chosen: tuple[Filter, ...] = (),
        face: Face = "command",
    ) -> None:
        """Answer a question; one that is a link to a message is asked with that message's words, and in private."""
        guild_id = guild_id_of(interaction)
        bound = await self._rules.within(guild_id, interaction.channel)
        where = guild_id, interaction.channel_id or 0, interaction.user.id
        asked = Question(question, *where, filters=(*chosen, *bound), face=face)

        async def about_linked() -> discord.ui.LayoutView:
            words = shortened(await self._messages.linked_words(interaction, question))
            card = partial(self._acts.asking.card, replace(asked, text=words, private=True))
            return await self._replies.to_thread(card)

        if is_link(question):
            await self._replies.answer(interaction, about_linked, private=True)
        else:
            card = partial(self._acts.asking.card, replace(asked, private=private))
            await self._replies.answer(interaction, card, private=private)

    @commands.Cog.listener()
    async def on_message(self, message: discord.Message) -> None:
        """Answer a message that asks, once however often the gateway repeats it."""
        me = self._bot.user
        if me is None or not is_from_person(message):
            return
        if message.id == message.channel.id:
            self._posts.started(message)
        if is_for(me, message):
            if self._gate.takes(message.id, message.guild) and await self._rules.hears(message):
                await self._answer_message(message, me)
        elif (
            self._bot.intents.message_content
            and self._gate.answers_for(message.guild)
            and await self._rules.listens(message)
            and self._gate.takes(message.id, message.guild)
        ):
            await self._answer_unasked(message, me)

    @commands.Cog.listener()
    async def on_thread_create(self, thread: discord.Thread) -> None:
        """Answer a new post of a forum by its title."""
        await self._posts.created(thread)

    async def _answer_message(self, message: discord.Message, me: discord.ClientUser) -> None:
        if not may_reply(message):
            self._replies.undelivered += 1
            log.info("silent in channel %d: may not speak there", message.channel.id)
            return
        await self._rules.speak_in(message.guild)
        question = without_mentions(message.content)
        card = _replied_to(message, me)
        if card is None and message.reference is not None and is_about_a_message(question):
            await self._answer_about(message, _replied(message))
            return
        asked = await self._bound(message, _question(message, question, card))
        if card is None and isinstance(message.channel, discord.Thread) and message.channel.owner_id == me.id:
            asked = replace(asked, thread=message.channel.name)
        await self._replies.reply(message, lambda: self._card(asked))

    async def _bound(self, message: discord.Message, question: Question) -> Question:
        """Ask only what the channel of a message is bound to."""
        return replace(question, filters=await self._rules.within(question.guild_id, message.channel))

    async def _answer_about(self, message: discord.Message, about: discord.Message | None) -> None:
        """Answer "is that so?" in a reply: with passages on what the message says, once for each message."""
        words = words_of(about) if about else ""
        may = await self._messages.are_read(_home(message)) or (about is not None and about.author == message.author)
        if about is None or not (words and may):
            told = wording_talk.REPLIED_UNREAD if may else wording_talk.NOT_ABOUT_MESSAGES
        elif not self._messages.is_first(about):
            told = wording_talk.REPLIED_BEFORE
        else:
            asked = await self._bound(message, _question(message, shortened(words), None))
            await self._replies.reply(message, lambda: self._card(asked))
            return
        await self._replies.reply(message, lambda: cards.note(_(told)))

    async def _answer_unasked(self, message: discord.Message, me: discord.ClientUser) -> None:
        """Answer a question that was put to nobody, if the seeds do; nobody waits for the bot to decline."""
        await self._rules.speak_in(message.guild)
        question = without_mentions(message.content)
        if len(question) > MAX_QUESTION_CHARS or not may_reply(message):
            return
        asked = await self._bound(message, _question(message, question, _replied_to(message, me)))
        asks = await self._replies.to_thread(lambda: self._acts.asking.is_question(asked.guild_id, question))
        if asks and await self._rules.allows(message):
            unasked = replace(asked, face="unasked")
            await self._replies.reply_if_any(message, lambda: self._acts.asking.card_if_answered(unasked))

    def _card(self, question: Question) -> discord.ui.LayoutView:
        if is_link(question.text):
            return cards.note(_(wording_talk.LINKS_IN_PRIVATE))
        return self._acts.asking.card(question)


def _home(message: discord.Message) -> int | None:
    return message.guild.id if message.guild else None


def _question(message: discord.Message, text: str, card: discord.Message | None) -> Question:
    """Read what a message asks, and what it follows where it replies to a card."""
    earlier = cards.question_on(discord.ui.LayoutView.from_message(card)) if card else None
    where = _home(message), message.channel.id, message.author.id
    face: Face = "mention" if message.guild else "direct"
    return Question(text, *where, earlier=earlier or "", key=shown_key(card), face=face)


def _replied(message: discord.Message) -> discord.Message | None:
    replied = message.reference.resolved if message.reference is not None else None
    return replied if isinstance(replied, discord.Message) else None


def _replied_to(message: discord.Message, me: discord.ClientUser) -> discord.Message | None:
    """Return the card of ours that a message replies to, if it does."""
    replied = _replied(message)
    return replied if replied is not None and replied.author.id == me.id else None
