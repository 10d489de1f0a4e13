/* Ranking, to Python: parts searched as one. Many threads may do so at once: a search holds no GIL, writes on scratch
 * memory of its own, and changes nothing else.
 */
#include "objects.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* Where the passages of one part stand among all: at `first` and on, or, from there, where `numbers` says; those that
 * it gives -1 are left out. */
typedef struct {
    int64_t first;
    const int64_t *numbers;
    Py_buffer buffer;
} Places;

typedef struct {
    PyObject_HEAD
    PyObject *parts; /* a tuple that keeps the members alive */
    PartObject **members;
    Places *places; /* of each part's passages */
    size_t part_count;
    int64_t corpus_size;
    double k1, b, delta, average_length, bound_unit;
} RankingObject;

/* One call of `top`: the query as the kernel takes it, in one piece of memory. */
typedef struct {
    Query query;
    Word *words;
    double *idfs;
    int64_t *numbers; /* of each distinct term, its number in every part */
    int64_t *by_part; /* of each part, the number of every distinct term */
    Scratch **scratch;
    Best best;
    void *memory;
} Call;

/* Read where a part's passages stand: a first number, and None or as many int64 as it has passages. */
static int read_places(Places *places, PyObject *given, int64_t size)
{
    PyObject *numbers;
    long long first;
    if (!PyTuple_Check(given) || !PyArg_ParseTuple(given, "LO:places", &first, &numbers)) {
        if (!PyErr_Occurred())
            PyErr_SetString(PyExc_TypeError, "places are a number and an array, or None, for each part");
        return -1;
    }
    places->first = first;
    if (numbers == Py_None)
        return 0;
    if (PyObject_GetBuffer(numbers, &places->buffer, PyBUF_C_CONTIGUOUS | PyBUF_FORMAT) < 0)
        return -1;
    places->numbers = places->buffer.buf;
    if (places->buffer.itemsize == sizeof(int64_t) && places->buffer.format != NULL
        && strchr("lq", places->buffer.format[0]) != NULL && places->buffer.len == size * (Py_ssize_t)sizeof(int64_t))
        return 0;
    PyErr_SetString(PyExc_TypeError, "places must be as many int64 as the part has passages");
    return -1;
}

static PyObject *ranking_new(PyTypeObject *type, PyObject *arguments, PyObject *keywords)
{
    static char *names[] = {"parts", "places", "k1", "b", "delta", "average_length", "bound_unit", NULL};
    const ModuleState *state = PyType_GetModuleState(type);
    PyObject *parts, *places;
    double k1, b, delta, average_length, bound_unit;
    if (state == NULL || !PyArg_ParseTupleAndKeywords(arguments, keywords, "O!O!ddddd:Ranking", names, &PyTuple_Type,
                                                      &parts, &PyTuple_Type, &places, &k1, &b, &delta, &average_length,
                                                      &bound_unit))
        return NULL;
    if (PyTuple_Size(places) != PyTuple_Size(parts)) {
        PyErr_SetString(PyExc_TypeError, "places are a number and an array, or None, for each part");
        return NULL;
    }
    for (Py_ssize_t i = 0; i < PyTuple_Size(parts); i++)
        if (Py_TYPE(PyTuple_GetItem(parts, i)) != state->part_type) {
            PyErr_SetString(PyExc_TypeError, "parts must be Parts");
            return NULL;
        }
    allocfunc allocate = (allocfunc)PyType_GetSlot(type, Py_tp_alloc);
    RankingObject *self = (RankingObject *)allocate(type, 0);
    if (self == NULL)
        return NULL;
    self->k1 = k1, self->b = b, self->delta = delta, self->average_length = average_length, self->bound_unit = bound_unit;
    self->parts = Py_NewRef(parts);
    self->part_count = (size_t)PyTuple_Size(parts);
    self->members = malloc(self->part_count * sizeof(PartObject *) + 1);
    self->places = calloc(self->part_count + 1, sizeof(Places));
    if (self->members == NULL || self->places == NULL) {
        Py_DECREF(self);
        return PyErr_NoMemory();
    }
    for (size_t i = 0; i < self->part_count; i++) {
        self->members[i] = (PartObject *)PyTuple_GetItem(parts, (Py_ssize_t)i);
        self->corpus_size += self->members[i]->part.size;
        if (read_places(&self->places[i], PyTuple_GetItem(places, (Py_ssize_t)i), self->members[i]->part.size) < 0) {
            Py_DECREF(self);
            return NULL;
        }
    }
    return (PyObject *)self;
}

