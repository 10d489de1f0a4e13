"""The command line: what commands print, and their exit codes; in this process, and where that matters as people do."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from tests.bot.terminal.commands import caveat, printed_json
from tests.conftest import write_seeds
from tests.shared import shared

SEED = """---
title: Stones
author: A. Mason
published: 2022-09
source: https://stones.example/granite
---

Granite is hard. My guess: it will outlast us.

Take everything here with a grain of salt.
"""
HIT = {
    "type": "object",
    "required": [
        "rank", "ref", "key", "text", "verbatim", "score", "matched", "seed", "title", "author", "source", "published",
        "position", "caveat", "caveat_by", "note", "citations", "hedges", "claims", "also_in",
    ],
    "properties": {
        "rank": {"type": "integer", "minimum": 1},
        "ref": {"type": "string", "pattern": ".+#[1-9][0-9]*$"},
        "key": {"type": "string", "minLength": 10, "maxLength": 10},
        "text": {"type": "string", "minLength": 1},
        "matched": {"type": "array", "items": {"type": "string"}},
        "caveat_by": {"enum": ["author", "curator", None]},
        "position": {"type": "object", "required": ["passage", "of"]},
        "hedges": {"type": "array", "items": {"type": "object", "required": ["start", "end", "text", "reason"]}},
        "claims": {"type": "array", "items": {"type": "object", "required": ["start", "end", "text", "kind", "who"]}},
        "also_in": {"type": "array", "items": {"type": "object", "required": [
            "ref", "key", "seed", "title", "author", "source", "text", "verbatim", "caveats", "note",
        ]}},
    },
}  # fmt: skip
ANSWER = {
    "type": "object",
    "required": ["question", "answered", "confidence", "generation", "took_ms", "searched_for", "passages", "misses"],
    "properties": {
        "confidence": {"enum": ["strong", "fair", "weak", "none"]},
        "passages": {"type": "array", "items": HIT},
        "misses": {"type": "array", "items": HIT},
    },
}


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A folder with one seed in it, to run commands in."""
    write_seeds(tmp_path / "seeds", {"stones.md": SEED})
    return tmp_path


def test_ask_prints_the_passage_with_all_that_belongs_to_it(home: Path) -> None:
    """Quote, author, title, date, position, link, caveat and hedge, as plain text in a pipe."""
    done = caveat(home, "ask", "How hard is granite?")

    assert (done.returncode, done.stderr) == (0, "")
    for part in (
        "> Granite is hard. My guess: it will outlast us.",
        "A. Mason",
        "Stones",
        "September 2022",
        "passage 1 of 1",
        "https://stones.example/granite",
        "Author's caveat: Take everything here with a grain of salt.",
        "Hedge (speculation): “My guess",
    ):
        assert part in done.stdout
    assert "\x1b" not in done.stdout


def test_ask_tells_whose_words_they_are_and_where_else_they_stand(home: Path) -> None:
    """Whom a passage cites, and a copy of it with the copy's author and caveat, in lines and as JSON."""
    said = "According to the Masons' Guild, basalt is harder than granite or marble ever was."
    copied = f"---\ntitle: Mirror\nauthor: B. Eve\ncaveat: Unchecked.\n---\n\n{said}\n"
    write_seeds(home / "seeds", {"basalt.txt": said, "mirror.md": copied})

    lines = caveat(home, "ask", "Is basalt harder than granite?").stdout
    (hit, *_others) = printed_json(caveat(home, "ask", "Is basalt harder than granite?", "--json"))["passages"]

    (claim,), (place,) = hit["claims"], hit["also_in"]
    assert ("citing", "the Masons' Guild") == (claim["kind"], claim["who"])
    assert hit["text"][claim["start"] : claim["end"]] == claim["text"]
    assert {"basalt#1", "mirror#1"} == {hit["ref"], place["ref"]}
    assert {None, "B. Eve"} == {hit["author"], place["author"]}
    assert 1 == len(hit["caveats"] + place["caveats"])
    for part in ("From others: citing the Masons' Guild", "B. Eve", "Unchecked.", place["ref"]):
        assert part in lines


def test_ask_json_has_the_documented_shape(home: Path) -> None:
    """Other programs rely on these keys; hedges count characters of the text."""
    answer = printed_json(caveat(home, "ask", "How hard is granite?", "--json"))

    jsonschema.validate(answer, ANSWER)
    hit = answer["passages"][0]
    assert answer["answered"] is True
    assert hit["caveat_by"] == "author"
    assert all(hit["text"][hedge["start"] : hedge["end"]] == hedge["text"] for hedge in hit["hedges"])


