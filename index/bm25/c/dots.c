/* Dot products of one vector with many, all of eight bits: exact, since no sum of so few products leaves 32 bits. */
#include "objects.h"

/* Longer vectors than this might overflow. */
enum { MOST_DIMENSIONS = 1 << 16 };

/* The plain loop, compiled for wider registers too where the loader can choose between the two. */
#if defined(__GNUC__) && !defined(__clang__) && defined(__x86_64__) && defined(__gnu_linux__) && defined(__GLIBC__)
__attribute__((target_clones("avx2", "default")))
#endif
static void multiply(const int8_t *rows, Py_ssize_t stride, Py_ssize_t count, const int8_t *vector, int dimensions,
                     int32_t *products)
{
    for (Py_ssize_t row = 0; row < count; row++) {
        const int8_t *other = rows + row * stride;
        int32_t sum = 0;
        for (int i = 0; i < dimensions; i++)
            sum += (int32_t)other[i] * (int32_t)vector[i];
        products[row] = sum;
    }
}

PyObject *dots(PyObject *Py_UNUSED(module), PyObject *arguments)
{
    Py_buffer rows, vector;
    Py_ssize_t first, stride;
    if (!PyArg_ParseTuple(arguments, "y*nny*", &rows, &first, &stride, &vector))
        return NULL;
    PyObject *found = NULL;
    if (first < 0 || stride < first + vector.len || vector.len < 1 || vector.len > MOST_DIMENSIONS ||
        rows.len % stride != 0) {
        PyErr_SetString(PyExc_ValueError, "the rows do not hold vectors of that length");
    } else {
        Py_ssize_t count = rows.len / stride;
        found = PyByteArray_FromStringAndSize(NULL, count * (Py_ssize_t)sizeof(int32_t));
        if (found != NULL) {
            int32_t *products = (int32_t *)(void *)PyByteArray_AsString(found);
            Py_BEGIN_ALLOW_THREADS
            multiply((const int8_t *)rows.buf + first, stride, count, vector.buf, (int)vector.len, products);
            Py_END_ALLOW_THREADS
        }
    }
    PyBuffer_Release(&rows);
    PyBuffer_Release(&vector);
    return found;
}
