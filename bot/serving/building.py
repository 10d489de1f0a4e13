"""What the config says of building, in the library's terms."""

from dataclasses import asdict

from bot.config.values import Config
from index.settings import BuildSettings, PassageSize, ReadingLimits


def build_settings(config: Config) -> BuildSettings:
    """Return what the config says of building."""
    return BuildSettings(
        size=PassageSize(**asdict(config.passages)),
        max_bytes=config.seeds.max_bytes,
        reading=ReadingLimits(config.seeds.parse_seconds, config.seeds.parse_memory_bytes),
        **asdict(config.ranking),
    )
