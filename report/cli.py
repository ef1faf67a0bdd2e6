"""The command line. Everything that takes time to import is imported by the command that needs it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Optional

import typer
from typer.core import TyperGroup

from darktmm.report import files
from darktmm.report.program import MEANING, Code, Ended, ending

if TYPE_CHECKING:
    from darktmm.report.console import Output


class Commands(TyperGroup):
    """What may happen ends with one line and a code of its own."""

    def invoke(self, ctx: Any) -> Any:
        """Run a command."""
        try:
            with ending():
                return super().invoke(ctx)
        except Ended as ended:
            ended.tell()
            raise typer.Exit(ended.code) from ended


EXIT_CODES = "\n\n".join(f"{code.value:>3}  {meaning}" for code, meaning in MEANING.items())

app = typer.Typer(
    cls=Commands,
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    help="From a Lagrangian with Majorana fields to a transition moment, each step derived and judged.",
    epilog=f"Exit codes\n\n{EXIT_CODES}",
)


# --- what several commands take ---------------------------------------------------------------------


def _words(find: Callable[[], Iterable[str]]) -> Callable[[str], list[str]]:
    """Completion of a word that is begun; found only when it is asked for."""
    return lambda incomplete: [w for w in find() if w.startswith(incomplete)]


def _results() -> Iterable[str]:
    from darktmm.derive.models.dark.chain import CHAIN

    return CHAIN


def _papers() -> Iterable[str]:
    from darktmm.papers.paper import papers

    return papers()


def _rows() -> Iterable[str]:
    from darktmm.papers.paper import paper

    return paper().reviewed


def _answers() -> Iterable[str]:
    from darktmm.papers.paper import paper

    return paper("known_answers").reviewed


def _bound_names() -> Iterable[str]:
    from darktmm.numeric.constraints import GROUPS, standard

    return (*GROUPS, *(c.name for c in standard()))


def _points() -> Iterable[str]:
    from darktmm.report.points import NAMES

    return NAMES


def _kinds() -> Iterable[str]:
    from darktmm.report.record import KINDS

    return KINDS


ResultName = Annotated[
    Optional[str],
    typer.Option("--result", help="One result only.", autocompletion=_words(_results)),
]
JsonFile = Annotated[
    Optional[str],
    typer.Option(
        "--json",
        metavar="FILE",
        help="Also write JSON to this file; - for JSON on standard output.",
    ),
]
MuEGamma = Annotated[
    Optional[str],
    typer.Option(
        "--mu-e-gamma", help="Limit on mu -> e gamma: a year or an entry; default: newest."
    ),
]
Window = Annotated[
    str,
    typer.Option(
        "--borexino-window",
        help="Recoil window of Borexino: published or paper.",
        autocompletion=_words(lambda: ("published", "paper")),
    ),
]
PointFile = Annotated[
    Optional[Path],
    typer.Option("--point", help="Point for the ratios; default: the reference point."),
]
Everything = Annotated[
    bool, typer.Option("--all", help="Everything, not only what one looks at first.")
]
Out = Annotated[
    str, typer.Option("--out", metavar="DIR", help="Folder for everything that is made.")
]


def _wrong(message: str) -> Ended:
    return Ended(Code.WRONG, message)


def _options(ctx: typer.Context) -> dict[str, Any]:
    """Options of the running command as JSON repeats them: not where things are written."""
    elsewhere = {"json_file", "save", "out", "everything"}
    return {name: value for name, value in ctx.params.items() if name not in elsewhere}


class _Json:
    """Where JSON goes; known, and checked, before any work.

    Attributes:
        destination: of the file; None for none.
        console: for what people read; standard error where JSON takes standard output.
    """

    def __init__(self, destination: str | None) -> None:
        from darktmm.report.console import Output

        if destination is not None:
            files.check(destination)
        self.destination = destination
        self.console: Output = Output(stderr=destination == files.STANDARD_OUTPUT)

    def write(self, text: str) -> None:
        """Write it, and say so."""
        if self.destination is None:
            return
        files.write_text(self.destination, text)
        if self.destination != files.STANDARD_OUTPUT:
            self.console.print(f"written to {self.destination}", soft_wrap=True)


def _folder(name: str) -> Path:
    """A folder for what is made; known, and checked, before any work."""
    files.check_folder(name)
    return Path(name)


def _names(result: str | None) -> list[str]:
    from darktmm.derive.models.dark.chain import CHAIN

    if result is None:
        return list(CHAIN)
    if result not in CHAIN:
        raise _wrong(f"--result {result}: not one of {', '.join(CHAIN)}")
    return [result]


def _print_version(asked: bool) -> None:
    if asked:
        import darktmm

        typer.echo(f"darktmm {darktmm.__version__}")
        raise typer.Exit


@app.callback()
def _program(
    version: Annotated[
        bool,
        typer.Option("--version", help="Print it.", callback=_print_version, is_eager=True),
    ] = False,
) -> None:
    pass


# --- from the Lagrangian ----------------------------------------------------------------------------


@app.command()
def derive(result: ResultName = None) -> None:
    """Run the derivation and print it step by step."""
    names = _names(result)
    from darktmm.report.console import Output, waiting
    from darktmm.report.derivation import show_lagrangian, show_result

    console = Output()
    if result is None:
        show_lagrangian(console)
    for name in names:
        with waiting(f"deriving {name}"):
            rendered = show_result(name, console.width, console.encoding)
        console.print(rendered)


@app.command()
def latex(
    result: ResultName = None,
    document: Annotated[
        Optional[str],
        typer.Option(
            "--document",
            metavar="DIR",
            help="Write an article to this folder: derivation, ledger, figures, references.",
        ),
    ] = None,
) -> None:
    """Print the derived equations as LaTeX: a document, or one result for an \\input."""
    names = _names(result)
    from darktmm.report.console import Output, waiting

    if document is not None:
        if result is not None:
            raise _wrong("--document: has every result, not --result")
        folder = _folder(document)
        from darktmm.report.reproduce import article

        console = Output()
        console.print(str(article(console, folder)), soft_wrap=True)
        return
    from darktmm.report import latex as written

    with waiting("deriving"):
        text = written.document(names) if result is None else written.results(names)
    files.write_text(files.STANDARD_OUTPUT, f"{text}\n")


# --- what a paper printed ---------------------------------------------------------------------------


@app.command()
def verify(
    ctx: typer.Context,
    row: Annotated[
        Optional[list[str]],
        typer.Option("--id", help="Row(s) of the ledger.", autocompletion=_words(_rows)),
    ] = None,
    listed: Annotated[
        bool, typer.Option("--list", help="Only list the rows, with the verdicts on record.")
    ] = False,
    json_file: JsonFile = None,
    point: PointFile = None,
    paper_name: Annotated[
        str,
        typer.Option(
            "--paper",
            help="Whose statements: a folder of papers/.",
            autocompletion=_words(_papers),
        ),
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

    try:
        judged = paper(paper_name)
    except ValueError as error:
        raise _wrong(f"--paper {error}") from error
    for name in row or []:
        if name not in judged.statements:
            raise _wrong(f"--id {name}: not one of {', '.join(judged.statements)}")
    if json_file is not None and (listed or mutations):
        raise _wrong("--json: for verdicts, not for --list or --mutations")
    at = None
    if point is not None:
        if judged.point is None:
            raise _wrong(f"--point {point}: {judged.name} has no parameters")
        at = _read_point(judged.point, point)
    written = _Json(json_file)
    console = written.console
    from darktmm.report import record, tables
    from darktmm.report.console import progress

    if listed:
        console.print(tables.statements(judged, row))
        return
    if mutations:
        _mutations(console, judged, at, row)
        return
    with progress("reading the statements") as step:
        entries, failures = tables.run_ledger(judged, at, row or list(judged.statements), step)
    console.print(tables.ledger_table(entries, judged.reference, console.width))
    if row:
        for entry in entries:
            console.print(tables.details(entry))
    written.write(record.ledger(judged, entries, failures, _options(ctx), at))
    problems = tables.problems(entries, failures)
    for line in problems:
        console.print(line, style="red", soft_wrap=True)
    console.print(tables.tally(entries, failures))
    if problems:
        raise typer.Exit(Code.DIFFERS)


@app.command()
def known(
    ctx: typer.Context,
    row: Annotated[
        Optional[list[str]],
        typer.Option(
            "--id", help="Known answer(s); default: all.", autocompletion=_words(_answers)
        ),
    ] = None,
    json_file: JsonFile = None,
) -> None:
    """Print what the engine derives beside published one-loop results: ratio, gauge, routes, time."""
    from darktmm.papers.known_answers import PAPER

    for name in row or []:
        if name not in PAPER.statements:
            raise _wrong(f"--id {name}: not one of {', '.join(PAPER.statements)}")
    written = _Json(json_file)
    console = written.console
    from darktmm.report import known as shown
    from darktmm.report.console import progress

    with progress("known answers") as step:
        rows, failures = shown.run(row, step)
    console.print(shown.table(rows, console.width))
    written.write(shown.as_json(rows, failures, _options(ctx)))
    problems = [f"{f.id}: {f.reason}" for f in failures]
    problems += [f"{r.id}: {p}" for r in rows for p in r.problems]
    for line in problems:
        console.print(line, style="red", soft_wrap=True)
    if problems:
        raise typer.Exit(Code.DIFFERS)


def _mutations(console: Output, paper: Any, point: Any, names: list[str] | None) -> None:
    """Print the table of mutations; a change that is not noticed is an error."""
    from darktmm.papers.mutations import report, unnoticed
    from darktmm.report.console import progress
    from darktmm.report.tables import mutation_table

    with progress("changing one thing at a time") as step:
        number = len(names or paper.statements)
        seen: list[str] = []

        def changing(name: str) -> None:
            seen.append(name)
            step(min(1.0, len(set(seen)) / number), f"changing {name}")

        found = list(report(paper, point, names, changing))
    console.print(mutation_table(found))
    lines = list(unnoticed(found))
    for line in lines:
        console.print(line, style="red", soft_wrap=True)
    if lines:
        raise typer.Exit(Code.DIFFERS)


# --- a point ----------------------------------------------------------------------------------------


@app.command()
def point(
    name: Annotated[
        str,
        typer.Argument(help="Which one; --list names them.", autocompletion=_words(_points)),
    ] = "reference",
    listed: Annotated[bool, typer.Option("--list", help="Only list what there is.")] = False,
) -> None:
    """Print an example point, to be edited: darktmm point > my.toml"""
    from darktmm.report.points import NAMES, bundled, headline

    if listed:
        width = max(map(len, NAMES))
        for each in NAMES:
            typer.echo(f"{each:{width}}  {headline(each)}")
        return
    if name not in NAMES:
        raise _wrong(f"{name}: not one of {', '.join(NAMES)}")
    files.write_bytes(files.STANDARD_OUTPUT, bundled(name).read_bytes())


@app.command()
def evaluate(
    ctx: typer.Context,
    point_file: Annotated[Path, typer.Argument(metavar="POINT.toml", help="Parameter point.")],
    json_file: JsonFile = None,
    mu_e_gamma: MuEGamma = None,
    window: Window = "published",
    everything: Everything = False,
) -> None:
    """Evaluate a parameter point, printed and derived, and confront it with every bound.

    The last line says whether it is allowed, or excluded by what, and by how much.
    """
    at = _point(point_file)
    bounds = _bounds(mu_e_gamma, window)
    written = _Json(json_file)
    from darktmm.papers.arxiv_2603_25704.quantities import report
    from darktmm.report import record, tables
    from darktmm.report.console import waiting

    try:
        with waiting("evaluating"):
            found = report(at, bounds)
    except (ValueError, OverflowError) as error:
        raise _wrong(f"{point_file}: {error}") from error
    console = written.console
    warning = tables.outside(found)
    if warning is not None:
        console.print(warning)
    if everything:
        console.print(tables.quantities(found.quantities, console.width))
    else:
        console.print(tables.chief_quantities(found.quantities))
    console.print(tables.constraints(found.verdicts, everything))
    written.write(record.evaluation(found, _options(ctx), at))
    console.print(tables.verdict(found))


@app.command()
def joint(
    ctx: typer.Context,
    strategy: Annotated[
        str,
        typer.Option(
            help="paper, derived or today.",
            autocompletion=_words(lambda: ("paper", "derived", "today")),
        ),
    ] = "today",
    g_d: Annotated[
        Optional[str],
        typer.Option("--g-d", help="Dark gauge coupling, default 0.5; 'any' to optimise it."),
    ] = None,
    masses: Annotated[int, typer.Option(help="Number of masses, 1 MeV to 8 GeV.")] = 60,
    mass: Annotated[
        Optional[list[float]], typer.Option("--mass", help="Mass of A' in GeV, instead.")
    ] = None,
    without: Annotated[
        Optional[list[str]],
        typer.Option(
            "--without",
            help="Bound or group to leave out.",
            autocompletion=_words(_bound_names),
        ),
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
        typer.Option("--check", help="Also from scratch, with another optimiser, in a larger box."),
    ] = False,
    mu_e_gamma: MuEGamma = None,
    window: Window = "published",
    json_file: JsonFile = None,
    save: Annotated[
        Optional[str],
        typer.Option("--save", metavar="DIR", help="Folder for the maximising points."),
    ] = None,
    everything: Everything = False,
) -> None:
    """The largest effective moment that all bounds allow at each mass of A', and what is in its way."""
    kept = None if point is None else _point(point)
    coupling = _coupling(g_d, 0.5 if kept is None else kept.only.g_D)
    bounds = _bounds(mu_e_gamma, window) if mu_e_gamma or window != "published" else None
    from darktmm.report import joint as shown
    from darktmm.report import record
    from darktmm.report.console import progress

    try:
        box = _box(min_scalar, max_mass)
    except ValueError as error:
        raise _wrong(str(error)) from error
    if check and (strategy != "today" or kept is not None or bounds is not None or box is not None):
        raise _wrong("--check: repeats the search of 'today' over masses in the standard box")
    written = _Json(json_file)
    points = None if save is None else _folder(save)
    console = written.console
    try:
        with progress("searching") as step:
            at = mass or masses
            left_out = without or []
            curve = shown.run(step, strategy, coupling, at, left_out, bounds, kept, box, seed)
    except ValueError as error:
        raise _wrong(str(error)) from error
    console.print(shown.table(curve))
    console.print(shown.matrices(curve, everything))
    written.write(record.joint(curve, _options(ctx), kept))
    if points is not None:
        for name, text in shown.point_files(curve):
            files.write_text(points / name, text)
        console.print(f"maximising points written to {points}", soft_wrap=True)
    if check:
        at_masses = [m.m_aprime for m in curve.maxima]
        with progress("searching again") as step:
            rows = list(shown.stability(step, coupling, at_masses, left_out))
        console.print(shown.stability_table(rows, coupling))


