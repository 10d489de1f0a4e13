/* Part, to Python: the arrays of one part of a corpus, held through the buffer protocol and checked once.
 */
#include "objects.h"

#include <stdlib.h>
#include <string.h>

/* In the order of `read_arrays`; kinds are the codes of the struct module for what numpy may call such an array. */
static const struct {
    const char *name;
    const char *kinds;
    int item_bytes; /* 0: 1, 2 or 4 */
} ARRAYS[ARRAY_COUNT] = {
    {"term_hashes", "IL", 4}, {"term_offsets", "lq", 8}, {"term_text", "B", 1},      {"lengths", "IL", 4},
    {"offsets", "lq", 8},     {"passages", "IL", 4},     {"frequencies", "BHIL", 0}, {"bounds", "B", 1},
    {"maximum_bounds", "B", 1}, {"column_terms", "lq", 8}, {"column_matches", "lq", 8}, {"columns", "BHIL", 0},
    {"column_bounds", "B", 1},
};

static void free_scratch(Scratch *scratch)
{
    if (scratch != NULL) {
        free(scratch->sums);
        free(scratch->found);
        free(scratch);
    }
}

/* Sums are all 0 between searches, so idle scratch is ready for use. */
Scratch *take_scratch(PartObject *self)
{
    Scratch *scratch = self->idle;
    if (scratch != NULL) {
        self->idle = scratch->next;
        return scratch;
    }
    scratch = calloc(1, sizeof *scratch);
    if (scratch == NULL)
        return NULL;
    scratch->sums = calloc((size_t)self->part.size + 1, sizeof *scratch->sums);
    scratch->found = malloc(((size_t)self->part.size + 1) * sizeof *scratch->found);
    if (scratch->sums != NULL && scratch->found != NULL)
        return scratch;
    free_scratch(scratch);
    return NULL;
}

void give_scratch(PartObject *self, Scratch *scratch)
{
    scratch->next = self->idle;
    self->idle = scratch;
}

static void part_dealloc(PyObject *object)
{
    PartObject *self = (PartObject *)object;
    PyTypeObject *type = Py_TYPE(object);
    while (self->idle != NULL) {
        Scratch *scratch = self->idle;
        self->idle = scratch->next;
        free_scratch(scratch);
    }
    for (int i = 0; i < self->buffer_count; i++)
        PyBuffer_Release(&self->buffers[i]);
    freefunc release = (freefunc)PyType_GetSlot(type, Py_tp_free);
    release(object);
    Py_DECREF(type);
}

static int refuse(const char *array, const char *problem)
{
    PyObject *arguments = Py_BuildValue("(ss)", array, problem);
    if (arguments != NULL) {
        PyErr_SetObject(PyExc_ValueError, arguments);
        Py_DECREF(arguments);
    }
    return -1;
}

static int take_buffer(PartObject *self, PyObject *arrays, int index)
{
    static const uint64_t nothing = 0; /* what an empty array points to: never NULL, which means a column */
    const char *name = ARRAYS[index].name;
    PyObject *array = PyDict_GetItemString(arrays, name);
    Py_buffer *buffer = &self->buffers[index];
    if (array == NULL)
        return refuse(name, "is missing");
    if (PyObject_GetBuffer(array, buffer, PyBUF_C_CONTIGUOUS | PyBUF_FORMAT) < 0)
        return -1;
    self->buffer_count++;
    const char *format = buffer->format == NULL ? "B" : buffer->format;
    Py_ssize_t item = buffer->itemsize, wanted = ARRAYS[index].item_bytes;
    if (strlen(format) != 1 || strchr(ARRAYS[index].kinds, format[0]) == NULL)
        return refuse(name, "has another type");
    if (wanted != 0 ? item != wanted : item != 1 && item != 2 && item != 4)
        return refuse(name, "has another width");
    if (buffer->len == 0)
        buffer->buf = (void *)&nothing;
    if ((uintptr_t)buffer->buf % (size_t)item != 0)
        return refuse(name, "is not aligned");
    return 0;
}

