"""What a node of OpenSearch is made of, by Maven: its jars, laid out as a distribution has them, once for each version.

No distribution is published there, so what one adds to the jars is written here: modules' descriptors and policies.
"""

import os
import shutil
import subprocess
import tempfile
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest

NOT_TESTED = "OpenSearch is not tested on real nodes"
LOG4J = "2.25.4"
MODULES = {  # what a node loads besides, with its artefact and the classes of which one is its plugin
    "transport-netty4": ("transport-netty4-client", "org/opensearch/transport/Netty4"),
    "analysis-common": ("analysis-common", "org/opensearch/analysis/common/CommonAnalysis"),
    "lang-painless": ("lang-painless", "org/opensearch/painless/Painless"),
}
UNNEEDED = "netty-codec-native-quic"  # HTTP/3 for six systems, 12 MB
DESCRIPTOR = """description={name}
version={version}
name={name}
classname={plugin}
java.version=11
opensearch.version={version}
extended.plugins=
has.native.controller=false
"""
POLICY = "grant { permission java.security.AllPermission; };\n"  # version 2 asks for one
PARENT = """<project xmlns="http://maven.apache.org/POM/4.0.0"><modelVersion>4.0.0</modelVersion>
<groupId>caveat.tests</groupId><artifactId>nodes</artifactId><version>1</version><packaging>pom</packaging>
<modules>{modules}</modules></project>"""
CHILD = """<project xmlns="http://maven.apache.org/POM/4.0.0"><modelVersion>4.0.0</modelVersion>
<parent><groupId>caveat.tests</groupId><artifactId>nodes</artifactId><version>1</version></parent>
<artifactId>{name}</artifactId><dependencies>{dependencies}</dependencies></project>"""
DEPENDENCY = "<dependency><groupId>{}</groupId><artifactId>{}</artifactId><version>{}</version></dependency>"


@dataclass(frozen=True, slots=True)
class Version:
    """A version of OpenSearch, and the first Java that runs it."""

    number: str
    java: int

    @property
    def is_second(self) -> bool:
        """Whether it is of version 2, which has a security manager and no agent."""
        return self.number.startswith("2.")


SECOND, THIRD = Version("2.19.6", 17), Version("3.9.0", 21)


def java_home(version: Version) -> Path:
    """Return a Java that runs a version; skips where there is none."""
    homes = [Path(home) for home in (os.environ.get("JAVA_HOME"), *map(str, Path("/usr/lib/jvm").glob("*"))) if home]
    found = {release: home for home in homes if (release := _release(home)) is not None}
    fitting = [release for release in found if release >= version.java]
    if not fitting:
        pytest.skip(
            f"{NOT_TESTED}: no JDK from {version.java} on for {version.number}; install openjdk-17-jdk-headless"
        )
    return found[min(fitting)]


def _release(home: Path) -> int | None:
    try:
        stated = dict(line.split("=", 1) for line in (home / "release").read_text().splitlines() if "=" in line)
    except OSError:
        return None
    return int(stated["JAVA_VERSION"].strip('"').split(".")[0]) if (home / "bin/java").exists() else None


def distribution(version: Version) -> Path:
    """Return the folder with a version's `lib` and `modules`, made where it is missing; skips without mvn."""
    cache = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "caveat-tests"
    home = cache / f"opensearch-{version.number}"
    if not home.exists():
        if shutil.which("mvn") is None:
            pytest.skip(f"{NOT_TESTED}: mvn is missing; install maven")
        cache.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=cache) as scratch:
            made = _laid_out(Path(scratch), version)
            if not home.exists():
                made.rename(home)
    return home


def _laid_out(folder: Path, version: Version) -> Path:
    for name, dependencies in _wanted(version).items():
        (folder / name).mkdir()
        listed = "".join(DEPENDENCY.format(*each) for each in dependencies)
        (folder / name / "pom.xml").write_text(CHILD.format(name=name, dependencies=listed))
    modules = "".join(f"<module>{name}</module>" for name in _wanted(version))
    (folder / "pom.xml").write_text(PARENT.format(modules=modules))
    _run_maven(folder)
    made = folder / "made"
    (made / "modules").mkdir(parents=True)
    (folder / "node" / "jars").rename(made / "lib")
    shared = {jar.name for jar in (made / "lib").iterdir()}
    for name, (_, begin) in MODULES.items():
        jars = [jar for jar in (folder / name / "jars").iterdir() if jar.name not in shared]
        _lay_module_out(made / "modules" / name, jars, begin, version)
    return made


def _wanted(version: Version) -> Mapping[str, list[tuple[str, str, str]]]:
    agent = [] if version.is_second else ["opensearch-agent-bootstrap"]
    own = [("org.opensearch", each, version.number) for each in ("opensearch", "opensearch-plugin-classloader", *agent)]
    log4j = ("org.apache.logging.log4j", "log4j-core", LOG4J)
    modules = {name: [("org.opensearch.plugin", module, version.number)] for name, (module, _) in MODULES.items()}
    return {"node": [*own, log4j], **modules}


def _run_maven(folder: Path) -> None:
    command = ["mvn", "-q", "-B", "dependency:copy-dependencies", "-DoutputDirectory=jars", "-DincludeScope=runtime"]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    if done.returncode:
        reason = next((line for line in done.stdout.splitlines() if "ERROR" in line), "mvn failed")
        pytest.skip(f"{NOT_TESTED}: {reason[:200]}")


def _lay_module_out(folder: Path, jars: list[Path], begin: str, version: Version) -> None:
    folder.mkdir()
    for jar in jars:
        if not jar.name.startswith(UNNEEDED):
            jar.rename(folder / jar.name)
    plugin = min(each for each in _classes(folder) if each in {f"{begin}Plugin", f"{begin}ModulePlugin"})
    described = {"name": folder.name, "version": version.number, "plugin": plugin.replace("/", ".")}
    (folder / "plugin-descriptor.properties").write_text(DESCRIPTOR.format(**described))
    (folder / "plugin-security.policy").write_text(POLICY)


def _classes(folder: Path) -> Iterator[str]:
    for jar in folder.glob("*.jar"):
        with zipfile.ZipFile(jar) as packed:
            yield from (name.removesuffix(".class") for name in packed.namelist())
