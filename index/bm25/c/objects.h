/* What the four C files with a Python face share. They keep to the stable ABI, so that one wheel serves every Python
 * from 3.11 on.
 */
#ifndef CAVEAT_OBJECTS_H
#define CAVEAT_OBJECTS_H

#define Py_LIMITED_API 0x030B0000
#define PY_SSIZE_T_CLEAN
#include <Python.h>

#include "kernel.h"

enum { ARRAY_COUNT = 13 };

/* Immutable once made, but for its idle scratch memory. */
typedef struct {
    PyObject_HEAD
    Part part;
    Py_buffer buffers[ARRAY_COUNT];
    int buffer_count;
    Scratch *idle; /* as much as was ever in use at once */
} PartObject;

/* Scratch memory for one search; both are called under the GIL. Returns NULL without memory. */
Scratch *take_scratch(PartObject *self);
void give_scratch(PartObject *self, Scratch *scratch);

typedef struct {
    PyTypeObject *part_type;
    PyTypeObject *ranking_type;
} ModuleState;

/* Of one vector with every row of a table: dots(rows, first byte of a row's vector, bytes of a row, vector). */
PyObject *dots(PyObject *module, PyObject *arguments);

extern PyType_Spec part_spec;
extern PyType_Spec ranking_spec;

#endif
