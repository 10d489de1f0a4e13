"""The objects that `--json` prints; other programs rely on their shape (see docs/json.md)."""

from dataclasses import asdict
from typing import TYPE_CHECKING, Any, Final

from bot.terminal.documents import document_json
from index.answered import Answer, Hit
from index.marking.looked_for import are_looked_for
from index.model import Caveat, Passage
from index.sentences.best import best_of
from index.showing.facts import (
    CaveatFact,
    CitationFact,
    ClaimFact,
    FactKind,
    HedgeFact,
    PositionFact,
    attribution_facts,
    caution_facts,
    facts_of,
    note_facts,
)
from index.showing.found import is_by_meaning
from index.showing.ways_on import look_into

if TYPE_CHECKING:
    from index.building.understanding import Understood, UnderstoodDocument
    from index.quoting.model import QuoteCheck

OF_A_SEARCH: Final = (
    "rank",
    "score",
    "confidence",
    "evidence",
    "matched",
    "lacks",
    "best",
    "also_in",
    "similarity",
    "found_by",
    "found_in",
)
STATED: Final[tuple[FactKind, ...]] = ("title", "author", "source", "published", "license")


def answer_json(answer: Answer) -> dict[str, Any]:
    """Return an answer as plain values, in the documented shape."""
    return {
        "question": answer.question,
        "answered": answer.answered,
        "confidence": answer.confidence,
        "generation": answer.generation,
        "took_ms": round(answer.took_ms, 3),
        "searched_for": answer.searched_for,
        "named": asdict(answer.named) if answer.named else None,
        "passages": [hit_json(hit) for hit in answer.hits],
        "misses": [hit_json(hit) for hit in answer.misses],
        "documents": [document_json(each) for each in answer.documents],
        "unknown_words": list(answer.unknown_words),
        "look_into": [
            {"ref": each.ref, "heading": each.heading, "title": each.attribution.title} for each in look_into(answer)
        ],
        "meaning": answer.meaning,
        **({"makeshift": True} if answer.is_makeshift else {}),
        "which": [first.document for first in answer.choices],
    }


def understood_json(understood: "Understood") -> dict[str, Any]:
    """Return what is understood of seeds, in the documented shape."""
    shown = [hit_json(Hit(1, passage, 0.0, ())) for each in understood.documents for passage in each.passages]
    return {
        "documents": [_understood_document_json(each) for each in understood.documents],
        "passages": [{name: each[name] for name in each if name not in OF_A_SEARCH} for each in shown],
        "skipped": [asdict(each) for each in understood.skipped],
    }


def _understood_document_json(understood: "UnderstoodDocument") -> dict[str, Any]:
    from index.building.lint import warnings_of

    document, passages = understood.document, understood.passages
    stated = document.attribution
    return {
        "id": document.id,
        "language": document.language,
        "attribution": {
            "title": stated.title,
            "authors": list(stated.authors),
            "published": stated.published,
            "published_stated": stated.published_stated,
            "source": stated.source,
        },
        "epistemic_status": document.epistemic_status,
        "caveats": _document_json(passages[0])["caveats"] if passages else [],
        "warnings": list(warnings_of(understood)),
        "left_out": [asdict(each) for each in document.left_out],
    }