def test_ask_exits_1_when_nothing_answers(home: Path) -> None:
    """A declined question shows no passage as an answer."""
    done = caveat(home, "ask", "Who won the World Cup?", "--json")

    answer = printed_json(done)
    assert (done.returncode, answer["answered"], answer["confidence"], answer["passages"]) == (1, False, "none", [])


def test_ask_says_what_it_searched_for(home: Path) -> None:
    """A misspelt word is mapped and reported."""
    assert printed_json(caveat(home, "ask", "granitt", "--json"))["searched_for"] == "granite"


def test_chat_reads_questions_and_commands_from_a_pipe(home: Path) -> None:
    """A line is a question, a slash a command; a mistake in one does not end the chat."""
    done = caveat(home, "chat", stdin="granite?\n/nonsense\n/sources\n/verify granite is HARD\n/help\n\n/ask\n")

    assert done.returncode == 0
    assert "> Granite is hard." in done.stdout
    assert "stones: Stones — A. Mason" in done.stdout
    assert "Verbatim: these words stand in the seeds (forgiven: case)." in done.stdout
    assert "/reindex" in done.stdout
    assert "/nonsense is no command" in done.stderr
    assert "the question is empty" in done.stderr


def test_chat_has_the_lookups_of_discord(home: Path) -> None:
    """Search, passage, seed and caveat, each with what must stand beside a quote; a wrong name is a sentence."""
    done = caveat(
        home, "chat", stdin="/search granite -marble\n/passage stones#1\n/seed stones\n/caveat stones\n/seed x\n"
    )

    assert "1 passage matches." in done.stdout
    assert done.stdout.count("> Granite is hard.") == 3
    assert "passages: 1" in done.stdout
    assert done.stdout.count("Take everything here with a grain of salt.") >= 4
    assert "there is no seed 'x'" in done.stderr


def test_chat_has_the_buttons_of_discord(home: Path) -> None:
    """Why, context, citation, follow-up and literal search, about the passage shown last or one that is named."""
    write_seeds(
        home / "seeds", {"marble.md": "---\ntitle: Marble\n---\n\n## Soft\n\nMarble is soft.\n\n## Old\n\nIt is old."}
    )
    lines = "/why", "/more and?", "how soft is marbel?", "/why", "/after", "/after", "/before", "/cite marble#2"
    done = caveat(home, "chat", stdin="\n".join((*lines, "/more and granite?", "/literally how soft is marbel?")))

    assert "“marbel”, searched as “marble”: " in done.stdout
    assert "around the passage that was found · marble#2" in done.stdout
    assert "around the passage that was found · marble#1" in done.stdout
    assert "[CSL-JSON]" in done.stdout
    assert "> Granite is hard." in done.stdout
    assert done.stdout.count("Searched for: how soft is marble?") == 1
    assert "no passage was shown yet" in done.stderr
    assert "nothing was asked yet" in done.stderr
    assert "last of its document" in done.stderr


def test_verify_tells_verbatim_altered_and_absent_apart(home: Path) -> None:
    """Exit code 1 only where the words are absent."""
    found = [
        caveat(home, "verify", quote, "--json")
        for quote in ("Granite is hard.", "Granite is very hard. My guess: it will outlast us", "Basalt is black")
    ]

    assert [(done.returncode, printed_json(done)["verdict"]) for done in found] == [
        (0, "verbatim"),
        (0, "altered"),
        (1, "absent"),
    ]


def test_verify_shows_what_a_stitched_quote_leaves_out(home: Path) -> None:
    """With what changes the sense marked; under --strict only a verbatim quote ends with 0."""
    write_seeds(home / "seeds", {"lease.txt": "The tenant is not allowed to keep bees on the plot. It is old."})
    quote = "The tenant is … allowed to keep bees"

    done = caveat(home, "verify", quote)
    codes = [caveat(home, "verify", each, "--strict").returncode for each in (quote, "The tenant is not allowed")]

    assert done.returncode == 0
    assert "The tenant is [-**not**-] allowed to keep bees" in done.stdout
    assert codes == [1, 0]


def test_reindex_reports_the_change_and_then_none(home: Path) -> None:
    """The second run finds nothing to do."""
    first = printed_json(caveat(home, "reindex", "--json"))
    second = caveat(home, "reindex")

    assert (len(first["added"]), first["rebuilt"]) == (1, True)
    assert second.stdout.startswith("Nothing changed: 1 passage,")


