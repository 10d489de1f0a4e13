/* The module index.bm25._kernel: its two types and a function. */
#include "objects.h"

static int module_exec(PyObject *module)
{
    ModuleState *state = PyModule_GetState(module);
    if (PyModule_AddIntConstant(module, "INTERFACE", 3) < 0)
        return -1;
    state->part_type = (PyTypeObject *)PyType_FromModuleAndSpec(module, &part_spec, NULL);
    if (state->part_type == NULL || PyModule_AddType(module, state->part_type) < 0)
        return -1;
    state->ranking_type = (PyTypeObject *)PyType_FromModuleAndSpec(module, &ranking_spec, NULL);
    if (state->ranking_type == NULL)
        return -1;
    return PyModule_AddType(module, state->ranking_type);
}

static int module_traverse(PyObject *module, visitproc visit, void *arg)
{
    const ModuleState *state = PyModule_GetState(module);
    Py_VISIT(state->part_type);
    Py_VISIT(state->ranking_type);
    return 0;
}

static int module_clear(PyObject *module)
{
    ModuleState *state = PyModule_GetState(module);
    Py_CLEAR(state->part_type);
    Py_CLEAR(state->ranking_type);
    return 0;
}

static PyModuleDef_Slot module_slots[] = {
    {Py_mod_exec, module_exec},
    {0, NULL},
};

static PyMethodDef module_methods[] = {
    {"dots", dots, METH_VARARGS, "Dot products of a vector of int8 with each row of a table."},
    {NULL, NULL, 0, NULL},
};

static PyModuleDef module_definition = {
    .m_base = PyModuleDef_HEAD_INIT,
    .m_name = "_kernel",
    .m_doc = "Exact top-k search over BM25 postings.",
    .m_size = sizeof(ModuleState),
    .m_methods = module_methods,
    .m_slots = module_slots,
    .m_traverse = module_traverse,
    .m_clear = module_clear,
};

PyMODINIT_FUNC PyInit__kernel(void)
{
    return PyModuleDef_Init(&module_definition);
}