# --- what is looked at ------------------------------------------------------------------------------


def _figures() -> Iterable[str]:
    from darktmm.report.figures import ALL, OF_THE_PAPER

    return (*OF_THE_PAPER, *ALL)


@app.command()
def plot(
    figure: Annotated[
        Optional[str],
        typer.Argument(
            help="fig6 or fig7 of the paper, or one of --list.", autocompletion=_words(_figures)
        ),
    ] = None,
    version: Annotated[
        str,
        typer.Option(
            help="Of fig6 and fig7: printed, derived, today, or all of them.",
            autocompletion=_words(lambda: ("printed", "derived", "today", "all")),
        ),
    ] = "today",
    out: Out = "out",
    masses: Annotated[
        Optional[int], typer.Option(help="Number of masses of A', where they are searched.")
    ] = None,
    point: Annotated[
        Optional[Path],
        typer.Option("--point", help="What the figure does not vary; default: see its caption."),
    ] = None,
    listed: Annotated[bool, typer.Option("--list", help="Only list what there is.")] = False,
) -> None:
    """Draw a figure: PDF, SVG and PNG, and the numbers behind it as CSV."""
    at = None if point is None else _point(point)
    folder = _folder(out)
    from darktmm.report import figures
    from darktmm.report.console import Output, progress
    from darktmm.report.sentences import to_terminal

    console = Output()
    if listed:
        for each in figures.ALL.values():
            console.print(f"{each.name}: {to_terminal(each.title)}")
        return
    if figure is None:
        raise _wrong(f"which figure? One of {', '.join(_figures())}")
    several = version == "all" and figure in figures.OF_THE_PAPER
    for which in figures.VERSIONS if several else (version,):
        try:
            with progress(f"drawing {figure}") as step:
                path, caption = figures.draw(figure, which, folder, masses, step, at)
        except ValueError as error:
            raise _wrong(str(error)) from error
        console.print(f"{path}: {caption}", soft_wrap=True)