def test_seeds_read_prints_passages_in_the_shape_of_an_answer(home: Path) -> None:
    """All that is understood of a file: the document, its passages without rank and score, what was skipped."""
    (home / "noted.md").write_text("---\ntitle: Rain\ndate: 04/09/2021\n---\nIt rains.", encoding="utf-8")

    done = caveat(home, "seeds", "read", "noted.md", "--json")

    found = json.loads(done.stdout)
    (document,), (passage,) = found["documents"], found["passages"]
    attribution: dict[str, Any] = {
        "title": "Rain",
        "authors": [],
        "published": "2021",
        "published_stated": "04/09/2021",
        "source": None,
    }
    assert (0, attribution, []) == (done.returncode, document["attribution"], found["skipped"])
    assert {"id", "language", "attribution", "caveats", "warnings", "left_out"} <= set(document)
    assert set(HIT["required"]) - {"rank", "score", "matched", "also_in"} <= set(passage)
    assert "It rains." == passage["text"]


def test_seeds_check_reports_what_was_found_and_what_is_wrong(home: Path) -> None:
    """Exit code 1 where a seed has an error; the others are reported all the same."""
    write_seeds(home / "seeds", {"broken.md": "---\nauthor: Ada\nby: Bo\n---\ntext", "bare.txt": "Only words."})

    done = caveat(home, "seeds", "check")

    assert done.returncode == 1
    assert "broken.md, line" in done.stdout
    assert "author: A. Mason" in done.stdout
    assert "warning: no caveat found" in done.stdout


def test_seeds_add_copies_the_bytes_and_states_the_rest_beside_them(home: Path) -> None:
    """The file stays byte for byte; metadata goes into a side-car; a second time is refused."""
    original = "Ceci n’est pas du granit.\r\n".encode("cp1252")
    (home / "french.txt").write_bytes(original)

    done = caveat(home, "seeds", "add", "french.txt", "--author", "R. M.", "--published", "1929")
    again = caveat(home, "seeds", "add", "french.txt")

    assert (done.returncode, done.stderr) == (0, "")
    assert (home / "seeds" / "french.txt").read_bytes() == original
    hit = printed_json(caveat(home, "ask", "granit pas", "--json"))["passages"][0]
    assert (hit["author"], hit["published"]) == ("R. M.", "1929")
    assert (again.returncode, "already there" in again.stderr) == (2, True)


def test_seeds_add_refuses_what_cannot_be_read(home: Path) -> None:
    """Nothing is half-written: neither file nor side-car."""
    (home / "photo.jpg").write_bytes(b"\xff\xd8\xff\x00\x00")

    done = caveat(home, "seeds", "add", "photo.jpg", "--author", "X")

    assert done.returncode == 2
    assert "photo.jpg" in done.stderr
    assert [path.name for path in (home / "seeds").iterdir()] == ["stones.md"]


@pytest.mark.parametrize(
    ("name", "words"),
    [("README.txt", "never taken for a seed"), ("_draft.txt", "never taken for a seed"), ("seeds", "is a folder")],
)
def test_seeds_add_refuses_what_would_never_be_read(home: Path, name: str, words: str) -> None:
    """A file that a folder of seeds leaves out, and a folder."""
    for file in ("README.txt", "_draft.txt"):
        (home / file).write_text("Basalt is black.")

    done = caveat(home, "seeds", "add", name)

    assert 2 == done.returncode
    assert words in done.stderr
    assert ["stones.md"] == [path.name for path in (home / "seeds").iterdir()]


def test_seeds_add_takes_the_side_car_along(home: Path) -> None:
    """What it states counts, together with what the command states."""
    write_seeds(home, {"basalt.txt": "Basalt is black.", "basalt.txt.yaml": "title: Basalt"})

    done = caveat(home, "seeds", "add", "basalt.txt", "--author", "Ann")

    assert 0 == done.returncode
    assert "title: Basalt\nauthor: Ann" == (home / "seeds" / "basalt.txt.yaml").read_text().strip()
    assert "title: Basalt" in done.stdout


def test_a_seed_that_is_already_there_keeps_its_metadata(home: Path) -> None:
    """A refused file leaves no side-car that would describe the one of that name."""
    write_seeds(home, {"stones.md": "Basalt is black."})

    done = caveat(home, "seeds", "add", "stones.md", "--author", "Ann")

    assert 2 == done.returncode
    assert "already there" in done.stderr
    assert ["stones.md"] == [path.name for path in (home / "seeds").iterdir()]