static void ranking_dealloc(PyObject *object)
{
    RankingObject *self = (RankingObject *)object;
    PyTypeObject *type = Py_TYPE(object);
    for (size_t i = 0; self->places != NULL && i < self->part_count; i++)
        if (self->places[i].numbers != NULL)
            PyBuffer_Release(&self->places[i].buffer);
    free(self->places);
    free(self->members);
    Py_XDECREF(self->parts);
    freefunc release = (freefunc)PyType_GetSlot(type, Py_tp_free);
    release(object);
    Py_DECREF(type);
}

static int call_allocate(Call *call, const RankingObject *self, size_t words, size_t wanted)
{
    size_t parts = self->part_count;
    size_t bytes = words * (sizeof(Word) + sizeof(double) + 2 * parts * sizeof(int64_t)) + parts * sizeof(Scratch *)
                   + wanted * sizeof(Hit);
    call->memory = malloc(bytes + 1);
    if (call->memory == NULL)
        return -1;
    call->best.hits = call->memory;
    call->best.count = 0;
    call->best.capacity = wanted;
    call->words = (Word *)(call->best.hits + wanted);
    call->idfs = (double *)(call->words + words);
    call->numbers = (int64_t *)(call->idfs + words);
    call->by_part = call->numbers + words * parts;
    call->scratch = (Scratch **)(call->by_part + words * parts);
    call->query = (Query){self->k1, self->b, self->delta, self->average_length, self->bound_unit,
                          call->words, 0, call->idfs, 0};
    return 0;
}

/* Look a word up in every part; return how many passages hold it, or -1 with an exception set. */
static int64_t look_up(const RankingObject *self, PyObject *word, int64_t *numbers)
{
    PyObject *encoded = NULL;
    int64_t matches = 0;
    Py_ssize_t length;
    const char *text = PyUnicode_AsUTF8AndSize(word, &length);
    if (text == NULL) { /* lone surrogates, which the vocabulary keeps as they are */
        PyErr_Clear();
        encoded = PyUnicode_AsEncodedString(word, "utf-8", "surrogatepass");
        if (encoded == NULL)
            return -1;
        text = PyBytes_AsString(encoded);
        length = PyBytes_Size(encoded);
    }
    for (size_t i = 0; i < self->part_count; i++) {
        const Part *part = &self->members[i]->part;
        numbers[i] = part_term(part, text, (size_t)length);
        matches += part_postings(part, numbers[i]).matches;
    }
    Py_XDECREF(encoded);
    return matches;
}

/* Add a word to the query unless no passage holds it. Two words are the same term if they have the same numbers. The
 * rarity is given where passages are left out, 0 where all that hold the word are; else it is -1. */
static int add_word(Call *call, const RankingObject *self, PyObject *word, double weight, double rarity)
{
    Query *query = &call->query;
    size_t row_bytes = self->part_count * sizeof(int64_t), place = 0;
    int64_t *numbers = call->numbers + query->term_count * self->part_count;
    int64_t matches = look_up(self, word, numbers);
    if (matches <= 0 || rarity == 0)
        return matches < 0 ? -1 : 0;
    while (memcmp(call->numbers + place * self->part_count, numbers, row_bytes) != 0)
        place++; /* stops at this word itself at the latest */
    if (place == query->term_count) {
        call->idfs[place] = rarity > 0 ? rarity : log((double)(self->corpus_size + 1) / (double)matches);
        query->term_count++;
    }
    call->words[query->word_count++] = (Word){(int32_t)place, weight};
    return 0;
}

/* Read a number of a word, the usual one where none are given; -1 with an exception set. May run Python code: a number
 * is whatever has a __float__. */
static double number_at(PyObject *weights, Py_ssize_t index, double usual)
{
    if (weights == NULL)
        return usual;
    PyObject *item = PySequence_GetItem(weights, index);
    double weight = item == NULL ? -1 : PyFloat_AsDouble(item);
    Py_XDECREF(item);
    return weight;
}

