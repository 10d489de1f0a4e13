"""From config, service and store to what curators are served with."""

from collections import defaultdict
from collections.abc import Mapping

from bot.config.values import Config
from bot.fetching.pages import PageFetcher
from bot.seeding.curation import Curation
from bot.seeding.intake.sandbox import Sandbox, SandboxLimits
from bot.seeding.values import CurationLimits, IndexedSeed
from bot.serving.service import Service
from bot.store.queries.seeds import OWN
from bot.store.store import Store
from index.building.lint import remarks
from index.engines.library import View
from index.snapshots.holdings import StoredDocument


def sandbox(config: Config, service: Service) -> Sandbox:
    """Make where attached files are read; it must be closed."""
    limits = SandboxLimits(config.seeds.upload_max_bytes, config.seeds.parse_seconds, config.seeds.parse_memory_bytes)
    return Sandbox(limits, service.build_settings, service.observer)


def page_fetcher(config: Config) -> PageFetcher | None:
    """Make what fetches pages for curators; None where the operator has not switched that on."""
    return PageFetcher(config.seeds.upload_max_bytes) if config.seeds.fetch_pages else None


def curation(config: Config, service: Service, store: Store, room: Sandbox) -> Curation:
    """Make what acts on servers' own seeds."""
    limits = CurationLimits(config.limits.seeds, config.limits.bytes, config.limits.passages)

    def known(guild_id: int) -> Mapping[str, IndexedSeed]:
        view = service.own_view(guild_id)
        return indexed(view, {seed.file_name: seed.seed for seed in store.guild_seeds(guild_id)}) if view else {}

    return Curation(store, room, limits=limits, indexed=known)


def indexed(view: View, seeds: Mapping[str, str]) -> dict[str, IndexedSeed]:
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
    return found | {seeds[each.path]: IndexedSeed(problem=each.problem) for each in skipped if each.path in seeds}


def _indexed(documents: list[StoredDocument], warnings: tuple[str, ...]) -> IndexedSeed:
    said = [*warnings, *(each for one in documents for each in remarks(one.caveats, one.attribution.author))]
    first = documents[0].attribution
    return IndexedSeed(first.title, first.author, sum(one.passages for one in documents), tuple(dict.fromkeys(said)))
