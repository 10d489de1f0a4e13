/* The best hits so far, as a heap with the worst of them on top: score descending, ties in corpus order. */
#include "kernel.h"

static int worse(Hit a, Hit b)
{
    return a.score < b.score || (a.score == b.score && a.passage > b.passage);
}

static void sink(Hit *hits, size_t count, size_t place)
{
    for (;;) {
        size_t child = 2 * place + 1;
        if (child >= count)
            return;
        if (child + 1 < count && worse(hits[child + 1], hits[child]))
            child++;
        if (!worse(hits[child], hits[place]))
            return;
        Hit moved = hits[place];
        hits[place] = hits[child];
        hits[child] = moved;
        place = child;
    }
}

static void rise(Hit *hits, size_t place)
{
    while (place > 0 && worse(hits[place], hits[(place - 1) / 2])) {
        Hit moved = hits[place];
        hits[place] = hits[(place - 1) / 2];
        hits[(place - 1) / 2] = moved;
        place = (place - 1) / 2;
    }
}

int best_offer(Best *best, Hit hit)
{
    if (best->count < best->capacity) {
        best->hits[best->count] = hit;
        rise(best->hits, best->count++);
        return 1;
    }
    if (!worse(best->hits[0], hit))
        return 0;
    best->hits[0] = hit;
    sink(best->hits, best->count, 0);
    return 1;
}

void best_sort(Best *best)
{
    for (size_t left = best->count; left > 1; left--) {
        Hit worst = best->hits[0];
        best->hits[0] = best->hits[left - 1];
        best->hits[left - 1] = worst;
        sink(best->hits, left - 1, 0);
    }
}
