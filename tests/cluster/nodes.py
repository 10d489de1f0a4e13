"""Some nodes of OpenSearch on loopback, joined to a cluster; whatever becomes of the tests, no node outlives them.

python -m tests.cluster.nodes 2.19.6      # three nodes until Ctrl-C, for measuring
"""

import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from index.engines.opensearch.cluster import Cluster
from index.engines.opensearch.hosts import Access, open_hosts
from tests.cluster.artefacts import SECOND, THIRD, Version, distribution, java_home

HEAP = "256m"
START_S = 120.0
# Standard input is open as long as the tests live. When it ends, by a clean exit or a kill, so does the node.
WATCHED = '"$@" </dev/null & NODE=$!; echo $NODE; cat >/dev/null; kill -9 $NODE 2>/dev/null; wait $NODE 2>/dev/null'
CONFIG = """cluster.name: caveat-tests
node.name: {name}
network.host: 127.0.0.1
http.port: {http}
transport.port: {transport}
path.data: {home}/data
path.logs: {home}/logs
discovery.seed_hosts: [{seeds}]
cluster.initial_cluster_manager_nodes: [{names}]
cluster.routing.allocation.disk.threshold_enabled: false
cluster.publish.timeout: 3s
cluster.fault_detection.follower_check.timeout: 2s
cluster.fault_detection.leader_check.timeout: 2s
action.auto_create_index: false
node.processors: 2
"""
LOGGING = """status = error
appender.file.type = File
appender.file.name = file
appender.file.fileName = ${sys:opensearch.logs.base_path}/node.log
appender.file.layout.type = PatternLayout
appender.file.layout.pattern = [%d{ISO8601}][%-5p][%c{1.}] %m%n
rootLogger.level = warn
rootLogger.appenderRef.file.ref = file
"""
# A node refuses to be root. Without JNA's native part, it cannot tell that it is.
NO_NATIVE = ("-Djna.boot.library.path=/nonexistent", "-Djna.nosys=true", "-Djna.noclasspath=true")
QUICK = ("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xss1m", "-XX:-UsePerfData")


@dataclass
class Node:
    """One node: its ports, its folder, and its process while it lives."""

    name: str
    http: int
    transport: int
    home: Path
    process: "subprocess.Popen[str] | None" = None
    pid: int = 0

    def send(self, number: signal.Signals) -> None:
        """Send it a signal."""
        os.kill(self.pid, number)

    def end(self) -> None:
        """Kill it, and wait until it is gone."""
        if self.process is not None:
            self.process.communicate()  # closes what its watch reads
            self.process = None