def hit_json(hit: Hit) -> dict[str, Any]:
    """Return one hit with all that must stand beside its text.

    Several caveats are joined by a line break in `caveat`, and stand one by one in `caveats`; `caveat_by` is
    the author as soon as one of them is the author's.
    """
    passage, facts = hit.passage, facts_of(hit.passage)
    about = _document_json(passage)
    whose = {each["by"] for each in about["caveats"]}
    by_meaning: dict[str, Any] = {} if hit.similarity is None else {"similarity": round(hit.similarity, 4)}
    if is_by_meaning(hit):
        by_meaning["found_by"] = "meaning"
    if hit.found_in:
        by_meaning["found_in"] = hit.found_in
    return {
        "rank": hit.rank,
        "ref": passage.ref,
        "key": passage.key,
        "text": passage.text,
        "verbatim": about["verbatim"],
        "restated_by": about["restated_by"],
        "score": round(hit.score, 6),
        "confidence": hit.confidence,
        "evidence": {
            "probability": round(hit.probability, 4),
            "sureness": round(hit.sureness, 4),
            "parts": {name: round(added, 3) for name, added in hit.evidence.items()},
        },
        "matched": list(hit.matched),
        "lacks": hit.lacks,
        "best": asdict(best) if (best := best_of(hit)) else None,
        **by_meaning,
        "seed": passage.seed,
        "document": passage.document,
        "heading": passage.heading,
        **{name: about[name] for name in ("title", "author", "source", "published", "published_stated")},
        **{name: about[name] for name in ("license", "position")},
        "caveat": "\n".join(each["text"] for each in about["caveats"]) or None,
        "caveat_by": ("author" if "author" in whose else "curator") if whose else None,
        **{name: about[name] for name in ("caveats", "epistemic_status", "note")},
        "caveats_looked_for": are_looked_for(passage.language),
        "corrected": [asdict(each) for each in passage.corrected],
        "citations": [fact.words for fact in facts if isinstance(fact, CitationFact)],
        "hedges": [
            {"start": fact.hedge.start, "end": fact.hedge.end, "text": fact.words, "reason": fact.hedge.reason}
            for fact in facts
            if isinstance(fact, HedgeFact)
        ],
        "claims": [asdict(fact.claim) | {"text": fact.words} for fact in facts if isinstance(fact, ClaimFact)],
        "also_in": [_place_json(each) for each in hit.also_in],
        "elsewhere": _elsewhere_json(hit),
    }


def _elsewhere_json(hit: Hit) -> dict[str, Any] | None:
    """Return the same place in another language of the work."""
    other = hit.elsewhere
    if other is None:
        return None
    is_original = hit.passage.attribution.translation_of is not None
    return {"ref": other.ref, "key": other.key, "language": other.language, "original": is_original}


def _document_json(passage: Passage) -> dict[str, Any]:
    """Return the facts that a passage shares with its document, and its position, by the names of the fields."""
    facts = [*attribution_facts(passage), *caution_facts(passage), *note_facts(passage)]
    words = {fact.kind: fact.words for fact in facts}
    position = next(fact for fact in facts if isinstance(fact, PositionFact))
    return {
        "verbatim": "restated" not in words,
        "restated_by": passage.attribution.restated_by,
        **{name: words.get(name) for name in STATED},
        "published_stated": words.get("published-stated"),
        "position": _position_json(position),
        "caveats": [_caveat_json(fact.caveat) for fact in facts if isinstance(fact, CaveatFact)],
        "epistemic_status": words.get("status"),
        "note": words.get("note"),
    }


def _position_json(fact: PositionFact) -> dict[str, Any]:
    own: dict[str, Any] = {fact.original.kind: fact.original.at} if fact.original else {}
    if fact.places:
        own["places"] = [{"start": each.start, each.position.kind: each.position.at} for each in fact.places]
    return {"passage": fact.number, "of": fact.of, **own}


def _caveat_json(caveat: Caveat) -> dict[str, Any]:
    return {"text": caveat.text, "by": caveat.by, "kind": caveat.kind, "date": caveat.date}


def _place_json(passage: Passage) -> dict[str, Any]:
    """Return where the same stands too, with all that must be known of that place."""
    about = _document_json(passage)
    named = ("verbatim", "restated_by", "title", "author", "source", "published", "caveats", "epistemic_status", "note")
    return {
        "ref": passage.ref,
        "key": passage.key,
        "seed": passage.seed,
        "text": passage.text,
        **{name: about[name] for name in named},
    }


def quote_json(check: "QuoteCheck") -> dict[str, Any]:
    """Return what became of a quote as plain values."""
    return {
        "verdict": check.verdict,
        "quote": check.quote,
        "tolerances": list(check.tolerances),
        "passage": hit_json(Hit(1, check.passage, 0.0, ())) if check.passage else None,
        "differences": [asdict(difference) for difference in check.differences],
        "around": list(check.around),
        "standing": check.standing or None,
    }