def test_the_original_thread_is_one_seeds_add_away(home: Path) -> None:
    """The real export: 18 passages, its author, its two caveats."""
    done = caveat(home, "seeds", "add", str(shared("seed", "thread-original.txt")))

    assert "18 passages" in done.stdout
    assert "author: Dial M for Matt" in done.stdout
    assert done.stdout.count("  caveat: ") == 2
    hit = printed_json(caveat(home, "ask", "Why are they attacking now?", "--json"))["passages"][0]
    assert (hit["author"], hit["position"]) == ("Dial M for Matt", {"passage": 9, "of": 18})


def test_eval_measures_a_collection_and_writes_a_run(home: Path) -> None:
    """The documented keys, and a TREC run file beside them."""
    adi = shared("collections", "adi")

    found = printed_json(
        caveat(home, "eval", str(adi), "--json", "--run", "out.run", "--foreign", str(adi), "--remove", "5")
    )

    assert (found["collection"], found["passages"], found["queries"]) == ("adi", 82, 35)
    assert found["ndcg@10"] > 0.4
    assert set(found) == {
        "collection", "passages", "queries", "ndcg@10", "recall@100", "mrr@10", "ap", "ms_per_query_p50",
        "ms_per_query_p99", "build_s", "abstention",
    }  # fmt: skip
    assert all(found["abstention"][key] is not None for key in ("answered", "declined_foreign"))
    assert (home / "out.run").read_text().split("\n")[0].split()[1::2] == ["Q0", "1", "caveat"]


def test_eval_compares_with_another_run(home: Path) -> None:
    """Against its own run nothing is better or worse, and each question has its line."""
    adi = str(shared("collections", "adi"))
    caveat(home, "eval", adi, "--run", "out.run", "--per-query", "table.tsv")

    shown = caveat(home, "eval", adi, "--compare", "out.run").stdout
    found = printed_json(caveat(home, "eval", adi, "--compare", "out.run", "--json"))

    assert "against out.run" in shown
    assert ["ndcg@10", "recall@100", "mrr@10", "ap"] == [each["measure"] for each in found["comparison"]]
    assert {(0, 0, 1.0)} == {(each["better"], each["worse"], each["p"]) for each in found["comparison"]}
    assert 35 == len((home / "table.tsv").read_text().splitlines()) - 1


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["ask", ""], "the question is empty"),
        (["ask", "x" * 301], "301 characters"),
        (["ask", "granite", "--seeds", "nowhere"], "nowhere"),
        (["ask", "granite", "--limit", "0"], "limit"),
        (["frobnicate"], "frobnicate"),
        (["seeds", "add", "missing.txt"], "missing.txt"),
        (["seeds", "check", "missing.txt"], "missing.txt"),
        (["eval", "."], "corpus.jsonl"),
    ],
)
def test_wrong_use_is_one_sentence_and_exit_code_2(home: Path, arguments: list[str], words: str) -> None:
    """No traceback, the thing named, on standard error."""
    done = caveat(home, *arguments)

    assert done.returncode == 2
    assert words in done.stderr
    assert "Traceback" not in done.stderr
    assert done.stdout == ""


def test_bad_config_is_reported_whole_with_exit_code_2(home: Path) -> None:
    """Every problem at once, before anything runs."""
    done = caveat(home, "ask", "granite", CAVEAT_ANSWER__LIMIT="many", CAVEAT_ANSWER__LIMT="3")

    assert done.returncode == 2
    assert "CAVEAT_ANSWER__LIMIT" in done.stderr
    assert "CAVEAT_ANSWER__LIMT" in done.stderr


def test_a_damaged_snapshot_is_rebuilt_and_answers(home: Path) -> None:
    """The seeds are the truth: damage costs a rebuild, never an answer."""
    caveat(home, "ask", "granite")
    for text in home.glob("data/snapshots/*/*/texts.bin"):
        text.write_bytes(b"x" * text.stat().st_size)

    done = caveat(home, "ask", "granite")

    assert done.returncode == 0
    assert "> Granite is hard." in done.stdout
    assert "rebuilding a damaged snapshot" in done.stderr


