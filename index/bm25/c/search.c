/* The best passages of one part, exactly, without scoring the others: MaxScore (Turtle and Flood 1995, "Query
 * evaluation: strategies and optimizations"), term by term. Knows no spelling and no Python.
 *
 * Every passage has a *sum*: an upper bound, in whole *units*, of its excess, the score above that of a passage
 * without any term of the query. The most that the query could reach is UNITS. Once enough hits are known, sums
 * below the *threshold* cannot become hits any more. What is left is scored in float64, operation for operation as
 * formula.py does it, so that hits and scores are the same to the last bit.
 */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "kernel.h"

enum {
    UNITS = 0x7fff,
    SCORED = 0x8000,          /* this bit of a sum says that the passage's score is known already */
    POSTINGS_PER_LOOKUP = 32, /* so many postings are read sooner than one is searched for */
    WORTH_LEADERS = 4096,     /* reading a shorter list costs less than what could spare it */
    ENOUGH_PER_HIT = 2,       /* so few candidates to each hit are scored sooner than narrowed down further */
};

/* One term of the query that the part holds. */
typedef struct {
    Postings postings;
    double idf;
    int32_t place;   /* among the query's distinct terms */
    uint32_t factor; /* what one step of a bound is worth, in 1/256 units */
    uint32_t most;   /* what the term can add to a sum, in units */
} Term;

typedef struct {
    const Part *part;
    const Query *query;
    int64_t first;
    const int64_t *places; /* NULL where they are the passages' numbers */
    Term *terms; /* lists before columns, most valuable first */
    size_t term_count;
    uint32_t *rest;        /* rest[i]: the most that terms i and later add to one sum */
    double *contributions; /* of each distinct term to the passage being scored */
    double absent;         /* the score of a passage without any of the terms */
    double scale;          /* units to one of score; 0 where sums say nothing */
    double margin;         /* units that rounding may cost */
    int64_t threshold;     /* sums below it are no hits */
    uint16_t *sums;
    uint32_t *found; /* the passages whose sum is not 0, in no order */
    size_t found_count;
    uint64_t *leaders; /* room for as many as there may be hits: sum and, below it, passage */
    Best *best;
} Race;

/* ---- scores ---- */

static double norm_of(const Race *race, uint32_t passage)
{
    const Query *query = race->query;
    double norm = (double)race->part->lengths[passage] * query->b;
    norm /= query->average_length;
    norm += 1 - query->b;
    norm *= query->k1;
    return norm > DBL_MIN ? norm : DBL_MIN;
}

static double score_of(const Race *race, uint32_t passage)
{
    const Query *query = race->query;
    double norm = norm_of(race, passage), score = 0;
    for (size_t i = 0; i < race->term_count; i++) {
        const Term *term = &race->terms[i];
        int64_t place = postings_find(&term->postings, passage);
        double frequency = place < 0 ? 0 : frequency_at(term->postings.frequencies, place);
        double part = frequency * (query->k1 + 1) / (norm + frequency);
        race->contributions[term->place] = (part + query->delta) * term->idf;
    }
    for (size_t i = 0; i < query->word_count; i++)
        score += race->contributions[query->words[i].term] * query->words[i].weight;
    return score;
}

/* Raise the threshold to the worst of the best hits, once there are as many as are wanted. */
static void raise_threshold(Race *race)
{
    if (race->best->count < race->best->capacity || race->scale == 0)
        return;
    double units = floor((race->best->hits[0].score - race->absent) * race->scale - race->margin);
    int64_t reached = !(units > 0) ? 0 : units > UNITS ? UNITS + 1 : (int64_t)units;
    if (reached > race->threshold)
        race->threshold = reached;
}

static void score(Race *race, uint32_t passage)
{
    int64_t place = race->places ? race->places[passage] : passage;
    race->sums[passage] |= SCORED;
    if (place < 0)
        return;
    Hit hit = {score_of(race, passage), race->first + place};
    if (best_offer(race->best, hit))
        raise_threshold(race);
}

/* ---- preparing ---- */

static int by_worth(const void *left, const void *right)
{
    const Term *a = left, *b = right;
    int a_column = a->postings.passages == NULL, b_column = b->postings.passages == NULL;
    if (a_column != b_column)
        return a_column - b_column;
    if (a->most != b->most)
        return a->most < b->most ? 1 : -1;
    return a->place - b->place;
}

/* Give each term its worth in units. Sums say nothing if a weight is negative, or if the query is worth nothing or
 * more than a float64 holds: then every passage that holds a term is scored. */