@dataclass
class Nodes:
    """A cluster of real nodes."""

    version: Version
    nodes: Sequence[Node]
    java: Path
    distribution: Path

    @property
    def urls(self) -> tuple[str, ...]:
        """The addresses of its nodes."""
        return tuple(f"http://127.0.0.1:{node.http}" for node in self.nodes)

    def client(self) -> Cluster:
        """Return what asks it."""
        return Cluster(open_hosts(Access(self.urls)))

    def start(self, node: Node) -> None:
        """Start a node, whose data may be there already; it joins later."""
        home = node.home
        for name in ("config", "data", "logs", "tmp", "plugins"):
            (home / name).mkdir(parents=True, exist_ok=True)
        for name in ("lib", "modules"):  # which are looked for in each node's own home
            with suppress(FileExistsError):
                (home / name).symlink_to(self.distribution / name)
        stated = {
            "name": node.name, "http": node.http, "transport": node.transport, "home": home,
            "seeds": ", ".join(f'"127.0.0.1:{each.transport}"' for each in self.nodes),
            "names": ", ".join(each.name for each in self.nodes),
        }  # fmt: skip
        (home / "config/opensearch.yml").write_text(CONFIG.format(**stated))
        (home / "config/log4j2.properties").write_text(LOGGING)
        (home / "config/jvm.options").write_text("")
        with (home / "logs/out").open("ab") as out:
            command = ["sh", "-c", WATCHED, "node", *self._command(home)]
            node.process = subprocess.Popen(
                command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=out, text=True, start_new_session=True
            )
        assert node.process.stdout is not None
        node.pid = int(node.process.stdout.readline())

    def _command(self, home: Path) -> list[str]:
        second = self.version.is_second
        manager = ["-Djava.security.manager=allow"] if second else []
        return [
            f"{self.java}/bin/java", f"-Xms{HEAP}", f"-Xmx{HEAP}", *QUICK, *manager, *NO_NATIVE,
            "-Dfile.encoding=UTF-8", "-Dlog4j2.disable.jmx=true", "-Dio.netty.noUnsafe=true",
            "-Dio.netty.allocator.numDirectArenas=0", f"-Djava.locale.providers=SPI,{'COMPAT' if second else 'CLDR'}",
            f"-Djava.io.tmpdir={home}/tmp", f"-Dopensearch.path.home={home}", f"-Dopensearch.path.conf={home}/config",
            "-Dopensearch.distribution.type=tar", "-cp", f"{self.distribution}/lib/*",
            "org.opensearch.bootstrap.OpenSearch",
        ]  # fmt: skip

    def wait(self, nodes: int | None = None, status: str | None = None, within_s: float = START_S) -> None:
        """Wait until so many nodes have joined, and all is copied where `status` is "green"."""
        wanted = nodes or len(self.nodes)
        self.wait_for(
            lambda health: health["number_of_nodes"] == wanted and status in {None, health["status"]}, within_s
        )

    def wait_for(self, is_so: Callable[[dict[str, Any]], bool], within_s: float) -> None:
        """Wait until the health that any node tells is as wanted."""
        end = time.monotonic() + within_s
        while time.monotonic() < end:
            for node in self.nodes:
                with suppress(OSError, KeyError):
                    if is_so(asked(node.http, "/_cluster/health")):
                        return
            ended = [node for node in self.nodes if node.process and not Path(f"/proc/{node.pid}").exists()]
            time.sleep(0.1)
        logs = [f"{node.name}: {(node.home / 'logs/out').read_text()[-2000:]}" for node in self.nodes]
        raise TimeoutError(f"the cluster is not as wanted after {within_s} s; ended: {ended}", *logs)

    def manager(self) -> Node:
        """Return the node that is elected manager."""
        for node in self.nodes:
            with suppress(OSError):
                (name,) = (each["node"] for each in asked(node.http, "/_cat/cluster_manager?format=json"))
                return next(each for each in self.nodes if each.name == name)
        raise TimeoutError("no node answers")


def asked(port: int, path: str) -> Any:
    """Ask a node for what it tells anybody."""
    with urllib.request.urlopen(f"http://127.0.0.1:{port}{path}", timeout=2) as answer:
        return json.load(answer)


@contextmanager
def running(version: Version, count: int = 3) -> Iterator[Nodes]:
    """Run a cluster of so many nodes; skips where Java or Maven is missing."""
    java, made = java_home(version), distribution(version)
    folder = Path(tempfile.mkdtemp(prefix="caveat-nodes-"))
    with ExitStack() as stack:
        stack.callback(shutil.rmtree, folder, ignore_errors=True)
        ports = free_ports(2 * count)
        named = [f"n{number}" for number in range(1, count + 1)]
        nodes = [Node(name, ports[2 * at], ports[2 * at + 1], folder / name) for at, name in enumerate(named)]
        cluster = Nodes(version, nodes, java, made)
        for node in nodes:
            stack.callback(node.end)
        for node in nodes:
            cluster.start(node)
        cluster.wait()
        yield cluster


def free_ports(count: int) -> list[int]:
    """Return ports that nobody listens on."""
    with ExitStack() as stack:
        taken = [stack.enter_context(socket.socket()) for _ in range(count)]
        for each in taken:
            each.bind(("127.0.0.1", 0))
        return [each.getsockname()[1] for each in taken]


def main() -> None:
    """Run a cluster until Ctrl-C or the end of standard input."""
    version = next(each for each in (SECOND, THIRD) if each.number == sys.argv[1])
    began = time.monotonic()
    with running(version) as nodes:
        sys.stdout.write(f"{','.join(nodes.urls)} after {time.monotonic() - began:.1f} s\n")
        sys.stdout.flush()
        sys.stdin.read()


if __name__ == "__main__":
    main()
