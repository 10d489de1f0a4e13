"""Builds the optional C kernel; everything else about the package stands in pyproject.toml."""

from setuptools import Extension, setup

KERNEL = Extension(
    "index.bm25._kernel",
    sources=[
        f"index/bm25/c/{name}.c"
        for name in ("module", "part_object", "ranking_object", "part", "search", "best", "dots")
    ],
    depends=["index/bm25/c/kernel.h", "index/bm25/c/objects.h"],
    # Contracted into fused operations, scores would differ from rank_bm25's in their last bits.
    extra_compile_args=["-std=c99", "-O3", "-ffp-contract=off", "-fvisibility=hidden"],
    # Without a compiler the install goes on, and numpy does the same, slower.
    optional=True,
    # One wheel for every Python from 3.11 on.
    py_limited_api=True,
)

setup(ext_modules=[KERNEL], options={"bdist_wheel": {"py_limited_api": "cp311"}})