/* Read words and weights; 1 if all is well, 0 for what is left to the other kernel, -1 with an exception set. */
static int call_read(Call *call, const RankingObject *self, PyObject *words, PyObject *weights, PyObject *rarities,
                     Py_ssize_t count)
{
    for (Py_ssize_t i = 0; i < count; i++) {
        double weight = number_at(weights, i, 1), rarity = number_at(rarities, i, -1);
        if (PyErr_Occurred())
            return -1;
        if (!isfinite(weight) || weight < 0)
            return 0;
        PyObject *word = PySequence_GetItem(words, i);
        if (word == NULL)
            return -1;
        int known = PyUnicode_Check(word), failed = known && add_word(call, self, word, weight, rarity) < 0;
        Py_DECREF(word);
        if (failed || !known)
            return failed ? -1 : 0;
    }
    for (size_t i = 0; i < self->part_count; i++)
        for (size_t term = 0; term < call->query.term_count; term++)
            call->by_part[i * call->query.term_count + term] = call->numbers[term * self->part_count + i];
    return 1;
}

/* Search part after part without the GIL; returns -1 without memory. */
static int call_search(Call *call, const RankingObject *self)
{
    size_t ready = 0;
    int failed;
    while (ready < self->part_count && (call->scratch[ready] = take_scratch(self->members[ready])) != NULL)
        ready++;
    failed = ready < self->part_count;
    Py_BEGIN_ALLOW_THREADS
    for (size_t i = 0; i < self->part_count && !failed; i++) {
        const Part *part = &self->members[i]->part;
        const Places *places = &self->places[i];
        const int64_t *terms = call->by_part + i * call->query.term_count;
        failed = search_part(part, places->first, places->numbers, &call->query, terms, call->scratch[i], &call->best)
                 < 0;
    }
    best_sort(&call->best);
    Py_END_ALLOW_THREADS
    while (ready > 0) {
        ready--;
        give_scratch(self->members[ready], call->scratch[ready]);
    }
    return failed ? -1 : 0;
}

/* All passages as int64, then all scores as float64. */
static PyObject *packed(const Best *best)
{
    PyObject *result = PyByteArray_FromStringAndSize(NULL, (Py_ssize_t)(best->count * 16));
    if (result == NULL)
        return NULL;
    char *passages = PyByteArray_AsString(result), *scores = passages + best->count * 8;
    for (size_t i = 0; i < best->count; i++) {
        memcpy(passages + i * 8, &best->hits[i].passage, 8);
        memcpy(scores + i * 8, &best->hits[i].score, 8);
    }
    return result;
}

static PyObject *call_run(const RankingObject *self, PyObject *words, PyObject *weights, PyObject *rarities,
                          size_t wanted)
{
    Call call;
    PyObject *result = NULL;
    Py_ssize_t count = PySequence_Size(words); /* read once: a weight's own code could lengthen the query */
    if (call_allocate(&call, self, (size_t)count, wanted) < 0)
        return PyErr_NoMemory();
    int known = call_read(&call, self, words, weights, rarities, count);
    if (known == 0)
        result = Py_NewRef(Py_None);
    else if (known > 0 && call.query.term_count > 0 && call_search(&call, self) < 0)
        PyErr_NoMemory();
    else if (known > 0)
        result = packed(&call.best);
    free(call.memory);
    return result;
}

/* Return a sequence as a fast one, NULL for None or, with an exception set, where it is none. */
static PyObject *numbers_of(PyObject *given, const char *problem)
{
    return given == Py_None ? NULL : PySequence_Fast(given, problem);
}