def test_a_data_folder_that_cannot_be_written_is_named(home: Path) -> None:
    """Exit code 3, one sentence."""
    (home / "data").write_text("in the way")

    done = caveat(home, "ask", "granite")

    assert (done.returncode, done.stderr.count("\n")) == (3, 1)
    assert "data" in done.stderr


@pytest.mark.parametrize("answer", ["ask granite", "ask granite --json"])
def test_a_reader_that_leaves_early_is_no_error(home: Path, answer: str) -> None:
    """`caveat ask … | head -1` prints no traceback, and does not exit with 1, which means "nothing answers"."""
    command = f"{sys.executable} -m bot {answer} | true; exit ${{PIPESTATUS[0]}}"
    environ = os.environ | {"PYTHONPATH": str(Path(__file__).resolve().parents[3])}

    done = subprocess.run(["bash", "-c", command], cwd=home, capture_output=True, text=True, check=False, env=environ)

    assert (3, "") == (done.returncode, done.stderr)


def test_a_terminal_that_lacks_characters_shows_their_numbers(home: Path) -> None:
    """An answer in another script than the terminal's is no failure."""
    write_seeds(home / "seeds", {"tokyo.txt": "Tokyo is 東京."})

    command = [sys.executable, "-m", "bot", "ask", "tokyo"]
    environ = os.environ | {"PYTHONPATH": str(Path(__file__).resolve().parents[3]), "PYTHONIOENCODING": "ascii"}

    done = subprocess.run(command, cwd=home, capture_output=True, text=True, check=False, env=environ)

    assert 0 == done.returncode
    assert r"> Tokyo is \u6771\u4eac." in done.stdout


def test_the_chat_goes_on_after_a_line_that_is_no_text(home: Path) -> None:
    """Bytes of another encoding are a question like any other."""
    command = [sys.executable, "-m", "bot", "chat"]
    environ = os.environ | {"PYTHONPATH": str(Path(__file__).resolve().parents[3]), "PYTHONIOENCODING": "utf-8:strict"}

    done = subprocess.run(
        command, cwd=home, input=b"\xff\xfe\ngranite\n", capture_output=True, check=False, env=environ
    )

    assert b"> Granite is hard." in done.stdout


def test_answers_go_on_while_nothing_can_be_built(home: Path) -> None:
    """A changed seed, and a data folder in which nobody can build: what was published answers, with a warning."""
    caveat(home, "ask", "granite")
    write_seeds(home / "seeds", {"more.txt": "Basalt is black."})
    for lock in home.glob("data/snapshots/*/lock"):
        lock.unlink()
        lock.mkdir()

    done = caveat(home, "ask", "granite")

    assert 0 == done.returncode
    assert "> Granite is hard." in done.stdout
    assert "cannot be written" in done.stderr
    assert "the index of before answers" in done.stderr
    assert 3 == caveat(home, "reindex").returncode


def test_a_rebuilt_snapshot_is_told_of(home: Path) -> None:
    """A damaged or older one is never served, and its replacement is no secret."""
    caveat(home, "ask", "granite")
    for manifest in home.glob("data/snapshots/*/*/manifest.json"):
        manifest.write_text('{"format": 0}')

    done = caveat(home, "ask", "granite")

    assert 0 == done.returncode
    assert "rebuilt from the seeds" in done.stderr
    assert "format 0" in done.stderr


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_completion_scripts_name_the_command(home: Path, shell: str) -> None:
    """Shell completion for the shells people use."""
    assert "_CAVEAT_COMPLETE" in caveat(home, "completion", shell).stdout


def test_a_bare_call_prints_help(home: Path) -> None:
    """Help lists the commands; asking for it is no mistake."""
    done = caveat(home)

    assert (0, "") == (done.returncode, done.stderr)
    assert "reindex" in done.stdout


def test_seeds_are_cited_for_other_programs(tmp_path: Path) -> None:
    """A passage, a seed, those of a tag; what there is none of is named."""
    home = tmp_path
    write_seeds(home / "seeds", {"stones.md": SEED.replace("title", "tags: [rock]\ntitle"), "bees.txt": "They hum."})

    passage = json.loads(caveat(home, "seeds", "cite", "stones#1", "--format", "csl").stdout)
    tagged = caveat(home, "seeds", "cite", "--tag", "Rock").stdout
    missing = caveat(home, "seeds", "cite", "moss")

    assert [each["title"] for each in passage] == ["Stones"]
    assert (tagged.count("@online{"), "grain of salt" in tagged) == (1, True)
    assert (missing.returncode != 0, "moss" in missing.stderr) == (True, True)