@app.command()
def cite() -> None:
    """Print the BibTeX entries of every bound."""
    from darktmm.numeric.constraints import standard
    from darktmm.numeric.inputs.data import bibtex

    keys = sorted({c.reference for c in standard()} - {""})
    files.write_text(files.STANDARD_OUTPUT, "".join(f"{bibtex(key)}\n\n" for key in keys))


@app.command()
def schema(
    kind: Annotated[
        str,
        typer.Argument(
            metavar="evaluation|joint|known|ledger",
            help="What evaluate, joint, known or verify writes.",
            autocompletion=_words(_kinds),
        ),
    ],
) -> None:
    """Print the JSON Schema of what --json writes."""
    from darktmm.report import record

    try:
        text = record.schema(kind)
    except ValueError as error:
        raise _wrong(str(error)) from error
    files.write_text(files.STANDARD_OUTPUT, text)


@app.command()
def report(out: Out = "out") -> None:
    """Judge every statement, draw every figure, and write the page: a site that opens from a file."""
    folder = _folder(out)
    from darktmm.report.console import Output
    from darktmm.report.reproduce import site

    console = Output()
    console.print(str(site(console, folder)), soft_wrap=True)


@app.command()
def reproduce(out: Out = "out") -> None:
    """Run the whole job on the paper's Lagrangian and benchmark, and write it all to a folder."""
    folder = _folder(out)
    from darktmm.report.console import Output
    from darktmm.report.reproduce import run

    if not run(Output(), folder):
        raise typer.Exit(Code.DIFFERS)


# --- reading what was given -------------------------------------------------------------------------


def _bounds(mu_e_gamma: str | None, window: str) -> Any:
    from darktmm.numeric.constraints import standard

    if mu_e_gamma is None:
        which: str | int = "newest"
    else:
        year = mu_e_gamma.isascii() and mu_e_gamma.isdigit() and len(mu_e_gamma) == len("2026")
        which = int(mu_e_gamma) if year else mu_e_gamma
    try:
        return standard(which, window)
    except ValueError as error:
        raise _wrong(str(error)) from error


def _coupling(text: str | None, default: float) -> float | None:
    """The gauge coupling; None for "any"."""
    if text is None:
        return default
    if text == "any":
        return None
    try:
        return float(text)
    except ValueError:
        raise _wrong(f"--g-d {text}: must be a number or 'any'") from None


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


def _point(path: Path) -> Any:
    from darktmm.numeric.models.dark.parameters import Parameters

    return _read_point(Parameters.from_file, path)


def _read_point(read: Callable[[Any], Any], path: Any) -> Any:
    try:
        return read(path)
    except ValueError as error:
        raise _wrong(str(error)) from error
