r"""LaTeX the way the field writes it.

Couplings before charges before masses, what is long behind the fraction, no bracket without need:
:math:`\frac{g_DQ_S}{128\pi^2}\sin2(\theta_I-\theta_R)\,(M_1\Delta\mathcal J_1+M_2\Delta\mathcal J_2)`.
A symbol whose name is LaTeX already is left alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Any

import sympy as sp
from sympy.printing.conventions import split_super_sub
from sympy.printing.latex import LatexPrinter, translate
from sympy.printing.precedence import PRECEDENCE

_FEW = 3
"""Terms up to which a sum stands in a numerator."""

_LONG = 60
"""Characters up to which it does."""

_WIDE = 72
"""Characters up to which a denominator is one."""

_FRACTION = re.compile(r"\\frac(\{(?:[^{}]|\{(?:[^{}]|\{[^{}]*\})*\})*\}){2}")

_FUNCTIONS = {"log": r"\ln", **{f: rf"\{f}" for f in ("sin", "cos", "tan")}}

_MIXING = re.compile(r"([RI])_([ab\d][km\d])")
"""Names of the elements of O_R and O_I."""

_COUPLINGS = re.compile(r"g|e$|alpha|epsilon|G_F|kappa|lambda")


def _joined(parts: Iterable[str]) -> str:
    """Side by side, with a space where a command would run into a letter."""
    text = ""
    for part in parts:
        text += " " if re.search(r"\\[A-Za-z]+$", text) and part[:1].isalpha() else ""
        text += part
    return text


def _index(word: str) -> str:
    """min → \\min, H1 → H_1, mu → \\mu."""
    if word in ("min", "max"):
        return rf"\{word}"
    letter = re.fullmatch(r"([A-Za-z]+)(\d+)", word)
    return f"{translate(letter[1])}_{letter[2]}" if letter else str(translate(word))


def symbol(name: str) -> str:
    r"""LaTeX of a symbol's name: M_H1 → M_{H_1}, U_mu_2 → U_{\mu2}, m_A' → m_{A'}."""
    if "\\" in name or "{" in name or "(" in name:
        return name
    if match := re.fullmatch(r"\|(.+)\|", name):
        return f"|{symbol(match[1])}|"
    if match := re.fullmatch(r"(.+?)\s*([+-])\s*(.+)", name):
        return f"{symbol(match[1])}{match[2]}{symbol(match[3])}"
    if match := _MIXING.fullmatch(name):
        return f"(O_{match[1]})_{{{match[2]}}}"
    if name.startswith("sqrt_"):
        return rf"\sqrt{{{symbol(name[5:])}}}"
    base, above, below = split_super_sub(name)
    text = r"\varepsilon" if base == "epsilon" else str(translate(base))
    for mark, words in (("_", below), ("^", above)):
        if words:
            text += f"{mark}{{{_joined(map(_index, words))}}}"
    return _tight(text)


def _tight(text: str) -> str:
    """No braces around a single letter, digit or command."""
    text = re.sub(r"([_^])\{([A-Za-z0-9*])\}", r"\1\2", text)
    return re.sub(r"([_^])\{(\\(?!max|min)[A-Za-z]+)\}(?![A-Za-z])", r"\1\2", text)


def _order(factor: sp.Expr) -> tuple[Any, ...]:
    """Couplings, charges, what has no dimension, masses."""
    name = next(iter(sorted(s.name for s in factor.free_symbols)), "")
    if _COUPLINGS.match(name):
        rank = 0
    elif name.startswith("Q"):
        rank = 1
    else:
        rank = 3 if name[:1] in ("m", "M") and name[1:2] in ("", "_") else 2
    return rank, name.startswith("I_"), factor.sort_key()  # O_R before O_I


def _is_atom(factor: sp.Expr) -> bool:
    """Whether a factor stands in the numerator: a symbol, its conjugate or modulus, or a power of these."""
    base = factor.base if factor.is_Pow else factor
    if isinstance(base, sp.conjugate | sp.Abs):
        base = base.args[0]
    return bool(base.is_Symbol) and not re.match(r"\\(mathcal|tilde|left|Delta\\)|.*\(", base.name)


def _without_roots_of_integers(above: sp.Expr, below: sp.Expr) -> tuple[sp.Expr, sp.Expr]:
    """√2/2 as 1/√2, 2^{3/4}/2 as 1/2^{1/4}, the root below."""
    for factor in sp.Mul.make_args(above):
        if factor.is_Pow and factor.base.is_Integer and factor.exp.is_Rational:
            number, rest = below.as_coeff_Mul()
            if number % factor.base == 0:
                root = factor.base ** (1 - factor.exp)
                return above / factor, sp.Mul(number / factor.base, root, rest)
    return above, below


def _paired(sums: Iterable[sp.Expr]) -> list[sp.Expr]:
    """(a - b)(a + b), where a is a monomial, as a² - b²: of a decay, a is the mass of what decays."""
    left, done = list(sums), []
    while left:
        one = left.pop(0)
        for other in left:
            a, b = (sp.expand((one + sign * other) / 2) for sign in (1, -1))
            if a != 0 and b != 0 and not a.is_Add:
                left.remove(other)
                one = a**2 - (-b if b.could_extract_minus_sign() else b) ** 2
                break
        done.append(one)
    return done


def _squares(product: sp.Expr) -> sp.Expr:
    """A product with its sums paired, power by power.

    Roots are joined where at most one of the radicands may be negative.
    """
    half = sp.Rational(1, 2)
    powers: dict[sp.Expr, list[sp.Expr]] = {}
    roots: list[sp.Expr] = []
    rest: list[sp.Expr] = []
    for factor in product.args:
        base, exponent = factor.as_base_exp()
        sums = base.args if base.is_Mul else (base,)
        if not all(s.is_Add for s in sums) or not (2 * exponent).is_Integer:
            rest.append(factor)
        elif exponent.is_Integer:
            powers.setdefault(exponent, []).append(base)
        elif exponent > 1:
            powers.setdefault(exponent - half, []).extend(sums)
            roots.append(base)
        elif exponent == half:
            roots.append(base)
        else:
            rest.append(factor)
    if sum(not r.is_nonnegative for r in roots) <= 1:
        roots = [s for r in roots for s in sp.Mul.make_args(r)]
        root = sp.sqrt(sp.Mul(*_paired(roots)))
    else:
        root = sp.Mul(*map(sp.sqrt, roots))
    paired = {exponent: _paired(bases) for exponent, bases in powers.items()}
    return sp.Mul(*rest, root, *(b**e for e, bases in paired.items() for b in bases))


def as_written(expression: sp.Expr) -> sp.Expr:
    """Products of sums and differences as differences of squares."""
    return expression.replace(lambda e: e.is_Mul and e.is_commutative, _squares)


def common_number(total: sp.Expr) -> tuple[sp.Expr, sp.Expr]:
    """(c, rest) of a sum whose terms have the same number c in front, up to signs; else c = 1."""
    split = [t.as_independent(*t.free_symbols, as_Add=False) for t in sp.Add.make_args(total)]
    (number, *others) = {abs(n) for n, _ in split}
    if others or len(split) == 1:
        return sp.S.One, total
    return number, sp.Add(*(n / number * rest for n, rest in split))


def _place(factor: sp.Expr) -> int:
    """Roots, sums, loop functions; sines and logarithms last, so that nothing is taken for their argument."""
    base = factor.base if factor.is_Pow else factor
    if isinstance(base, sp.Function):
        return 3
    if factor.has(sp.Integral) or not (base.is_Add or factor.is_Pow):
        return 2
    return 0 if factor.is_Pow and factor.exp.is_Rational and not factor.exp.is_Integer else 1


class _Printer(LatexPrinter):  # type: ignore[misc]
    def _add_parens(self, s: str) -> str:
        if re.search(r"\\(frac|int|sqrt)", s):
            return rf"\left({s}\right)" if "(" not in s else rf"\left[{s}\right]"
        return f"[{s}]" if "(" in s else f"({s})"

    _add_parens_lspace = _add_parens

    def _print_Symbol(self, expr: sp.Symbol, style: str = "plain") -> str:
        return symbol(expr.name)

    def _print_conjugate(self, expr: sp.Expr, exp: str | None = None) -> str:
        inner = self._print(expr.args[0])
        body = f"{inner}^*" if expr.args[0].is_Symbol else f"{self._add_parens(inner)}^*"
        return body if exp is None else f"{self._add_parens(body)}^{{{exp}}}"

    def _print_Abs(self, expr: sp.Expr, exp: str | None = None) -> str:
        return f"|{self._print(expr.args[0])}|" + ("" if exp is None else f"^{{{exp}}}")

    def _print_re(self, expr: sp.Expr, exp: str | None = None) -> str:
        return self._part("Re", expr, exp)

    def _print_im(self, expr: sp.Expr, exp: str | None = None) -> str:
        return self._part("Im", expr, exp)

    def _part(self, name: str, expr: sp.Expr, exp: str | None) -> str:
        inner = self._print(expr.args[0])
        body = rf"\mathrm{{{name}}}\,{inner if expr.args[0].is_Symbol else self._add_parens(inner)}"
        return body if exp is None else f"{self._add_parens(body)}^{{{exp}}}"

    def _print_Function(self, expr: sp.Expr, exp: str | None = None) -> str:
        name = _FUNCTIONS.get(expr.func.__name__)
        if name is None:
            return str(super()._print_Function(expr, exp))
        head = name if exp is None else f"{name}^{{{exp}}}"
        number, rest = sp.factor_terms(expr.args[0]).as_coeff_Mul()
        if rest.is_Add and name != r"\ln" and number.is_Integer and number > 0:
            front = "" if number == 1 else str(number)
            return f"{head}{front}{self._add_parens(self._print(rest))}"
        argument = self._print(expr.args[0])
        plain = (
            expr.args[0].is_Symbol
            or _FRACTION.fullmatch(argument)
            or (number.is_Integer and number > 0 and rest.is_Symbol)
        )
        return _joined((head, argument)) if plain else f"{head}{self._add_parens(argument)}"

    _print_log = _print_Function

    def _print_Integral(self, expr: sp.Expr) -> str:
        return str(super()._print_Integral(expr)).replace(r"\int\limits", r"\int")

    def _print_Sum(self, expr: sp.Expr) -> str:
        r"""\sum_a: the range is that of the index."""
        indices = ",".join(self._print(limit[0]) for limit in expr.limits)
        body = self._print(expr.function)
        return rf"\sum_{{{indices}}}{self._add_parens(body) if expr.function.is_Add else body}"

    def _print_Pow(self, expr: sp.Expr) -> str:
        base, exponent = expr.as_base_exp()
        if exponent == sp.Rational(1, 2) and base.is_Mul and sum(f.is_Add for f in base.args) > 2:
            return f"[{self._print(base)}]^{{1/2}}"
        return str(super()._print_Pow(expr))

    def _print_Add(self, expr: sp.Expr, order: Any = None) -> str:
        terms = list(self._as_ordered_terms(expr, order=order))
        first = next((k for k, t in enumerate(terms) if not t.could_extract_minus_sign()), 0)
        terms.insert(0, terms.pop(first))
        text = ""
        for term in terms:
            negative = term.could_extract_minus_sign()
            body = self._print(-term if negative else term)
            if (-term if negative else term).is_Add:
                body = self._add_parens(body)
            if text:
                text += f" {'-' if negative else '+'} {body}"
            else:
                text = f"-{body}" if negative else body
        return text

    def _print_Mul(self, expr: sp.Expr) -> str:
        if expr.could_extract_minus_sign():
            opposite = -expr
            body = self._print(opposite)
            return f"-{self._add_parens(body) if opposite.is_Add else body}"
        commuting, ordered = expr.args_cnc()
        above, below = _without_roots_of_integers(*sp.fraction(sp.Mul(*commuting)))
        numbers, atoms, others = self._sorted(above)
        behind = [self._factor(f) for f in (*others, *ordered)]
        if below == 1:
            return _joined((*numbers, *atoms, *behind))
        under = self._print(below) if below.is_Add else self._product(below)
        if len(under) > _WIDE:  # a second fraction takes half of the brackets
            brackets = [f for f in sp.Mul.make_args(below) if not f.is_number and not _is_atom(f)]
            second = sp.Mul(*brackets[len(brackets) // 2 :])
            under = self._product(below / second)
            behind.insert(0, rf"\frac{{1}}{{{self._product(second)}}}")
        if not behind:
            return rf"\frac{{{_joined((*numbers, *atoms)) or '1'}}}{{{under}}}"
        if not numbers and not atoms and not ordered and len(others) == 1:
            only = self._print(others[0])
            long = len(others[0].args) > _FEW or len(only) > _LONG or r"\frac" in only
            if not (others[0].is_Add and long):
                return rf"\frac{{{only}}}{{{under}}}"
        return _joined((rf"\frac{{{_joined((*numbers, *atoms)) or '1'}}}{{{under}}}", *behind))

    def _sorted(self, product: sp.Expr) -> tuple[list[str], list[str], list[sp.Expr]]:
        """Numbers, symbols and their powers, everything else."""
        factors: Sequence[sp.Expr] = sp.Mul.make_args(product)
        numbers = [f for f in factors if f.is_number and f != 1]
        atoms = sorted((f for f in factors if not f.is_number and _is_atom(f)), key=_order)
        others = [f for f in factors if not f.is_number and not _is_atom(f)]
        others.sort(key=lambda f: (_place(f), f.sort_key()))
        numbers.sort(key=lambda f: (not f.is_Rational, f.sort_key()))
        return [self._print(f) for f in numbers], [self._print(f) for f in atoms], others

    def _product(self, product: sp.Expr) -> str:
        numbers, atoms, others = self._sorted(product)
        return _joined((*numbers, *atoms, *map(self._factor, others)))

    def _factor(self, factor: sp.Expr) -> str:
        if isinstance(factor, sp.Integral | sp.Sum):
            return str(self._print(factor))
        return str(self.parenthesize(factor, PRECEDENCE["Mul"]))


def tex(expression: Any) -> str:
    r"""LaTeX of an expression, on one line, as the field writes it.

    >>> tex(sp.Symbol("M_H1") ** 2 / sp.Symbol("m_D"))
    '\\frac{M_{H_1}^2}{m_D}'

    Args:
        expression: what sympy can read; folded functions stay folded.
    """
    printer = _Printer({"fold_short_frac": False, "fold_frac_powers": True})
    expression = sp.sympify(expression)
    if not isinstance(expression, sp.Expr):
        return _tight(str(printer.doprint(expression)))
    number, rest = common_number(as_written(expression))
    text = printer.doprint(rest)
    return _tight(text if number == 1 else f"{printer.doprint(number)}{printer._add_parens(text)}")
