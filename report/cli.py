"""The command line. Everything that takes time to import is imported by the command that needs it."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Annotated, Any, Optional

import typer

app = typer.Typer(
    add_completion=False,
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    help="From a Lagrangian with Majorana fields to a transition moment, each step derived and judged.",
)

ResultName = Annotated[Optional[str], typer.Option("--result", help="One result only.")]
JsonFile = Annotated[Optional[Path], typer.Option("--json", help="Also write JSON to this file.")]
MuEGamma = Annotated[
    Optional[str],
    typer.Option(
        "--mu-e-gamma", help="Limit on mu -> e gamma: a year or an entry; default: newest."
    ),
]
Window = Annotated[
    str, typer.Option("--borexino-window", help="Recoil window of Borexino: published or paper.")
]
PointFile = Annotated[
    Optional[Path],
    typer.Option("--point", help="Point for the ratios; default: the reference point."),
]


def _console() -> Any:
    from rich.console import Console

    return Console(width=None, highlight=False, soft_wrap=False)


def _fail(message: str, code: int = 2) -> typer.Exit:
    typer.echo(f"error: {message}", err=True)
    return typer.Exit(code)


def _write(path: Path, write: Callable[[Path], None]) -> None:
    try:
        write(path)
    except OSError as error:
        raise _fail(f"{path}: cannot be written: {error.strerror}") from error


def _names(result: str | None) -> list[str]:
    from darktmm.derive.models.dark.chain import CHAIN

    if result is None:
        return list(CHAIN)
    if result not in CHAIN:
        raise _fail(f"--result {result}: not one of {', '.join(CHAIN)}")
    return [result]


@app.command()
def derive(result: ResultName = None) -> None:
    """Run the derivation and print it step by step."""
    names = _names(result)
    from darktmm.report.derivation import show_lagrangian, show_result

    console = _console()
    if result is None:
        show_lagrangian(console)
    for name in names:
        with console.status(f"deriving {name}"):
            rendered = show_result(name, console.width)
        console.print(rendered)


@app.command()
def latex(result: ResultName = None) -> None:
    """Print the derived equations as LaTeX: a document, or one result for an \\input."""
    from darktmm.report.latex import document, results

    typer.echo(document(_names(None)) if result is None else results(_names(result)))


@app.command()
def verify(
    row: Annotated[Optional[list[str]], typer.Option("--id", help="Row(s) of the ledger.")] = None,
    json_file: JsonFile = None,
    point: PointFile = None,
    paper_name: Annotated[
        str, typer.Option("--paper", help="Whose statements: a folder of papers/.")
    ] = "arxiv_2603_25704",
    mutations: Annotated[
        bool,
        typer.Option(
            "--mutations", help="Change printed sides and theory, and show what moves instead."
        ),
    ] = False,
) -> None:
    """Compute every verdict of a paper's ledger and compare it with the record."""
    from darktmm.papers.paper import paper
    from darktmm.report import ledger, tables

    try:
        judged = paper(paper_name)
    except ValueError as error:
        raise _fail(f"--paper {error}") from error
    for name in row or []:
        if name not in judged.statements:
            raise _fail(f"--id {name}: not one of {', '.join(judged.statements)}")
    at = None
    if point is not None:
        if judged.point is None:
            raise _fail(f"--point {point}: {judged.name} has no parameters")
        at = _read_point(judged.point, point)
    console = _console()
    if mutations:
        _mutations(console, judged, at, row)
        return
    entries, failures = tables.run_ledger(console, judged, at, row or list(judged.statements))
    console.print(tables.ledger_table(entries, judged.reference, console.width))
    if row:
        for entry in entries:
            console.print(tables.details(entry))
    if json_file is not None:
        _write(json_file, lambda path: ledger.write_json(entries, path))
        console.print(f"written to {json_file}", soft_wrap=True)
    problems = tables.problems(entries, failures)
    for line in problems:
        console.print(line, style="red", markup=False, soft_wrap=True)
    console.print(tables.tally(entries, failures))
    if problems:
        raise typer.Exit(1)


