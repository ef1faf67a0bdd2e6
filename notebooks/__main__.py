"""Executes the notebooks and writes what came out beside their texts; with --compare, compares instead.

    $ python -m notebooks                     # after a change in a text: writes notebooks/*.ipynb
    $ python -m notebooks --compare FOLDER    # what was executed there prints what is written here

What is written depends on nothing but the text: cells are numbered, no times and no versions are kept.
Pictures are compared by being there, words and formulas to the letter.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from pathlib import Path

import jupytext
import nbformat
from nbclient import NotebookClient
from nbformat import NotebookNode

HERE = Path(__file__).resolve().parent
TEXTS = tuple(sorted(path for path in HERE.glob("*.py") if not path.name.startswith("_")))

TIMEOUT = 600
"""Seconds for one cell."""

VARIES = "varies"
"""Tag of a cell whose output is not compared: the path of an optimiser, or rounding, are the processor's."""

KINDS = ("text/latex", "text/markdown", "text/plain")
"""What is compared of an output, the first that there is; a picture depends on the fonts of the machine."""


def read(text: Path) -> NotebookNode:
    """A notebook without outputs, its cells numbered."""
    notebook = jupytext.read(text)
    notebook.metadata = {"kernelspec": notebook.metadata["kernelspec"]}
    notebook.nbformat, notebook.nbformat_minor = 4, 5
    for k, cell in enumerate(notebook.cells):
        cell.id = f"cell-{k}"
    return notebook


def executed(text: Path) -> NotebookNode:
    """The same with outputs.

    Raises:
        CellExecutionError: a cell fails, or an assertion in it.
    """
    notebook = read(text)
    client = NotebookClient(
        notebook,
        timeout=TIMEOUT,
        record_timing=False,
        store_widget_state=False,
        resources={"metadata": {"path": str(HERE)}},
    )
    client.execute()
    notebook.metadata.pop("language_info", None)
    for cell in notebook.cells:
        if cell.cell_type == "code":
            cell.outputs = joined(cell.outputs)
    return notebook


def joined(found: list[NotebookNode]) -> list[NotebookNode]:
    """What was printed without something shown in between is one output, however it arrived."""
    whole: list[NotebookNode] = []
    for output in found:
        stream = output.output_type == "stream"
        if stream and whole and whole[-1].get("name") == output.name:
            whole[-1].text += output.text
        else:
            whole.append(output)
    return whole


def outputs(notebook: NotebookNode) -> Iterator[tuple[str, str]]:
    """Id of a cell, and what it shows that has words."""
    for cell in notebook.cells:
        if VARIES in cell.metadata.get("tags", ()):
            continue
        said = ""
        for output in cell.get("outputs", ()):
            data = output.get("data", {})
            said += output.get("text", "")
            if "image/png" not in data:
                said += next((data[kind] for kind in KINDS if kind in data), "")
        yield cell.id, said


def differences(written: NotebookNode, found: NotebookNode) -> list[str]:
    """Cells whose source or output is another one."""
    if [c.source for c in written.cells] != [c.source for c in found.cells]:
        return ["the text is another one"]
    pairs = zip(outputs(written), outputs(found), strict=True)
    return [f"{cell}: {old!r} became {new!r}" for (cell, old), (_, new) in pairs if old != new]


def main() -> int:
    """0 if all is as it should be."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--compare", type=Path, metavar="FOLDER")
    arguments.add_argument("texts", nargs="*", type=Path, default=TEXTS)
    given = arguments.parse_args()
    wrong = 0
    for text in given.texts:
        written = text.with_suffix(".ipynb")
        if given.compare is None:
            print(f"{text.name} ...", flush=True)
            nbformat.write(executed(text), written)
            continue
        found = nbformat.read(given.compare / written.name, as_version=4)
        for line in differences(nbformat.read(written, as_version=4), found):
            wrong += 1
            print(f"{written.name}, {line}")
    return int(wrong > 0)


if __name__ == "__main__":
    raise SystemExit(main())
