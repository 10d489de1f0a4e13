/* One part of a corpus: checking its arrays, looking terms up, finding a passage in a list. Knows no scores and no
 * Python.
 */
#include <string.h>

#include "kernel.h"

static Fault fault(const char *array, const char *problem)
{
    Fault found = {array, problem};
    return found;
}

static int ascends(const int64_t *offsets, int64_t count, int64_t last)
{
    if (offsets[0] != 0 || offsets[count] != last)
        return 0;
    for (int64_t i = 0; i < count; i++)
        if (offsets[i] > offsets[i + 1])
            return 0;
    return 1;
}

/* A passage that came twice in a list would be counted twice, and could overflow its sum. */
static int list_ascends(const uint32_t *passages, int64_t length, int64_t size)
{
    int unordered = 0;
    if (length == 0)
        return 1;
    for (int64_t i = 1; i < length; i++) /* without a branch, so that it is vectorised */
        unordered |= passages[i - 1] >= passages[i];
    return !unordered && passages[length - 1] < size;
}

static uint8_t largest(const uint8_t *values, int64_t count)
{
    uint8_t most = 0;
    for (int64_t i = 0; i < count; i++)
        most = values[i] > most ? values[i] : most;
    return most;
}

static Fault column_fault(const Part *part)
{
    for (int64_t row = 0; row < part->column_count; row++) {
        int64_t term = part->column_terms[row];
        if (term < 0 || term >= part->term_count || (row > 0 && term <= part->column_terms[row - 1]))
            return fault("column_terms", "is not an ascending list of terms");
        if (part->column_matches[row] < 1 || part->column_matches[row] > part->size)
            return fault("column_matches", "counts more passages than there are, or none");
        if (largest(part->column_bounds + row * part->size, part->size) > part->maximum_bounds[term])
            return fault("column_bounds", "exceeds the largest bound of its term");
    }
    return fault(NULL, NULL);
}

Fault part_fault(const Part *part)
{
    if (!ascends(part->term_offsets, part->term_count, part->text_bytes))
        return fault("term_offsets", "does not divide the text");
    if (!ascends(part->offsets, part->term_count, part->posting_count))
        return fault("offsets", "does not divide the lists");
    for (int64_t term = 0; term < part->term_count; term++) {
        int64_t start = part->offsets[term], length = part->offsets[term + 1] - start;
        if (!list_ascends(part->passages + start, length, part->size))
            return fault("passages", "is not made of ascending lists of passages");
        if (largest(part->bounds + start, length) > part->maximum_bounds[term])
            return fault("bounds", "exceeds the largest bound of its term");
    }
    return column_fault(part);
}

/* CRC-32 as zlib computes it, by half-bytes: terms are short, and a table of sixteen is read at once. */
static uint32_t crc32_of(const uint8_t *bytes, size_t length)
{
    static const uint32_t table[16] = {
        0x00000000, 0x1db71064, 0x3b6e20c8, 0x26d930ac, 0x76dc4190, 0x6b6b51f4, 0x4db26158, 0x5005713c,
        0xedb88320, 0xf00f9344, 0xd6d6a3e8, 0xcb61b38c, 0x9b64c2b0, 0x86d3d2d4, 0xa00ae278, 0xbdbdf21c,
    };
    uint32_t crc = 0xffffffff;
    for (size_t i = 0; i < length; i++) {
        crc ^= bytes[i];
        crc = (crc >> 4) ^ table[crc & 15];
        crc = (crc >> 4) ^ table[crc & 15];
    }
    return ~crc;
}

/* The first term with this hash or a larger one. Hashes are spread evenly, so its place can be guessed; a guess is
 * widened until it holds the place, which costs a few reads close together instead of one for every halving. */
static int64_t first_of_hash(const Part *part, uint32_t hash)
{
    const uint32_t *hashes = part->term_hashes;
    int64_t low = (int64_t)(((uint64_t)hash * (uint64_t)part->term_count) >> 32), high = low, step = 16;
    while (low > 0 && hashes[low] >= hash) {
        high = low;
        low = low > step ? low - step : 0;
        step *= 2;
    }
    while (high < part->term_count && hashes[high] < hash) {
        low = high + 1;
        high = part->term_count - high > step ? high + step : part->term_count;
        step *= 2;
    }
    while (low < high) {
        int64_t middle = low + (high - low) / 2;
        if (hashes[middle] < hash)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

int64_t part_term(const Part *part, const char *text, size_t length)
{
    uint32_t hash = crc32_of((const uint8_t *)text, length);
    if (part->term_count == 0)
        return -1;
    for (int64_t term = first_of_hash(part, hash); term < part->term_count; term++) {
        int64_t start = part->term_offsets[term], bytes = part->term_offsets[term + 1] - start;
        if (part->term_hashes[term] != hash)
            return -1;
        if ((size_t)bytes == length && (length == 0 || memcmp(part->term_text + start, text, length) == 0))
            return term;
    }
    return -1;
}

static int64_t column_row(const Part *part, int64_t term)
{
    int64_t low = 0, high = part->column_count;
    while (low < high) {
        int64_t middle = low + (high - low) / 2;
        if (part->column_terms[middle] < term)
            low = middle + 1;
        else
            high = middle;
    }
    return low < part->column_count && part->column_terms[low] == term ? low : -1;
}

static const void *frequencies_from(Frequencies frequencies, int64_t place)
{
    return (const uint8_t *)frequencies.values + place * frequencies.width;
}

Postings part_postings(const Part *part, int64_t term)
{
    Postings postings = {part->passages, part->bounds, part->frequencies, 0, 0, 0};
    if (term < 0)
        return postings;
    int64_t row = column_row(part, term), start = part->offsets[term];
    /* Never 0, which is no bound that a passage with the term can have: a worth is divided by it. */
    postings.maximum_bound = part->maximum_bounds[term] ? part->maximum_bounds[term] : 1;
    if (row >= 0) {
        postings.passages = NULL;
        postings.bounds = part->column_bounds + row * part->size;
        postings.frequencies.values = frequencies_from(part->columns, row * part->size);
        postings.frequencies.width = part->columns.width;
        postings.length = part->size;
        postings.matches = part->column_matches[row];
    } else {
        postings.passages += start;
        postings.bounds += start;
        postings.frequencies.values = frequencies_from(part->frequencies, start);
        postings.length = postings.matches = part->offsets[term + 1] - start;
    }
    return postings;
}

int64_t postings_find(const Postings *postings, uint32_t passage)
{
    const uint32_t *base = postings->passages;
    int64_t left = postings->length;
    if (base == NULL)
        return frequency_at(postings->frequencies, passage) ? (int64_t)passage : -1;
    if (left == 0)
        return -1;
    while (left > 1) { /* without a branch that depends on what is read: it could not be predicted */
        int64_t half = left / 2;
        base += (base[half - 1] < passage) * half;
        left -= half;
    }
    return *base == passage ? base - postings->passages : -1;
}
