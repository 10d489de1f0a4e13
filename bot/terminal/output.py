"""The objects that `--json` prints; other programs rely on their shape (see README)."""

from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from index.marking.claims import find_claims
from index.model import Answer, Hit, Passage

if TYPE_CHECKING:
    from index.answers.quotes import QuoteCheck


def answer_json(answer: Answer) -> dict[str, Any]:
    """Return an answer as plain values, in the documented shape."""
    return {
        "question": answer.question,
        "answered": answer.answered,
        "confidence": answer.confidence,
        "generation": answer.generation,
        "took_ms": round(answer.took_ms, 3),
        "searched_for": answer.searched_for,
        "passages": [hit_json(hit) for hit in answer.hits],
        "misses": [hit_json(hit) for hit in answer.misses],
    }


def hit_json(hit: Hit) -> dict[str, Any]:
    """Return one hit with all that must stand beside its text.

    Several caveats are joined by a line break in `caveat`, and stand one by one in `caveats`; `caveat_by` is
    the author as soon as one of them is the author's.
    """
    passage, attribution = hit.passage, hit.passage.attribution
    by = {caveat.by for caveat in passage.caveats}
    return {
        "rank": hit.rank,
        "ref": passage.ref,
        "key": passage.key,
        "text": passage.text,
        "verbatim": attribution.verbatim,
        "restated_by": attribution.restated_by,
        "score": round(hit.score, 6),
        "confidence": hit.confidence,
        "evidence": {
            "probability": round(hit.probability, 4),
            "parts": {name: round(added, 3) for name, added in hit.evidence.items()},
        },
        "matched": list(hit.matched),
        "seed": passage.seed,
        "heading": passage.heading,
        "title": attribution.title,
        "author": attribution.author,
        "source": attribution.source,
        "published": attribution.published,
        "license": attribution.license,
        "position": {"passage": passage.number, "of": passage.of},
        "caveat": "\n".join(caveat.text for caveat in passage.caveats) or None,
        "caveat_by": ("author" if "author" in by else "curator") if by else None,
        "caveats": [{"text": caveat.text, "by": caveat.by} for caveat in passage.caveats],
        "epistemic_status": passage.epistemic_status,
        "note": passage.note,
        "citations": [citation.text for citation in passage.citations],
        "hedges": [
            {
                "start": hedge.start,
                "end": hedge.end,
                "text": passage.text[hedge.start : hedge.end],
                "reason": hedge.reason,
            }
            for hedge in passage.hedges
        ],
        "claims": [
            asdict(claim) | {"text": passage.text[claim.start : claim.end]}
            for claim in find_claims(passage.text, passage.language)
        ],
        "also_in": [_place_json(each) for each in hit.also_in],
    }


def _place_json(passage: Passage) -> dict[str, Any]:
    """Return where the same stands too, with all that must be known of that place."""
    attribution = passage.attribution
    return {
        "ref": passage.ref,
        "key": passage.key,
        "seed": passage.seed,
        "text": passage.text,
        "verbatim": attribution.verbatim,
        "restated_by": attribution.restated_by,
        "title": attribution.title,
        "author": attribution.author,
        "source": attribution.source,
        "published": attribution.published,
        "caveats": [{"text": caveat.text, "by": caveat.by} for caveat in passage.caveats],
        "epistemic_status": passage.epistemic_status,
        "note": passage.note,
    }


def quote_json(check: "QuoteCheck") -> dict[str, Any]:
    """Return what became of a quote as plain values."""
    return {
        "verdict": check.verdict,
        "quote": check.quote,
        "tolerances": list(check.tolerances),
        "passage": hit_json(Hit(1, check.passage, 0.0, ())) if check.passage else None,
        "differences": [asdict(difference) for difference in check.differences],
    }
