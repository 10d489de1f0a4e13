/* What all C files share: the arrays of one part of a corpus, a query, and the best passages so far.
 *
 * The arrays are those of vocabulary.py and postings.py, which say what each one holds. Whatever is read here was
 * checked by part_fault before, so nothing below asks again whether a number lies within its array.
 */
#ifndef CAVEAT_KERNEL_H
#define CAVEAT_KERNEL_H

#include <float.h>
#include <stddef.h>
#include <stdint.h>

#if FLT_EVAL_METHOD != 0
#error "scores have to be float64 at every step, or they would differ from rank_bm25's last bits"
#endif

/* Frequencies are as narrow as the corpus allows: 1, 2 or 4 bytes each. */
typedef struct {
    const void *values;
    int width;
} Frequencies;

static inline uint32_t frequency_at(Frequencies frequencies, int64_t place)
{
    switch (frequencies.width) {
    case 1: return ((const uint8_t *)frequencies.values)[place];
    case 2: return ((const uint16_t *)frequencies.values)[place];
    default: return ((const uint32_t *)frequencies.values)[place];
    }
}

typedef struct {
    int64_t term_count, size, column_count; /* terms, passages, terms stored as a column */
    const uint32_t *term_hashes;
    const int64_t *term_offsets;
    const uint8_t *term_text;
    int64_t text_bytes;
    const uint32_t *lengths;
    const int64_t *offsets;
    int64_t posting_count;
    const uint32_t *passages;
    Frequencies frequencies;
    const uint8_t *bounds;
    const uint8_t *maximum_bounds;
    const int64_t *column_terms;
    const int64_t *column_matches;
    Frequencies columns;
    const uint8_t *column_bounds;
    double average_length; /* of this part alone: what its bounds were computed with */
} Part;

/* One term in one part. `passages` is NULL for a column, whose values stand for every passage; a term that the part
 * lacks is an empty list. */
typedef struct {
    const uint32_t *passages;
    const uint8_t *bounds;
    Frequencies frequencies;
    int64_t length;  /* of the list, or of the column */
    int64_t matches; /* passages that hold the term */
    uint8_t maximum_bound;
} Postings;

typedef struct {
    const char *array;
    const char *problem;
} Fault;

/* Find out what would lead a search out of its arrays; reads every posting once. `array` is NULL if nothing would. */
Fault part_fault(const Part *part);
/* Look up a term by its UTF-8 form; -1 if the part lacks it. */
int64_t part_term(const Part *part, const char *text, size_t length);
/* The postings of a term's number, which may be -1. */
Postings part_postings(const Part *part, int64_t term);
/* The place of a passage in a list or column, -1 if the term is not there. */
int64_t postings_find(const Postings *postings, uint32_t passage);

/* One word of the query as it was typed: which of the distinct terms it is, and its weight. */
typedef struct {
    int32_t term;
    double weight;
} Word;

typedef struct {
    double k1, b, delta, average_length; /* of everything that is searched as one */
    double bound_unit;                   /* what one step of a bound is worth, see formula.py */
    const Word *words;
    size_t word_count;
    const double *idfs; /* of each distinct term */
    size_t term_count;
} Query;

typedef struct {
    double score;
    int64_t passage; /* numbered through all parts */
} Hit;

/* The best hits so far: a heap with the worst of them on top. */
typedef struct {
    Hit *hits;
    size_t count, capacity;
} Best;

/* What a search of one part needs to write on. Between searches all `sums` are 0. */
typedef struct Scratch {
    struct Scratch *next;
    uint16_t *sums;  /* for each passage, an upper bound of what the terms seen so far give it */
    uint32_t *found; /* the passages whose sum is not 0; one place more than there are passages */
} Scratch;

/* More distinct terms than this would leave no precision to their sums. */
enum { MOST_TERMS = 1024 };

/* Put the part's best passages among `best`. `terms` holds, for each distinct term, its number in this part or -1;
 * `first` is added to a passage's number, or to its place, where there are any; who has place -1 is left out. Returns
 * 0, or -1 without memory. */
int search_part(const Part *part, int64_t first, const int64_t *places, const Query *query, const int64_t *terms,
                Scratch *scratch, Best *best);
/* Put a hit among the best; 0 if it is not one of them. */
int best_offer(Best *best, Hit hit);
/* Order the hits, best first. */
void best_sort(Best *best);

#endif
