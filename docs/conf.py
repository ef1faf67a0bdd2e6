"""How the documentation is built: prose in Markdown (MyST), the notebooks as they were executed, and a
page for every module from its docstrings (Google style, mathematics as in reStructuredText)."""

from __future__ import annotations

from pathlib import Path
from re import Match
from shutil import copyfile
from typing import TYPE_CHECKING, Any

from docutils.nodes import Node, system_message
from docutils.parsers.rst.states import Inliner

import darktmm

if TYPE_CHECKING:
    from docutils.nodes import Element, reference
    from sphinx.addnodes import pending_xref
    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment

project = "darktmm"
author = "The darktmm developers"
copyright = f"2026, {author}"
version = release = darktmm.__version__

extensions = [
    "myst_nb",
    "sphinx.ext.apidoc",
    "sphinx.ext.autodoc",
    "sphinx.ext.mathjax",
    "sphinx.ext.napoleon",
    "sphinx.ext.viewcode",
    "sphinx-mathjax-offline",
]
exclude_patterns = ["_build"]
html_theme = "furo"
html_title = f"darktmm {release}"
html_copy_source = False

# --- prose and notebooks ---------------------------------------------------------------------------

myst_enable_extensions = ["amsmath", "deflist", "dollarmath"]
myst_heading_anchors = 3
nb_execution_mode = "off"  # as committed; `make notebooks` executes them
nb_render_markdown_format = "myst"  # tables and formulas in what a cell displays

# --- API ---------------------------------------------------------------------------------------------

ROOMS = ("derive", "numeric", "papers", "report")

apidoc_modules = [
    {
        "path": "../darktmm",
        "destination": "api",
        "follow_links": True,  # the rooms are links to the folders at the top
        "separate_modules": True,
        "module_first": True,
        "automodule_options": {"members", "show-inheritance"},
    }
]
autodoc_default_options = {"ignore-module-all": True}  # a name is described where it is defined
autodoc_member_order = "bysource"
autodoc_typehints = "signature"
autodoc_type_aliases = {  # by name, not spelled out
    "ArrayLike": "numpy.typing.ArrayLike",
    **{
        name: f"darktmm.numeric.arrays.{name}"
        for name in ("BoolArray", "ComplexArray", "FloatArray", "IntArray", "Numbers")
    },
}
python_use_unqualified_type_names = True
add_module_names = False
autodoc_preserve_defaults = True
napoleon_use_ivar = True
default_role = "py:obj"  # `name` in a docstring is a link where there is such an object
suppress_warnings = ["ref.python"]  # attributes of many classes share a name: mass, source, year


def in_a_room(
    app: Sphinx, env: BuildEnvironment, node: pending_xref, content: Element
) -> reference | None:
    """Docstrings say `derive.conventions`; installed, that is `darktmm.derive.conventions`."""
    target: str = node.get("reftarget", "")
    if node.get("refdomain") != "py" or target.split(".", maxsplit=1)[0] not in ROOMS:
        return None
    python: Any = env.domains.python_domain
    found: reference | None = python.resolve_xref(
        env, node["refdoc"], app.builder, node["reftype"], f"darktmm.{target}", node, content
    )
    return found


def bar(
    inliner: Inliner, match: Match[str], line: int
) -> tuple[str, list[Node], str, list[system_message]]:
    """|F| in a docstring is a modulus, no substitution."""
    end = match.end("start")
    return match.string[:end], [], match.string[end:], []


def setup(app: Sphinx) -> None:
    """Called by Sphinx, before it looks for documents."""
    told = Path(app.srcdir) / "notebooks"
    told.mkdir(exist_ok=True)
    for notebook in (Path(app.srcdir).parent / "notebooks").glob("*.ipynb"):
        copyfile(notebook, told / notebook.name)
    Inliner.dispatch["|"] = bar
    app.connect("missing-reference", in_a_room)