static int64_t item_count(const PartObject *self, int index)
{
    return self->buffers[index].len / self->buffers[index].itemsize;
}

static void read_arrays(PartObject *self)
{
    const Py_buffer *buffers = self->buffers;
    Part *part = &self->part;
    part->term_hashes = buffers[0].buf;
    part->term_offsets = buffers[1].buf;
    part->term_text = buffers[2].buf;
    part->lengths = buffers[3].buf;
    part->offsets = buffers[4].buf;
    part->passages = buffers[5].buf;
    part->frequencies = (Frequencies){buffers[6].buf, (int)buffers[6].itemsize};
    part->bounds = buffers[7].buf;
    part->maximum_bounds = buffers[8].buf;
    part->column_terms = buffers[9].buf;
    part->column_matches = buffers[10].buf;
    part->columns = (Frequencies){buffers[11].buf, (int)buffers[11].itemsize};
    part->column_bounds = buffers[12].buf;
    part->term_count = item_count(self, 0);
    part->text_bytes = item_count(self, 2);
    part->size = item_count(self, 3);
    part->posting_count = item_count(self, 5);
    part->column_count = item_count(self, 9);
}

/* Hold the arrays' lengths against each other; only then may part_fault read what stands in them. */
static int check_lengths(const PartObject *self)
{
    const Part *part = &self->part;
    const int64_t cells = part->column_count * part->size;
    const int64_t expected[ARRAY_COUNT] = {
        part->term_count,    part->term_count + 1, part->text_bytes, part->size,
        part->term_count + 1, part->posting_count, part->posting_count, part->posting_count,
        part->term_count,    part->column_count,   part->column_count, cells,
        cells,
    };
    if (part->size < 1 || part->size > INT32_MAX || part->term_count > INT32_MAX)
        return refuse("lengths", "counts no passages, or more than the kernel can number");
    if (part->column_count > part->term_count)
        return refuse("column_terms", "has more columns than there are terms");
    for (int i = 0; i < ARRAY_COUNT; i++)
        if (item_count(self, i) != expected[i])
            return refuse(ARRAYS[i].name, "does not have the length that the others ask for");
    return 0;
}

static int fill_part(PartObject *self, PyObject *arrays)
{
    Fault fault;
    for (int i = 0; i < ARRAY_COUNT; i++)
        if (take_buffer(self, arrays, i) < 0)
            return -1;
    read_arrays(self);
    if (check_lengths(self) < 0)
        return -1;
    Py_BEGIN_ALLOW_THREADS
    fault = part_fault(&self->part);
    Py_END_ALLOW_THREADS
    return fault.array == NULL ? 0 : refuse(fault.array, fault.problem);
}

static PyObject *part_new(PyTypeObject *type, PyObject *arguments, PyObject *keywords)
{
    PyObject *arrays;
    double average_length;
    static char *names[] = {"arrays", "average_length", NULL};
    if (!PyArg_ParseTupleAndKeywords(arguments, keywords, "O!d:Part", names, &PyDict_Type, &arrays, &average_length))
        return NULL;
    if (!(average_length > 0)) {
        PyErr_SetString(PyExc_ValueError, "average_length must be above 0");
        return NULL;
    }
    allocfunc allocate = (allocfunc)PyType_GetSlot(type, Py_tp_alloc);
    PartObject *self = (PartObject *)allocate(type, 0);
    if (self == NULL)
        return NULL;
    self->part.average_length = average_length;
    if (fill_part(self, arrays) == 0)
        return (PyObject *)self;
    Py_DECREF(self);
    return NULL;
}

static PyType_Slot part_slots[] = {
    {Py_tp_doc, "The arrays of one part, by name, and its average length; a ValueError names the array at fault."},
    {Py_tp_new, part_new},
    {Py_tp_dealloc, part_dealloc},
    {0, NULL},
};

PyType_Spec part_spec = {"index.bm25._kernel.Part", sizeof(PartObject), 0, Py_TPFLAGS_DEFAULT, part_slots};
