"""From config, service and store to what curators are served with."""

from collections import defaultdict
from collections.abc import Mapping

from bot.config.values import Config
from bot.seeding.curation import Curation, CurationLimits, Indexed
from bot.seeding.drafts.drafts import Drafts
from bot.seeding.intake.sandbox import Limits, ReadingRoom
from bot.serving.libraries import OWN
from bot.serving.service import Service
from bot.store.store import Store
from index.building.lint import remarks
from index.engines.library import View
from index.snapshots.snapshot import StoredDocument


def reading_room(config: Config, service: Service) -> ReadingRoom:
    """Make where attached files are read; it must be closed."""
    limits = Limits(config.seeds.upload_max_bytes, config.seeds.parse_seconds, config.seeds.parse_memory_bytes)
    return ReadingRoom(limits, service.build_settings)


def curation(config: Config, service: Service, store: Store, room: ReadingRoom) -> Curation:
    """Make what acts on servers' own seeds."""
    limits = CurationLimits(config.limits.seeds, config.limits.bytes, config.limits.passages)

    def known(guild_id: int) -> Mapping[str, Indexed]:
        view = service.own_view(guild_id)
        return indexed(view, {seed.file_name: seed.seed for seed in store.guild_seeds(guild_id)}) if view else {}

    return Curation(store, room, Drafts(), limits=limits, indexed=known)


def indexed(view: View, seeds: Mapping[str, str]) -> dict[str, Indexed]:
    """Return what an index says of each of a server's own seeds, by their ids, which `seeds` has by file names."""
    documents: defaultdict[str, list[StoredDocument]] = defaultdict(list)
    for document in view.searcher.documents():
        documents[document.seed].append(document)
    found = {
        entry.seed.removeprefix(OWN): _indexed(documents[entry.seed], entry.warnings)
        for manifest in view.manifests
        for entry in manifest.seeds
        if documents[entry.seed]
    }
    skipped = (each for manifest in view.manifests for each in manifest.skipped)
    return found | {seeds[each.path]: Indexed(problem=each.problem) for each in skipped if each.path in seeds}


def _indexed(documents: list[StoredDocument], warnings: tuple[str, ...]) -> Indexed:
    said = [*warnings, *(each for one in documents for each in remarks(one.caveats, one.attribution.author))]
    first = documents[0].attribution
    return Indexed(first.title, first.author, sum(one.passages for one in documents), tuple(dict.fromkeys(said)))