def _mutations(console: Any, paper: Any, point: Any, names: list[str] | None) -> None:
    """Print the table of mutations; a change that is not noticed is an error."""
    from darktmm.papers.mutations import report, unnoticed
    from darktmm.report.tables import mutation_table

    with console.status("changing one thing at a time") as status:
        found = list(report(paper, point, names, status.update))
    console.print(mutation_table(found))
    lines = list(unnoticed(found))
    for line in lines:
        console.print(line, style="red", markup=False, soft_wrap=True)
    if lines:
        raise typer.Exit(1)


@app.command()
def evaluate(
    point_file: Annotated[Path, typer.Argument(metavar="POINT.toml", help="Parameter point.")],
    json_file: JsonFile = None,
    mu_e_gamma: MuEGamma = None,
    window: Window = "published",
) -> None:
    """Evaluate a parameter point, printed and derived side by side, and confront it with every bound."""
    at = _point(point_file)
    from darktmm.papers.arxiv_2603_25704.quantities import report
    from darktmm.report import ledger, tables

    bounds = _bounds(mu_e_gamma, window)
    try:
        found = report(at, bounds)
    except (ValueError, OverflowError) as error:
        raise _fail(f"{point_file}: {error}") from error
    console = _console()
    warning = tables.outside(found)
    if warning is not None:
        console.print(warning)
    console.print(tables.quantities(found.quantities, console.width))
    console.print(tables.constraints(found.verdicts, console.width))
    if json_file is not None:
        _write(json_file, lambda path: ledger.write_text(path, tables.report_json(found)))
        console.print(f"written to {json_file}", soft_wrap=True)


@app.command()
def joint(
    strategy: Annotated[str, typer.Option(help="paper, derived or today.")] = "today",
    g_d: Annotated[
        Optional[str],
        typer.Option("--g-d", help="Dark gauge coupling, default 0.5; 'any' to optimise it."),
    ] = None,
    masses: Annotated[int, typer.Option(help="Number of masses, 1 MeV to 8 GeV.")] = 60,
    mass: Annotated[
        Optional[list[float]], typer.Option("--mass", help="Mass of A' in GeV, instead.")
    ] = None,
    without: Annotated[
        Optional[list[str]], typer.Option("--without", help="Bound or group to leave out.")
    ] = None,
    point: Annotated[
        Optional[Path],
        typer.Option(
            "--point", help="Keep masses and mixings of this point; its g_D if none is given."
        ),
    ] = None,
    min_scalar: Annotated[
        Optional[float],
        typer.Option("--min-scalar", help="Smallest mass of a scalar in the search, GeV; 0.25."),
    ] = None,
    max_mass: Annotated[
        Optional[float],
        typer.Option("--max-mass", help="Largest mass in the search, GeV; 2000."),
    ] = None,
    seed: Annotated[
        Optional[int], typer.Option("--seed", help="Of the random numbers of the search.")
    ] = None,
    check: Annotated[
        bool,
        typer.Option("--check", help="Also with another seed, another optimiser, a larger box."),
    ] = False,
    mu_e_gamma: MuEGamma = None,
    window: Window = "published",
    json_file: JsonFile = None,
    save: Annotated[
        Optional[Path], typer.Option("--save", help="Folder for the maximising points.")
    ] = None,
) -> None:
    """The largest effective moment that all bounds allow at each mass of A', and what is in its way."""
    from darktmm.report import joint as shown
    from darktmm.report import ledger

    console = _console()
    kept = None if point is None else _point(point)
    coupling = _coupling(g_d, 0.5 if kept is None else kept.only.g_D)
    try:
        bounds = _bounds(mu_e_gamma, window) if mu_e_gamma or window != "published" else None
        box = _box(min_scalar, max_mass)
        curve = shown.run(
            console, strategy, coupling, mass or masses, without or [], bounds, kept, box, seed
        )
    except ValueError as error:
        raise _fail(str(error)) from error
    console.print(shown.table(curve))
    console.print(shown.matrices(curve))
    if check:
        if strategy != "today" or kept is not None or bounds is not None or box is not None:
            raise _fail("--check: repeats the search of 'today' over masses in the standard box")
        at = [m.m_aprime for m in curve.maxima]
        with console.status("searching again"):
            rows = list(shown.stability(coupling, at, without or []))
        console.print(shown.stability_table(rows, coupling))
    if json_file is not None:
        _write(json_file, lambda path: ledger.write_text(path, shown.as_json(curve)))
        console.print(f"written to {json_file}", soft_wrap=True)
    if save is not None:
        for name, text in shown.point_files(curve):
            _write(save / name, partial(ledger.write_text, text=text))
        console.print(f"maximising points written to {save}", soft_wrap=True)