static PyObject *ranking_top(PyObject *object, PyObject *const *arguments, Py_ssize_t count)
{
    RankingObject *self = (RankingObject *)object;
    if (count != 4) {
        PyErr_SetString(PyExc_TypeError, "top takes a query, k, weights and rarities");
        return NULL;
    }
    Py_ssize_t wanted = PyNumber_AsSsize_t(arguments[1], NULL);
    if (wanted == -1 && PyErr_Occurred())
        return NULL;
    wanted = wanted < 0 ? 0 : wanted > self->corpus_size ? (Py_ssize_t)self->corpus_size : wanted;
    PyObject *result = NULL, *weights = NULL, *rarities = NULL;
    PyObject *words = PySequence_Fast(arguments[0], "a query is a sequence of terms");
    if (words != NULL)
        weights = numbers_of(arguments[2], "weights are a sequence of numbers");
    if (words != NULL && !PyErr_Occurred())
        rarities = numbers_of(arguments[3], "rarities are a sequence of numbers");
    if (words == NULL || PyErr_Occurred())
        result = NULL;
    else if (PySequence_Size(words) > MOST_TERMS || wanted == 0
             || (weights != NULL && PySequence_Size(weights) != PySequence_Size(words))
             || (rarities != NULL && PySequence_Size(rarities) != PySequence_Size(words)))
        result = Py_NewRef(Py_None);
    else
        result = call_run(self, words, weights, rarities, (size_t)wanted);
    Py_XDECREF(words);
    Py_XDECREF(weights);
    Py_XDECREF(rarities);
    return result;
}

/* Write how often a term, given by its number in each part, stands in each passage; 0 for a passage outside. */
static int count_term(const RankingObject *self, const int64_t *numbers, const int64_t *passages, size_t count,
                      int64_t *frequencies)
{
    for (size_t i = 0; i < count; i++) {
        int64_t first = 0, place = -1;
        size_t part = 0;
        if (passages[i] < 0 || passages[i] >= self->corpus_size)
            return 0;
        while (passages[i] - first >= self->members[part]->part.size)
            first += self->members[part++]->part.size;
        Postings postings = part_postings(&self->members[part]->part, numbers[part]);
        if (postings.length > 0)
            place = postings_find(&postings, (uint32_t)(passages[i] - first));
        frequencies[i] = place < 0 ? 0 : frequency_at(postings.frequencies, place);
    }
    return 1;
}

static PyObject *ranking_frequencies(PyObject *object, PyObject *const *arguments, Py_ssize_t count)
{
    const RankingObject *self = (const RankingObject *)object;
    Py_buffer passages;
    if (count != 2 || !PyUnicode_Check(arguments[0])) {
        PyErr_SetString(PyExc_TypeError, "frequencies takes a str and passages");
        return NULL;
    }
    if (PyObject_GetBuffer(arguments[1], &passages, PyBUF_C_CONTIGUOUS | PyBUF_FORMAT) < 0)
        return NULL;
    PyObject *result = NULL;
    int64_t *numbers = malloc(self->part_count * sizeof *numbers + 1);
    if (passages.itemsize != sizeof(int64_t) || passages.format == NULL || strchr("lq", passages.format[0]) == NULL)
        PyErr_SetString(PyExc_TypeError, "passages must be int64");
    else if (numbers == NULL)
        PyErr_NoMemory();
    else if (look_up(self, arguments[0], numbers) >= 0)
        result = PyByteArray_FromStringAndSize(NULL, passages.len);
    if (result != NULL
        && !count_term(self, numbers, passages.buf, (size_t)(passages.len / passages.itemsize),
                       (int64_t *)PyByteArray_AsString(result))) {
        PyErr_SetString(PyExc_IndexError, "a passage does not exist");
        Py_CLEAR(result);
    }
    free(numbers);
    PyBuffer_Release(&passages);
    return result;
}

static PyMethodDef ranking_methods[] = {
    {"top", (PyCFunction)(void (*)(void))ranking_top, METH_FASTCALL,
     "top(query, k, weights, rarities): the k best passages as int64, then their scores as float64, in one "
     "bytearray.\n\n"
     "None for what the other kernel has to do: weights that are negative, not finite or not one for each term, too "
     "many terms, and terms that are no str."},
    {"frequencies", (PyCFunction)(void (*)(void))ranking_frequencies, METH_FASTCALL,
     "frequencies(term, passages): how often a term stands in each of some passages, both as int64."},
    {NULL, NULL, 0, NULL},
};

static PyType_Slot ranking_slots[] = {
    {Py_tp_doc, "Parts searched as one."},
    {Py_tp_new, ranking_new},
    {Py_tp_dealloc, ranking_dealloc},
    {Py_tp_methods, ranking_methods},
    {0, NULL},
};

PyType_Spec ranking_spec = {"index.bm25._kernel.Ranking", sizeof(RankingObject), 0, Py_TPFLAGS_DEFAULT,
                                   ranking_slots};
