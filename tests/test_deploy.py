"""What operators deploy with: queries that name metrics there are, units, images and manifests that hold together."""

import json
import re
import shutil
import subprocess
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import promql_parser
import pytest
import yaml
from prometheus_client.metrics_core import Metric

from bot.config.file import load_config
from bot.config.values import DEFAULTS
from bot.health.metrics import Metrics
from tests.bot.health.test_metrics import FIGURES

ROOT = Path(__file__).resolve().parent.parent
DOCS, DEPLOY = ROOT / "docs", ROOT / "deploy"
GUIDE = (DOCS / "deploy.md").read_text("utf-8")
CONTAINERFILE = (ROOT / "Containerfile").read_text("utf-8")
SUFFIXES = {
    "counter": ("_total",),
    "gauge": ("",),
    "histogram": ("_bucket", "_sum", "_count"),
    "info": ("_info",),
}
PROMETHEUS_OWN = {"up"}
OUTER_LABELS = {"job", "instance", "le"}  # what Prometheus adds
MOST_EXPOSED = 2.0  # of 10, by systemd's own reckoning


@cache
def metrics() -> dict[str, Metric]:
    """Return what a bot tells, by the names of its samples."""
    counted = Metrics()
    counted.add_figures(lambda: FIGURES)
    return {f"{each.name}{suffix}": each for each in counted.registry.collect() for suffix in SUFFIXES[each.type]}


def alerts() -> list[dict[str, Any]]:
    """Return the rules of all groups."""
    groups = yaml.safe_load((DOCS / "alerts.yaml").read_text("utf-8"))["groups"]
    return [rule for group in groups for rule in group["rules"]]


def panels() -> list[dict[str, Any]]:
    """Return the panels of the dashboard."""
    found: list[dict[str, Any]] = json.loads((DOCS / "grafana.json").read_text("utf-8"))["panels"]
    return found


def queries() -> list[str]:
    """Return every query, with what Grafana puts in for its variables."""
    shown = [target["expr"] for panel in panels() for target in panel["targets"]]
    return [each["expr"] for each in alerts()] + [each.replace("$__rate_interval", "5m") for each in shown]


def selectors(query: str) -> list[promql_parser.VectorSelector]:
    """Return what a query selects; raises ValueError where it is none."""
    found: list[promql_parser.VectorSelector] = []

    def visit(part: promql_parser.Expr) -> None:
        if isinstance(part, promql_parser.MatrixSelector):
            part = part.vector_selector
        if isinstance(part, promql_parser.VectorSelector):
            found.append(part)

    promql_parser.walk(promql_parser.parse(query), visit)
    return found


@pytest.mark.parametrize("query", queries())
def test_a_query_names_metrics_and_labels_that_there_are(query: str) -> None:
    """By the grammar of Prometheus, and held against what a bot tells."""
    found = selectors(query)
    known = metrics()

    assert found
    assert {each.name for each in found} <= known.keys() | PROMETHEUS_OWN
    for each in found:
        labels = {name for sample in getattr(known.get(str(each.name)), "samples", ()) for name in sample.labels}
        assert {matcher.name for matcher in each.matchers.matchers} <= labels | OUTER_LABELS


def test_every_metric_of_ours_is_told_in_the_guide_and_shown() -> None:
    """One that nobody shows is one that nobody looks at."""
    names = {name for name in metrics() if name.startswith("caveat_")}
    shown = {str(each.name) for query in queries() for each in selectors(query)}
    whole = {name.removesuffix("_sum").removesuffix("_count").removesuffix("_bucket") for name in names}

    assert {name for name in whole if f"`{name}`" not in GUIDE} == set()
    assert {name for name in whole if not any(each.startswith(name) for each in shown)} == set()


def test_every_alert_says_what_is_wrong_and_what_to_do() -> None:
    """A sentence goes out with it, a row of the guide waits for who gets it."""
    assert [rule["alert"] for rule in alerts() if not rule["annotations"]["summary"].endswith(".")] == []
    assert [rule["alert"] for rule in alerts() if f"`{rule['alert']}`" not in GUIDE] == []
    assert {rule["labels"]["severity"] for rule in alerts()} <= {"critical", "warning", "info"}