static void weigh_terms(Race *race, const double *shares, double unit)
{
    double total = 0;
    int usable = 1;
    for (size_t i = 0; i < race->query->word_count; i++)
        usable &= race->query->words[i].weight >= 0;
    for (size_t i = 0; i < race->term_count; i++)
        total += shares[race->terms[i].place] * unit * race->terms[i].postings.maximum_bound;
    usable &= total > 0 && total <= DBL_MAX / UNITS && total >= DBL_MIN * UNITS;
    race->scale = usable ? (UNITS - 3 * (double)race->term_count - 1) / total : 0;
    double roundings = 4 * (double)(race->query->word_count + 16) * DBL_EPSILON;
    race->margin = usable ? 1 + roundings * (1 + fabs(race->absent) / total) * UNITS : 0;
    for (size_t i = 0; i < race->term_count; i++) {
        Term *term = &race->terms[i];
        double worth = usable ? shares[term->place] * unit * race->scale * 256 : 0;
        term->factor = (uint32_t)ceil(worth * (1 + 1e-9));
        term->most = (term->postings.maximum_bound * term->factor >> 8) + 1;
    }
}

static void prepare(Race *race, const int64_t *numbers, double *shares)
{
    const Query *query = race->query;
    double stretch = query->average_length / race->part->average_length;
    double unit = query->bound_unit * (stretch > 1 ? stretch : 1);
    memset(shares, 0, query->term_count * sizeof *shares);
    for (size_t i = 0; i < query->word_count; i++) {
        int32_t place = query->words[i].term;
        shares[place] += query->idfs[place] * query->words[i].weight;
        race->absent += query->idfs[place] * query->delta * query->words[i].weight;
    }
    for (size_t place = 0; place < query->term_count; place++) {
        race->contributions[place] = query->idfs[place] * query->delta;
        if (numbers[place] < 0)
            continue;
        Term *term = &race->terms[race->term_count++];
        term->postings = part_postings(race->part, numbers[place]);
        term->idf = query->idfs[place];
        term->place = (int32_t)place;
    }
    weigh_terms(race, shares, unit);
    qsort(race->terms, race->term_count, sizeof *race->terms, by_worth);
    race->rest[race->term_count] = 0;
    for (size_t i = race->term_count; i > 0; i--)
        race->rest[i - 1] = race->rest[i] + race->terms[i - 1].most;
    raise_threshold(race);
}

/* ---- adding up ----
 *
 * The loops over postings and over what was found take most of a search: unrolled, 3 to 7 % less of it from 100,000
 * passages on (a compiler that does not know the pragma passes over it).
 */

static inline uint16_t units_of(const Term *term, uint8_t bound)
{
    return (uint16_t)((bound * term->factor >> 8) + 1);
}

/* Add a term to the sums of all passages that hold it. */
static void add_everywhere(Race *race, const Term *term)
{
    const Postings *postings = &term->postings;
    uint16_t *sums = race->sums;
    uint32_t *found = race->found;
    size_t count = race->found_count;
#pragma GCC unroll 8
    for (int64_t i = 0; i < postings->length; i++) {
        uint32_t passage = postings->passages ? postings->passages[i] : (uint32_t)i;
        if (postings->passages == NULL && postings->bounds[i] == 0)
            continue;
        uint16_t sum = sums[passage];
        found[count] = passage; /* kept only if it is new; a branch here could not be predicted */
        count += sum == 0;
        sums[passage] = sum + units_of(term, postings->bounds[i]);
    }
    race->found_count = count;
}

/* Add a term to the sums of the passages found so far, by reading its whole list. */
static void add_by_reading(Race *race, const Term *term)
{
    const uint32_t *passages = term->postings.passages;
    const uint8_t *bounds = term->postings.bounds;
    uint16_t *sums = race->sums;
#pragma GCC unroll 8
    for (int64_t i = 0; i < term->postings.length; i++) {
        uint16_t sum = sums[passages[i]];
        sums[passages[i]] = sum + (uint16_t)(units_of(term, bounds[i]) & -(sum != 0));
    }
}

/* The same, by looking each of them up. */
static void add_by_lookup(Race *race, const Term *term)
{
    for (size_t i = 0; i < race->found_count; i++) {
        int64_t place = postings_find(&term->postings, race->found[i]);
        if (place >= 0)
            race->sums[race->found[i]] += units_of(term, term->postings.bounds[place]);
    }
}

static void add_column(Race *race, const Term *term)
{
    const uint8_t *bounds = term->postings.bounds;
    for (size_t i = 0; i < race->found_count; i++) {
        uint8_t bound = bounds[race->found[i]];
        race->sums[race->found[i]] += (uint16_t)(units_of(term, bound) & -(bound != 0));
    }
}

/* ---- choosing ---- */

