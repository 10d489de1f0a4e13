"""Forms, Confirm, Cancel, blocks and restarts in any order: no correction is lost or undone, no draft rises again."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from bot.replies.custom_ids import FormId, mark
from bot.seeding.curation import Curation
from bot.seeding.drafts.drafts import Draft, DraftCorrection
from bot.seeding.drafts.forms import Submitted, changes
from bot.seeding.drafts.sidecars import Value, stated
from bot.seeding.errors import CurationError, PreviewChangedError
from bot.seeding.intake.sandbox import Sandbox, SandboxLimits
from bot.seeding.intake.understanding import AttachedFile, AttachmentReading, understand
from bot.seeding.values import CurationLimits, Curator
from bot.store.database import migrate
from bot.store.store import Store
from index.settings import BuildSettings

ANNA, BORIS = Curator(10, 1), Curator(10, 2)
RAIN, OTHER = AttachedFile("rain.txt", b"It rains."), AttachedFile("other.txt", b"Other words.")
FIELDS = ("title", "source", "published")
UNUSABLE = "soon"  # no date
NOON = datetime(2026, 1, 2, 12, tzinfo=UTC)


class _KilledError(BaseException):
    """The process ends here."""


class Room(Sandbox):
    """Reads in this process; while a file is read, something else happens, once."""

    def __init__(self) -> None:
        super().__init__(SandboxLimits(1_000_000, 60, 512 * 1024 * 1024), BuildSettings())
        self.meanwhile: Callable[[], None] | None = None

    def read(self, files: Sequence[AttachedFile]) -> list[AttachmentReading]:
        """Read files, after what happens meanwhile."""
        meanwhile, self.meanwhile = self.meanwhile, None
        if meanwhile is not None:
            meanwhile()
        return [understand(file, BuildSettings()) for file in files]


@dataclass(frozen=True)
class OpenForm:
    """A form that was opened at some time: what stood in it, and what is typed over it."""

    seen: dict[str, str]
    typed: dict[str, str]

    def sent(self) -> Submitted:
        """Return it as it is sent: what was not changed goes along too."""
        marks = {key: mark(value) for key, value in self.seen.items()}
        return Submitted(FormId("attribution", "token.0", ANNA.user_id), self.seen | self.typed, marks)


class Interleaved(RuleBasedStateMachine):
    """One draft, with all that can happen to it, also while a correction of it is read.

    `values` is what must stand in its side-car, `pending` what was written down and is not read yet.
    """

    @initialize()
    def begin(self) -> None:
        """Attach a file."""
        self.folder = TemporaryDirectory()
        file = Path(self.folder.name) / "caveat.sqlite3"
        file.write_bytes(empty_database())
        self.store, self.room = Store.open(f"sqlite:///{file}"), Room()
        self.restart()
        self.values: dict[str, Value] = {}
        self.pending: dict[str, Value] | None = None
        self.stored: dict[str, Value] | None = None
        self.is_there, self.version = True, 1
        self.forms: list[OpenForm] = []
        self.token = self.previews.preview(ANNA, [RAIN]).token

    @rule()
    def restart(self) -> None:
        """Another process serves from here on: nothing is in memory."""
        limits = CurationLimits(9, 10_000, 50)
        self.curation = Curation(self.store, self.room, limits=limits, indexed=lambda _guild: {}, now=lambda: NOON)
        self.previews = self.curation.previews

    @rule(typed=st.dictionaries(st.sampled_from(FIELDS), st.sampled_from(["2001", "2002", UNUSABLE]), min_size=1))
    def open_form(self, typed: dict[str, str]) -> None:
        """See what stands in the draft, and type over some of it."""
        self.forms.append(OpenForm({key: str(self.values.get(key, "")) for key in FIELDS}, typed))

    @precondition(lambda self: self.forms)
    @rule(
        number=st.integers(0, 9), meanwhile=st.sampled_from(["", "send", "confirm", "cancel", "block", "look", "kill"])
    )
    def send_form(self, number: int, meanwhile: str) -> None:
        """Send a form that was opened at some time; while it is read, something else happens."""
        form = self.forms.pop(number % len(self.forms))
        self.room.meanwhile = lambda: self.happens(meanwhile)
        try:
            self.send(form)
        except _KilledError:
            self.restart()
        finally:
            self.room.meanwhile = None

    def happens(self, what: str) -> None:
        """Let something happen in another process."""
        mine = self.curation
        self.restart()
        match what:
            case "kill":
                raise _KilledError
            case "send" if self.forms:
                self.send(self.forms.pop())
            case "confirm" | "cancel" | "block" | "look":
                getattr(self, what)()
        self.curation, self.previews = mine, mine.previews

    def send(self, form: OpenForm) -> None:
        """Send a form."""

        def work_out(draft: Draft) -> DraftCorrection:
            assert not self.read_pending(), "what cannot be used was told before"
            found, now = changes(form.sent(), draft.entries[0]), stated_in(draft)
            untold = form.typed.keys() - found.changes.keys() - {label.lower() for label in found.clashes}
            assert found.changes.keys() <= form.typed.keys()
            assert all(form.typed[key] in (form.seen[key], now.get(key, "")) for key in untold & {"title", "published"})
            self.pending = dict(found.changes)
            return DraftCorrection((0,), found.changes)

        try:
            self.previews.correct(ANNA, self.token, work_out)
        except CurationError:
            assert self.read_pending() or not self.is_there or self.was_told
        else:
            assert self.is_there
            assert not self.read_pending()

    was_told = False

    def read_pending(self) -> bool:
        """Note that what was written down is read now; tell whether it cannot be used."""
        pending, self.pending = self.pending, None
        if pending is None:
            return False
        self.was_told = pending.get("published") == UNUSABLE
        if not self.was_told and self.is_there:
            self.values = {key: value for key, value in (self.values | pending).items() if value}
            self.version += 1
        return self.was_told

    @rule()
    def look(self) -> None:
        """Turn a page; a correction that cannot be used is told."""
        told = self.read_pending()
        try:
            draft = self.previews.draft(ANNA, self.token)
        except CurationError:
            assert told or not self.is_there
        else:
            assert self.is_there
            assert self.values == stated_in(draft)

    @rule(is_old=st.booleans())
    def confirm(self, *, is_old: bool = False) -> None:
        """Press Confirm, on the card as it is or on one of before."""
        version, was_pending = self.version - is_old, self.pending is not None
        told = self.read_pending()
        try:
            (outcome,) = self.previews.confirm(ANNA, self.token, version)
        except PreviewChangedError:
            assert is_old
            assert not was_pending
        except CurationError:
            assert told or not self.is_there
        else:
            assert self.is_there
            assert outcome.seed is not None
            assert was_pending or not is_old
            self.is_there, self.stored = False, dict(self.values)

    @rule()
    def cancel(self) -> None:
        """Press Cancel."""
        try:
            self.previews.discard(ANNA, self.token)
        except CurationError:
            assert self.stored is not None
        self.is_there, self.pending = False, None

    @rule()
    def block(self) -> None:
        """Another curator adds another document and blocks it, which none can add again."""
        token = self.previews.preview(BORIS, [OTHER]).token
        (outcome,) = self.previews.confirm(BORIS, token)
        if outcome.seed is not None:
            self.curation.block(BORIS, outcome.seed.seed, outcome.seed.version)
            self.is_there, self.pending = False, None

    @invariant()
    def what_was_confirmed_is_stored(self) -> None:
        """As it was seen, once; nothing is stored else."""
        seeds = [seed.seed for seed in self.store.guild_seeds(ANNA.guild_id)]
        assert (["rain"] if self.stored is not None else []) == seeds
        if self.stored is not None:
            assert self.stored == stated(self.store.seed_contents(ANNA.guild_id, "rain").sidecar, RAIN.name)

    def teardown(self) -> None:
        """Look a last time, and close the store."""
        self.look()
        self.store.close()
        self.room.close()
        self.folder.cleanup()


@cache
def empty_database() -> bytes:
    """Return the bytes of a database without rows; to make one takes as long as a whole run."""
    with TemporaryDirectory() as folder:
        file = Path(folder) / "empty.sqlite3"
        migrate.upgrade(f"sqlite:///{file}")
        return file.read_bytes()


def stated_in(draft: Draft) -> dict[str, Value]:
    """Return what the side-car of a draft's only file states."""
    return stated(draft.entries[0].file.sidecar, RAIN.name)


TestInterleaved = Interleaved.TestCase
TestInterleaved.settings = settings(
    deadline=None, max_examples=15, stateful_step_count=12, suppress_health_check=list(HealthCheck), print_blob=False
)


def test_a_correction_that_is_being_read_when_the_process_ends_is_read_later() -> None:
    """By whoever looks next; it is not dropped as one that cannot be read would be."""
    machine = Interleaved()
    machine.begin()
    machine.open_form(typed={"title": "2001"})

    machine.send_form(number=0, meanwhile="kill")

    machine.teardown()
    assert machine.values == {"title": "2001"}