@app.command()
def plot(
    figure: Annotated[str, typer.Argument(metavar="fig6|fig7", help="Figure of the paper.")],
    version: Annotated[
        str, typer.Option(help="printed, derived, today, or all of them.")
    ] = "today",
    out: Annotated[Path, typer.Option(help="Folder for the picture.")] = Path("out"),
    masses: Annotated[int, typer.Option(help="Number of masses of A'.")] = 40,
) -> None:
    """Draw a figure of the paper: as printed, as derived, or with today's data."""
    from darktmm.report import figures

    versions = figures.VERSIONS if version == "all" else (version,)
    console = _console()
    for each in versions:
        try:
            path, caption = figures.draw(figure, each, out, masses)
        except ValueError as error:
            raise _fail(str(error)) from error
        except OSError as error:
            raise _fail(f"{out}: cannot be written: {error.strerror}") from error
        console.print(f"{path}: {caption}", soft_wrap=True, markup=False)


@app.command()
def cite() -> None:
    """Print the BibTeX entries of every bound."""
    from darktmm.numeric.constraints import standard
    from darktmm.numeric.inputs.data import bibtex

    for key in sorted({c.reference for c in standard()} - {""}):
        typer.echo(bibtex(key) + "\n")


@app.command()
def reproduce(
    out: Annotated[Path, typer.Option(help="Folder for everything that is made.")] = Path("out"),
) -> None:
    """Run the whole job on the paper's Lagrangian and benchmark, and write it all to a folder."""
    from darktmm.report.reproduce import run

    if not run(_console(), out):
        raise typer.Exit(1)


def _bounds(mu_e_gamma: str | None, window: str) -> Any:
    from darktmm.numeric.constraints import standard

    if mu_e_gamma is None:
        which: str | int = "newest"
    else:
        which = int(mu_e_gamma) if mu_e_gamma.isdigit() else mu_e_gamma
    try:
        return standard(which, window)
    except ValueError as error:
        raise _fail(str(error)) from error


def _coupling(text: str | None, default: float) -> float | None:
    """The gauge coupling; None for "any"."""
    if text is None:
        return default
    if text == "any":
        return None
    try:
        return float(text)
    except ValueError:
        raise _fail(f"--g-d {text}: must be a number or 'any'") from None


def _box(min_scalar: float | None, max_mass: float | None) -> Any:
    """The box of the search, None for the standard one."""
    from darktmm.papers.arxiv_2603_25704.joint import BOX, Box

    if min_scalar is None and max_mass is None:
        return None
    edges = {name: list(pair) for name, pair in vars(BOX).items()}
    if min_scalar is not None:
        edges["scalar"][0] = min_scalar
    if max_mass is not None:
        for pair in edges.values():
            pair[1] = max_mass
    return Box(**{name: (low, high) for name, (low, high) in edges.items()})


def _point(path: Path | None) -> Any:
    from darktmm.numeric.models.dark.parameters import Parameters
    from darktmm.report.points import bundled

    return _read_point(Parameters.from_file, path if path is not None else bundled("reference"))


def _read_point(read: Callable[[Any], Any], path: Any) -> Any:
    try:
        return read(path)
    except ValueError as error:
        raise _fail(str(error)) from error


if __name__ == "__main__":
    app()