/* Put a passage in a heap of as many as are wanted, least sum on top, in place of that one if it is full. */
static size_t lead(uint64_t *leaders, size_t count, size_t wanted, uint64_t passage_by_sum)
{
    size_t place = count < wanted ? count : 0;
    if (place == count) { /* rises from the end */
        for (; place > 0 && leaders[(place - 1) / 2] > passage_by_sum; place = (place - 1) / 2)
            leaders[place] = leaders[(place - 1) / 2];
        leaders[place] = passage_by_sum;
        return count + 1;
    }
    for (size_t child = 1; child < count; child = 2 * place + 1) { /* sinks from the top */
        child += child + 1 < count && leaders[child + 1] < leaders[child];
        if (leaders[child] >= passage_by_sum)
            break;
        leaders[place] = leaders[child];
        place = child;
    }
    leaders[place] = passage_by_sum;
    return count;
}

/* Score the passages that lead so far: their scores bring the threshold close to what it will be in the end. */
static void score_leaders(Race *race, uint32_t rest)
{
    size_t wanted = race->best->capacity, count = 0;
    uint32_t least = 0;
    if (race->found_count < wanted || race->scale == 0)
        return;
    for (size_t i = 0; i < race->found_count; i++) {
        uint32_t passage = race->found[i], sum = race->sums[passage] & UNITS;
        if (sum > least || count < wanted) {
            count = lead(race->leaders, count, wanted, (uint64_t)sum << 32 | passage);
            least = count < wanted ? 0 : (uint32_t)(race->leaders[0] >> 32);
        }
    }
    for (size_t i = 0; i < count; i++) {
        uint32_t passage = (uint32_t)race->leaders[i];
        uint16_t sum = race->sums[passage];
        if (!(sum & SCORED) && (int64_t)sum + rest >= race->threshold)
            score(race, passage);
    }
}

/* Forget the passages that are scored already, or cannot become hits. */
static void drop_losers(Race *race, uint32_t rest)
{
    uint16_t *sums = race->sums;
    uint32_t *found = race->found;
    int64_t need = race->threshold - (int64_t)rest;
    uint32_t least = need <= 0 ? 0 : need > UNITS ? SCORED : (uint32_t)need;
    size_t kept = 0;
#pragma GCC unroll 8
    for (size_t i = 0; i < race->found_count; i++) { /* no branches: what they depend on could not be predicted */
        uint32_t passage = found[i], sum = sums[passage], keep = (sum >= least) & (sum < SCORED);
        sums[passage] = (uint16_t)(sum & -keep);
        found[kept] = passage;
        kept += keep;
    }
    race->found_count = kept;
}

/* Find every passage that could be a hit; return how many terms that took. */
static size_t find_candidates(Race *race)
{
    size_t done = 0;
    while (done < race->term_count && race->rest[done] >= race->threshold) {
        add_everywhere(race, &race->terms[done++]);
        if (done == race->term_count || race->rest[done] < race->threshold)
            break;
        const Postings *next = &race->terms[done].postings;
        if (next->passages == NULL || (next->length > WORTH_LEADERS && (size_t)next->length > race->found_count))
            score_leaders(race, race->rest[done]);
    }
    return done;
}

/* Complete the candidates' sums, dropping those that fall behind; return how many terms are done. */
static size_t narrow_down(Race *race, size_t done)
{
    score_leaders(race, race->rest[done]);
    drop_losers(race, race->rest[done]);
    while (done < race->term_count && race->found_count > ENOUGH_PER_HIT * race->best->capacity) {
        const Term *term = &race->terms[done++];
        if (term->postings.passages == NULL)
            add_column(race, term);
        else if ((size_t)term->postings.length < POSTINGS_PER_LOOKUP * race->found_count)
            add_by_reading(race, term);
        else
            add_by_lookup(race, term);
        drop_losers(race, race->rest[done]);
    }
    return done;
}

static void run(Race *race)
{
    size_t done = narrow_down(race, find_candidates(race));
    score_leaders(race, race->rest[done]);
    for (size_t i = 0; i < race->found_count; i++) {
        uint16_t sum = race->sums[race->found[i]];
        if (!(sum & SCORED) && (int64_t)sum + race->rest[done] >= race->threshold)
            score(race, race->found[i]);
        race->sums[race->found[i]] = 0;
    }
}

int search_part(const Part *part, int64_t first, const int64_t *places, const Query *query, const int64_t *terms,
                Scratch *scratch, Best *best)
{
    size_t count = query->term_count;
    char *memory = malloc(count * (sizeof(Term) + 2 * sizeof(double)) + best->capacity * sizeof(uint64_t)
                          + (count + 1) * sizeof(uint32_t));
    if (memory == NULL)
        return -1;
    Race race = {.part = part, .query = query, .first = first, .places = places, .sums = scratch->sums,
                 .found = scratch->found, .best = best};
    race.terms = (Term *)memory;
    race.contributions = (double *)(race.terms + count);
    double *shares = race.contributions + count;
    race.leaders = (uint64_t *)(shares + count);
    race.rest = (uint32_t *)(race.leaders + best->capacity);
    prepare(&race, terms, shares);
    run(&race);
    free(memory);
    return 0;
}