def test_promtool_takes_the_alerts() -> None:
    """Where Debian's package prometheus is installed."""
    if (promtool := shutil.which("promtool")) is None:
        pytest.skip("no promtool here: install Debian's package prometheus")

    done = subprocess.run(
        [promtool, "check", "rules", DOCS / "alerts.yaml"], capture_output=True, text=True, check=False
    )

    assert (done.returncode, done.stderr) == (0, "")


def test_no_two_panels_lie_over_each_other() -> None:
    """A grid of 24 columns, each panel with a number of its own and a word on what it shows."""
    cells = [cell for panel in panels() for cell in _cells(panel["gridPos"])]

    assert len(cells) == len(set(cells))
    assert max(column for column, _ in cells) < 24
    assert len({panel["id"] for panel in panels()}) == len(panels())
    assert all(panel["description"].endswith(".") for panel in panels())


def _cells(place: dict[str, int]) -> Iterator[tuple[int, int]]:
    for column in range(place["x"], place["x"] + place["w"]):
        for row in range(place["y"], place["y"] + place["h"]):
            yield column, row


def test_the_unit_is_sound_and_locked_down(tmp_path: Path) -> None:
    """By systemd itself: nothing to complain of, and little that the bot could do to the machine."""
    if (analyze := shutil.which("systemd-analyze")) is None:
        pytest.skip("no systemd-analyze here")
    unit = tmp_path / "caveat.service"  # its program is not installed here
    text = (DEPLOY / "caveat.service").read_text("utf-8").replace("/opt/caveat/.venv/bin/caveat", "/bin/true")
    unit.write_text(text, "utf-8")
    backup = tmp_path / "caveat-backup.service"
    backup.write_text((DEPLOY / backup.name).read_text("utf-8"), "utf-8")
    timer = shutil.copy(DEPLOY / "caveat-backup.timer", tmp_path)

    verified = subprocess.run([analyze, "verify", unit, backup, timer], capture_output=True, text=True, check=False)
    security = [analyze, "security", "--offline=true", f"--threshold={MOST_EXPOSED * 10:.0f}", str(unit)]
    exposed = subprocess.run(security, capture_output=True, text=True, check=False)

    assert (verified.returncode, verified.stderr) == (0, "")
    assert exposed.returncode == 0, exposed.stdout


def test_what_the_environment_of_each_deployment_sets_is_config() -> None:
    """A variable that begins with CAVEAT_ and is none would keep the bot from starting."""
    texts = (CONTAINERFILE, (DEPLOY / "caveat.service").read_text("utf-8"))
    stated = dict(pair for text in texts for pair in re.findall(r"(CAVEAT_\w+)=([^\s\\]+)", text))
    containers = manifest("Deployment")["spec"]["template"]["spec"]["containers"]
    stated |= {each["name"]: each["value"] for container in containers for each in container["env"]}

    config = load_config(stated, ROOT)

    assert config.metrics.port == 9464
    assert config.metrics.host == "0.0.0.0"
    assert config.log.format == "json"


def test_the_image_is_small_locked_and_watched() -> None:
    """Two stages; the last one has no compiler, is nobody's, and is asked whether it lives."""
    build, last = CONTAINERFILE.split("\nFROM ")[-2:]
    copied = re.findall(r"^COPY (?!--from)(.+) \S+$", build, re.MULTILINE)
    named = {path for line in copied for path in line.split()}
    let_in = set(re.findall(r"^!(.+)$", (ROOT / ".containerignore").read_text("utf-8"), re.MULTILINE))

    assert all((ROOT / path).exists() for path in named)
    assert named == let_in
    assert (ROOT / ".containerignore").read_text("utf-8") == (ROOT / ".dockerignore").read_text("utf-8")
    assert "gcc" not in last
    assert re.search(r"^USER [1-9]\d*:[1-9]\d*$", last, re.MULTILINE)
    assert re.search(r"^HEALTHCHECK .*\n.*/livez", last, re.MULTILINE)


