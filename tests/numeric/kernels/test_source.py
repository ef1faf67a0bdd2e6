"""The kernels are what `derive` says: regeneration, proof of the identity, mutation."""

from __future__ import annotations

import ast
from dataclasses import replace

import numpy as np
import pytest
import sympy as sp

from darktmm.derive.errors import DerivationError
from darktmm.derive.loops.euclidean import TAU, euclidean_form
from darktmm.derive.loops.functions import REGISTRY, M
from darktmm.derive.loops.integrals import SimplexIntegral
from darktmm.numeric.kernels import FORMS, evaluate
from darktmm.numeric.kernels.integration import trapezoid
from darktmm.numeric.kernels.source import KERNELS, compile_form, compiled_text, module_text

FUNCTIONS = [make() for make in REGISTRY]
IDS = [f.name for f in FUNCTIONS]
POINT = [0.7, 1.1, 1.9, 2.3, 3.1]


def test_generated_files_are_up_to_date() -> None:
    assert (KERNELS / "_generated.py").read_text() == module_text()
    assert (KERNELS / "_compiled.py").read_text() == compiled_text()


@pytest.mark.parametrize("function", FUNCTIONS, ids=IDS)
def test_momentum_integral_is_the_sum_of_its_terms(function) -> None:
    """The factored integrand equals the sum of the integrands of the simplex integrals."""
    expression = sp.expand(function.right)
    terms = sum(expression.coeff(s) * s.euclidean(TAU) for s in expression.atoms(SimplexIntegral))
    assert sp.simplify(terms - euclidean_form(function.right).integrand()) == 0


@pytest.mark.parametrize("function", FUNCTIONS, ids=IDS)
def test_momentum_integral_is_the_closed_form(function) -> None:
    r"""∫R dτ = −Σ Res R(z) ln(−z) is the closed form, the coefficient of each logarithm exactly.

    Both sides are linear in the ln xᵢ, with rational functions as coefficients. Those are
    compared in exact arithmetic at masses that are large primes: two different rational functions
    of this degree agree there with a probability below 1e-9.
    """
    form = euclidean_form(function.right)
    primes = [sp.nextprime(10**12 + 10**9 * k) for k in range(len(function.arguments))]
    values = dict(zip(function.arguments, primes, strict=True))
    logarithms = {p: sp.Symbol(f"L_{p}") for p in primes}

    def exact(expression: sp.Expr) -> sp.Expr:
        return sp.expand(expression.replace(sp.log, lambda a: 2 * logarithms[sp.sqrt(sp.Abs(a))]))

    integrand = form.integrand().subs(values)
    total = sp.S.Zero
    for node, r in form.nodes:
        x = node.subs(values)
        regular = sp.cancel(integrand * (TAU + x) ** r) * sp.log(-TAU)
        total -= (sp.diff(regular, TAU, r - 1) / sp.factorial(r - 1)).subs(TAU, -x, evaluate=False)
        total = exact(total)
    closed = sp.S.Zero
    for term in sp.Add.make_args(sp.expand(function.right)):
        (integral,) = term.atoms(SimplexIntegral)
        closed += (term / integral).subs(values) * exact(integral.subs(values).doit())
    assert sp.expand(total - closed) == 0


@pytest.mark.parametrize("function", FUNCTIONS, ids=IDS)
def test_a_change_in_derive_changes_the_kernel(function) -> None:
    n = len(function.arguments)
    before = evaluate(function, *POINT[:n])
    double = replace(function, right=2 * function.right)
    assert evaluate(double, *POINT[:n]) == pytest.approx(2 * before, rel=1e-14)
    more = replace(
        function,
        right=function.right.replace(
            lambda e: isinstance(e, SimplexIntegral),
            lambda e: SimplexIntegral(e.p, *e.nodes, e.nodes[0]),
        ),
    )
    assert evaluate(more, *POINT[:n]) != pytest.approx(before, rel=1e-3)


class _Bump(ast.NodeTransformer):
    """Adds one to the k-th integer constant, or turns the k-th minus into plus."""

    def __init__(self, target: int) -> None:
        self.target, self.seen = target, -1

    def visit_Constant(self, node: ast.Constant) -> ast.AST:
        if isinstance(node.value, int):
            self.seen += 1
            if self.seen == self.target:
                return ast.Constant(node.value + 1)
        return node

    def visit_BinOp(self, node: ast.BinOp) -> ast.AST:
        self.generic_visit(node)
        if isinstance(node.op, ast.Sub):
            self.seen += 1
            if self.seen == self.target:
                return ast.BinOp(node.left, ast.Add(), node.right)
        return node


@pytest.mark.parametrize("name", sorted(FORMS))
def test_mutation_of_each_coefficient_is_seen(name: str) -> None:
    """Change any one number, sign, exponent or multiplicity of a form: the value moves."""
    form = FORMS[name]
    masses = np.array(POINT[: len(form.arguments)])[:, None]
    right = trapezoid(form, masses)[0]
    text = KERNELS.joinpath("_generated.py").read_text()
    tree = next(
        n for n in ast.parse(text).body if isinstance(n, ast.FunctionDef) and n.name == name
    )
    mutants = []
    target = 0
    while True:
        bump = _Bump(target)
        changed = bump.visit(ast.parse(ast.unparse(tree)))
        if bump.seen < target:
            break
        scope: dict[str, object] = {"Any": object, "Parts": object}
        exec(ast.unparse(ast.fix_missing_locations(changed)), scope)
        mutants.append(replace(form, parts=scope[name]))
        target += 1
    mutants.append(replace(form, scale=(form.scale[0] + 1, form.scale[1])))
    mutants.append(replace(form, scale=(form.scale[0], form.scale[1] + 1)))
    mutants.append(replace(form, power=form.power - 1))
    for k in range(len(form.multiplicities)):
        times = list(form.multiplicities)
        times[k] += 1
        mutants.append(replace(form, multiplicities=tuple(times)))
    assert len(mutants) >= 5
    for mutant in mutants:
        assert trapezoid(mutant, masses)[0] != pytest.approx(right, rel=1e-6)


def test_what_is_not_linear_is_refused() -> None:
    node = SimplexIntegral(1, M**2, M**2, 2 * M**2)
    for bad in (node**2, sp.S.One, sp.S.Zero):
        with pytest.raises(DerivationError, match="expression"):
            euclidean_form(bad)


def test_compiling_twice_gives_the_same_object() -> None:
    other = replace(FUNCTIONS[0], right=3 * FUNCTIONS[0].right)
    assert compile_form(other) is compile_form(other)


def test_symbols_that_python_does_not_take_as_names() -> None:
    """M_+ and λ are symbols of the field; a kernel of them has the value of the same law elsewhere."""
    path = next(f for f in FUNCTIONS if f.name == "path")
    symbols = sp.symbols("M_+ x-y lambda", positive=True)
    renamed = replace(
        path,
        name="my-path",
        right=path.right.xreplace(dict(zip(path.arguments, symbols, strict=True))),
        arguments=symbols,
    )
    found = evaluate(renamed, 0.1, 0.3, 0.4)
    assert found == pytest.approx(evaluate("path", 0.1, 0.3, 0.4), rel=1e-14)
    assert found != pytest.approx(evaluate("path", 0.3, 0.1, 0.4), rel=1e-3)