@pytest.mark.soak
@pytest.mark.timeout(1800)
def test_the_image_is_built_and_answers() -> None:
    """Read-only, as nobody, without a network; needs an engine, and a registry for Python's image."""
    engine = next((each for each in map(shutil.which, ("podman", "docker")) if each and _runs(each)), None)
    if engine is None:
        pytest.skip("no container engine runs here")
    tag = "caveat:tested"
    subprocess.run([engine, "build", "--file", ROOT / "Containerfile", "--tag", tag, ROOT], check=True)
    options = ("--rm", "--read-only", "--network=none", "--cap-drop=ALL", "--tmpfs=/tmp", "--tmpfs=/data:mode=1777")
    asked = [engine, "run", *options, "--env=CAVEAT_SEEDS__DIR=", tag, "ask", "Why are they attacking now?"]

    done = subprocess.run(asked, capture_output=True, text=True, check=False)

    assert (done.returncode, "Dial M for Matt" in done.stdout) == (0, True), done.stderr


def _runs(engine: str) -> bool:
    return subprocess.run([engine, "info"], capture_output=True, check=False).returncode == 0


def manifests() -> list[dict[str, Any]]:
    """Return what stands in the manifests."""
    return list(yaml.safe_load_all((DEPLOY / "kubernetes.yaml").read_text("utf-8")))


def manifest(kind: str) -> dict[str, Any]:
    """Return the only one of a kind."""
    (found,) = [each for each in manifests() if each["kind"] == kind]
    return found


def test_the_manifests_hold_together() -> None:
    """Selectors meet the pods' labels, ports and volumes are named that there are, and a worker may always be moved."""
    pod = manifest("Deployment")["spec"]["template"]
    (bot,) = pod["spec"]["containers"]
    labels = pod["metadata"]["labels"]
    ports = {port["name"] for port in bot["ports"]}
    probes = [bot[name]["httpGet"] for name in ("startupProbe", "livenessProbe", "readinessProbe")]

    assert manifest("Deployment")["spec"]["selector"]["matchLabels"] == labels
    assert manifest("PodDisruptionBudget")["spec"]["selector"]["matchLabels"] == labels
    assert manifest("Service")["spec"]["selector"] == labels
    assert {probe["path"] for probe in probes} == {"/livez", "/readyz"}
    assert {probe["port"] for probe in probes} | {manifest("Service")["spec"]["ports"][0]["targetPort"]} == ports
    assert {each["name"] for each in bot["volumeMounts"]} == {each["name"] for each in pod["spec"]["volumes"]}
    assert manifest("PodDisruptionBudget")["spec"]["minAvailable"] < manifest("Deployment")["spec"]["replicas"]


def test_the_pods_are_locked_down_and_have_time_to_end() -> None:
    """Nobody's, nothing to write but what is mounted, no account; longer to end than answers under way may take."""
    pod = manifest("Deployment")["spec"]["template"]["spec"]
    containers = pod["containers"] + pod["initContainers"]
    locked = [each["securityContext"] for each in containers]

    assert pod["securityContext"]["runAsNonRoot"]
    assert not pod["automountServiceAccountToken"]
    assert not pod["enableServiceLinks"]
    assert all(each["readOnlyRootFilesystem"] and not each["allowPrivilegeEscalation"] for each in locked)
    assert all(each["capabilities"] == {"drop": ["ALL"]} for each in locked)
    assert pod["terminationGracePeriodSeconds"] > DEFAULTS.discord.drain_s + 10


@pytest.mark.parametrize("kind", ["Deployment", "PodDisruptionBudget", "Service", "NetworkPolicy"])
def test_a_manifest_is_by_the_schema(kind: str) -> None:
    """Of the oldest and the newest API that the extra `deploy` knows of; nothing that is unknown there."""
    validator = pytest.importorskip("kubernetes_validate", reason="pip install -e '.[deploy]' for the API's schema")

    for version in ("1.33", validator.latest_version()):
        validator.validate(manifest(kind), version, strict=True)
