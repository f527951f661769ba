"""A second checker of certificates, written from docs/certificates.md on python-flint: `check.py FILE…` prints a verdict a line.

It shares no code with the first, and evaluates otherwise: plain balls at growing precision instead of the first's rules for radii, roots isolated in
the complex plane instead of Descartes' rule, and one search by halving for all approximations.
"""

import json
import sys
import time
from itertools import product

from evaluation import Plain, WithSlopes, WithTaylor, centred, ends, evaluate, linear_value, polynomial, run
from flint import arb, ctx, fmpq, fmpq_poly
from numbers_of import TAYLOR, Expanded, NoValue, Number, Sloped, box_number, powered, rational, series
from reading import Malformed, domain, expression, fields, integer, items, need, network, not_negative, number, numbers, precision, read

ACCEPTED, REJECTED, UNDECIDED, MALFORMED = "accepted", "rejected", "undecided", "malformed"


class Spent(Exception):
    """The time that was allowed is over."""


class Clock:
    end = float("inf")

    @classmethod
    def tick(cls):
        if time.monotonic() > cls.end:
            raise Spent


def check(text, seconds=float("inf")):
    Clock.end = time.monotonic() + seconds
    try:
        certificate = read(text)
        kind = certificate.get("kind")
        need(kind in KINDS, "kind")
        return KINDS[kind](certificate)
    except Malformed:
        return MALFORMED
    except Spent:
        return UNDECIDED


def inequality(c):
    coefficients = numbers(c.get("polynomial"))
    need(len(coefficients) <= 2001, "degree")
    a, b = numbers(c.get("interval"), 2)
    need(a < b, "a < b")
    need(c.get("relation") in (">", "<"), "relation")
    p = fmpq_poly(coefficients)
    if "expression" in c:
        stated = written(c["expression"], 1, named(c.get("polynomials", [])))
        if {e[0]: v for e, v in stated.items()} != {i: v for i, v in enumerate(coefficients) if v != 0}:
            return REJECTED
    if c["relation"] == "<":
        p = -p
    return ACCEPTED if p((a + b) / 2) > 0 and real_roots(p, a, b) == 0 else REJECTED


def real_roots(p, a, b):
    """The number of distinct roots strictly between a and b, p not 0."""
    for end in (a, b):
        while p.degree() > 0 and p(end) == 0:
            p = p // fmpq_poly([-end, 1])
    if p.degree() < 1:
        return 0
    p = p // p.gcd(p.derivative())
    before = ctx.prec
    try:
        for bits in (64, 256, 1024, 4096, 16384):
            Clock.tick()
            ctx.prec = bits
            real = [root.real for root, _ in p.numer().complex_roots() if root.imag == 0]
            inside = [root > arb(a) and root < arb(b) for root in real]
            if all(yes or root < arb(a) or root > arb(b) for yes, root in zip(inside, real)):
                return sum(inside)
        raise Spent
    finally:
        ctx.prec = before


def classification(c):
    samples = points(c.get("samples"))
    layers, outputs = network(c.get("network"), len(samples[0]))
    need(outputs >= 2, "two outputs")
    labels = [integer(label, 0, outputs - 1) for label in items(c.get("labels"), len(samples))]
    bits = precision(c.get("precision"))
    return worst(classified(layers, sample, label, bits) for sample, label in zip(samples, labels))


def shattering(c):
    places = points(c.get("points"))
    seen = set()
    verdicts = []
    for case in items(c.get("cases")):
        fields(case, ("labels", "network", "precision"))
        layers, outputs = network(case.get("network"), len(places[0]))
        need(outputs == 2, "two outputs")
        labels = tuple(integer(label, 0, 1) for label in items(case.get("labels"), len(places)))
        bits = precision(case.get("precision"))
        if labels in seen:
            return REJECTED
        seen.add(labels)
        verdicts.append(worst(classified(layers, place, label, bits) for place, label in zip(places, labels)))
        if verdicts[-1] == REJECTED:
            return REJECTED
    return worst(verdicts) if len(seen) == 2 ** len(places) else REJECTED


def shattering_by_signs(c):
    places = points(c.get("points"))
    need(len(places) <= 40, "points")
    family = c.get("family")
    fields(family, ("type", "depth"))
    need(family.get("type") == "layer-norm-net", "family")
    depth = integer(family.get("depth"), 1, 40)
    seen = set()
    verdicts = []
    for case in items(c.get("cases")):
        fields(case, ("network", "precision"))
        layers, outputs = network(case.get("network"), len(places[0]))
        member(case.get("network"), depth)
        bits = precision(case.get("precision"))
        columns = [signs(layers, place, bits) for place in places]
        if any(0 in column for column in columns):
            return REJECTED
        verdicts.append(UNDECIDED if any(None in column for column in columns) else ACCEPTED)
        if verdicts[-1] == ACCEPTED:
            for row in zip(*columns):
                seen.add(row if row[-1] < 0 else tuple(-sign for sign in row))
    if worst(verdicts) == ACCEPTED and len(seen) != 2 ** (len(places) - 1):
        return REJECTED
    return worst(verdicts)


def member(layers, depth):
    """Affine and norm layers in turn: at most `depth` norms of three components, one group, centred, epsilon 0."""
    need(len(layers) % 2 == 1 and len(layers) <= 2 * depth + 1, "family")
    for before, layer in zip([None, *layers], layers):
        if before is None or before["type"] == "norm":
            need(layer["type"] == "affine", "family")
        else:
            need(layer["type"] == "norm" and layer["normSize"] == 3 and layer["center"], "family")
            need(number(layer["epsilon"]) == 0 and len(before["weight"]) == 3, "family")


def rising(most):
    """Bits of plain balls: more and more, up to what the certificate states."""
    bits = 64
    while bits < most:
        yield bits
        bits *= 2
    yield most


def signs(layers, sample, most):
    """Of each output 1, 0 or -1; None where it is not decided."""
    for bits in rising(most):
        Clock.tick()
        ctx.prec = bits
        found = [output.sign() for output in run(layers, [Number(x) for x in sample], Plain())]
        if None not in found:
            break
    return found


def points(value):
    size = len(items(items(value)[0]))
    return [numbers(point, size) for point in value]


def worst(verdicts):
    worst = ACCEPTED
    for verdict in verdicts:
        if verdict == REJECTED:
            return REJECTED
        if verdict == UNDECIDED:
            worst = UNDECIDED
    return worst


def classified(layers, sample, label, most):
    for bits in rising(most):
        Clock.tick()
        ctx.prec = bits
        scores = run(layers, [Number(x) for x in sample], Plain())
        signs = [(scores[label] - score).sign() for j, score in enumerate(scores) if j != label]
        if all(sign == 1 for sign in signs):
            return ACCEPTED
        gaps = [(scores[label] - score).enclosed() for j, score in enumerate(scores) if j != label]
        if any(sign in (0, -1) for sign in signs) or any(gap <= 0 for gap in gaps):
            return REJECTED
    return UNDECIDED


def approximation(c):
    sides = domain(c.get("domain"))
    layers, outputs = network(c.get("network"), len(sides), True)
    need(outputs == 1, "one output")
    f = expression(c.get("function"), len(sides))
    epsilon = not_negative(c.get("epsilon"))
    ctx.prec = precision(c.get("precision")) + 32
    halvings = integer(c.get("subdivision", 40), 0, 200)
    return near(f, layers, sides, epsilon, halvings)


def near(f, layers, sides, epsilon, halvings):
    """|network − f| ≤ epsilon on the domain: cut where one variable's kinks and jumps are, then halved."""
    layers = centred(layers)
    total = total_roots(f, sides)
    cuts = [sorted(set(axis)) for axis in kinks(f, layers, sides)]
    axes = []
    for (a, b), cut in zip(sides, cuts):
        inside = [a, *[x for x in cut if a < x < b], b]
        axes.append([*zip(inside, inside[1:]), *[(x, x) for x in inside if x in cut]])
    return worst(piece(f, layers, total, list(cell), epsilon, halvings) for cell in product(*axes))


def piece(f, layers, total, cell, epsilon, halvings):
    """On a cell whose sides are open intervals, or points, between cuts: signs there are those at its middle."""
    layers = steps_decided(layers, cell)
    difference = lambda at, within: evaluate(f, at, within, total) - run(layers, at, within)[0]
    hidden = [layer for layer in layers if layer[0] != "affine"]
    if len(cell) == 1 and hidden in ([], [("activation", "relu")]) and broken_line(f, *cell[0]) is not None:
        # Between cuts both are affine: the ends decide.
        values = [difference([Number(end)], Plain()) for end in cell[0]]
        if all(value.rational for value in values):
            return ACCEPTED if all(-epsilon <= value.a <= epsilon for value in values) else REJECTED
    stack = [(cell, halvings)]
    while stack:
        Clock.tick()
        box, left = stack.pop()
        if shown(difference, box, epsilon):
            continue
        for share in (fmpq(1, 2), fmpq(0), fmpq(1)):
            try:
                value = difference([Number(a + (b - a) * share) for a, b in box], Plain())
            except NoValue as missing:
                if missing.certain:
                    return REJECTED
                continue
            low, high = sides_of(value)
            if low > epsilon or high < -epsilon:
                return REJECTED
        axis = max(range(len(box)), key=lambda i: box[i][1] - box[i][0])
        a, b = box[axis]
        if left == 0 or a == b:
            return UNDECIDED
        for ends in ((a, (a + b) / 2), ((a + b) / 2, b)):
            stack.append(([*box[:axis], ends, *box[axis + 1 :]], left - 1))
    return ACCEPTED


def sides_of(value):
    try:
        return ends(value)
    except NoValue:
        return -(fmpq(10) ** 100), fmpq(10) ** 100


def shown(difference, box, epsilon):
    """The error is at most epsilon on a box: by the plain value, by the corners where it is monotone, or around the middle."""
    try:
        numbers = [box_number(a, b) for a, b in box]
        low, high = sides_of(difference(numbers, Plain()))
        if -epsilon <= low and high <= epsilon:
            return True
        within = WithSlopes(len(box))
        at = [
            Sloped(x, [rational(1 if i == j else 0) for j in range(len(box))]) for i, x in enumerate(numbers)
        ]
        slopes = difference(at, within).slopes
        if any(slope is None for slope in slopes):
            return False
        rising = [sides_of(slope) for slope in slopes]
        if all(low >= 0 or high <= 0 for low, high in rising):
            for up in (True, False):
                corner = [Number(b if (low >= 0) == up else a) for (a, b), (low, _) in zip(box, rising)]
                least, greatest = sides_of(difference(corner, Plain()))
                if least < -epsilon or greatest > epsilon:
                    return False
            return True
        middle = [(a + b) / 2 for a, b in box]
        value = difference([Number(m) for m in middle], Plain())
        for x, m, slope in zip(numbers, middle, slopes):
            value = value + slope * (x - Number(m))
        low, high = sides_of(value)
        return (-epsilon <= low and high <= epsilon) or (len(box) == 1 and expanded(difference, box[0], epsilon))
    except NoValue:
        return False


def expanded(difference, side, epsilon):
    """By Taylor's theorem around the middle, the last coefficient taken on the whole side."""
    middle, whole = arb((side[0] + side[1]) / 2), box_number(*side).enclosed()
    coefficients = lambda at: difference([Expanded(series(at, arb(1)))], WithTaylor()).series
    last, before = coefficients(whole)[TAYLOR - 1], coefficients(middle)
    distance = whole - middle
    total = last * powered(distance, TAYLOR - 1)
    for k in range(TAYLOR - 1):
        total += before[k] * powered(distance, k)
    low, high = sides_of(Number(ball=total))
    return -epsilon <= low and high <= epsilon


def kinks(f, layers, sides):
    """By axis: where steps that depend on one coordinate jump, where units have their kinks, and, in one variable, those of f."""
    cuts = [set() for _ in sides]
    first = layers[0] if layers and layers[0][0] == "affine" else None
    second = layers[1] if len(layers) > 1 else None
    if first and (is_step(second) or second == ("activation", "relu")):
        for row, bias in zip(first[1], first[2]):
            used = [i for i, w in enumerate(row) if w != 0]
            if len(used) == 1:
                cuts[used[0]].add(-bias / row[used[0]])
    elif first and len(sides) == 1 and second and second[0] == "norm":
        # Where all of a group vanish together there is a step.
        for g in range(0, len(first[1]), second[1]):
            rows, bias = first[1][g : g + second[1]], first[2][g : g + second[1]]
            if second[3] == 0 and is_collinear(rows, bias, second[1]):
                cuts[0] |= {-b / row[0] for row, b in zip(rows, bias) if row[0] != 0}
    if len(sides) == 1:
        line = broken_line(f, *sides[0])
        if line is not None:
            cuts[0] |= {x for x, _ in line}
    return cuts


def is_step(layer):
    return layer is not None and layer[0] == "norm" and layer[3] == 0 and layer[1] == (2 if layer[2] else 1) and (len(layer) > 4 or not layer[2])


def steps_decided(layers, cell):
    """A first layer of steps whose signs are constant on the cell, replaced by these constants."""
    middle = [(a + b) / 2 for a, b in cell]
    if len(layers) > 1 and layers[0][0] == "affine" and layers[1][0] == "norm" and layers[1][3] == 0:
        rows, bias, size = layers[0][1], layers[0][2], layers[1][1]
        values = [sum((w * x for w, x in zip(row, middle)), b) for row, b in zip(rows, bias)]
        constant = is_step(layers[1]) and all(
            sum(w != 0 for w in row) <= 1 or all(a == b for a, b in cell) for row in rows
        )
        lines = len(cell) == 1 and not constant and (len(layers[1]) > 4 or not layers[1][2])
        if constant:
            signs = [fmpq((v > 0) - (v < 0)) for v in values]
            return [("affine", [[fmpq(0)] * len(cell) for _ in rows], signs), *layers[2:]]
        if lines and is_collinear(rows, bias, size):
            at = run([("affine", rows, bias), ("norm", size, False, fmpq(0))], [Number(middle[0])], Plain())
            if all(value.rational for value in at):
                return [("affine", [[fmpq(0)] for _ in rows], [value.a for value in at]), *layers[2:]]
    return layers


def is_collinear(rows, bias, size):
    """In each group all lines vanish at one place, or are 0."""
    for g in range(0, len(rows), size):
        lines = [(row[0], b) for row, b in zip(rows[g : g + size], bias[g : g + size]) if row[0] != 0 or b != 0]
        if any(w == 0 for w, _ in lines) or len({-b / w for w, b in lines}) > 1:
            return False
    return True


def broken_line(node, a, b):
    """A piecewise-linear function of one variable on [a, b] as its corners, or None."""
    op = node[0]
    if op == "var":
        return [(a, a), (b, b)]
    if op == "const":
        return [(a, node[1]), (b, node[1])]
    if op in ("pi", "sqrt", "exp", "sin", "cos"):
        return None
    if op == "pow":
        return broken_line(node[1], a, b) if node[2] == 1 else None
    if op == "piecewise-linear":
        inner = broken_line(node[1], a, b)
        if inner is None:
            return None
        cut = inner
        for knot, _ in node[2]:
            cut = crossed(cut, [(x, knot) for x, _ in cut])
        return [(x, linear_value(node[2], y)) for x, y in cut]
    lines = [broken_line(part, a, b) for part in node[1:]]
    if any(line is None for line in lines):
        return None
    first = lines[0]
    if op == "neg":
        return [(x, -y) for x, y in first]
    if op == "abs":
        return [(x, abs(y)) for x, y in crossed(first, [(x, fmpq(0)) for x, _ in first])]
    for line in lines[1:]:
        if op in ("mul", "div"):
            if len({y for _, y in line}) > 1:
                first, line = line, first
                if op == "div" or len({y for _, y in line}) > 1:
                    return None
            factor = line[0][1]
            if op == "div" and factor == 0:
                return None
            first = [(x, y * factor if op == "mul" else y / factor) for x, y in first]
            continue
        xs = sorted({x for x, _ in first} | {x for x, _ in line})
        p, q = at_all(first, xs), at_all(line, xs)
        if op in ("add", "sub"):
            first = [(x, y + z if op == "add" else y - z) for (x, y), (_, z) in zip(p, q)]
        else:
            p = crossed(p, q)
            q = at_all(q, [x for x, _ in p])
            choose = min if op == "min" else max
            first = [(x, choose(y, z)) for (x, y), (_, z) in zip(p, q)]
    return first


def at_all(line, xs):
    return [(x, linear_value(line, x)) for x in xs]


def crossed(p, q):
    """p with a corner wherever it crosses q; both have corners at the same places."""
    result = [p[0]]
    for (x0, y0), (x1, y1), (_, z0), (_, z1) in zip(p, p[1:], q, q[1:]):
        before, after = y0 - z0, y1 - z1
        if before * after < 0:
            share = before / (before - after)
            result.append((x0 + (x1 - x0) * share, y0 + (y1 - y0) * share))
        result.append((x1, y1))
    return result


def total_roots(node, sides):
    """The roots whose argument is a polynomial of one variable that is nowhere below 0 on the domain, or an affine one."""
    total = set()
    if node[0] in ("var", "const", "pi"):
        return total
    for part in node[1:]:
        if isinstance(part, tuple):
            total |= total_roots(part, sides)
    if node[0] == "sqrt":
        variables = variables_of(node[1])
        p = polynomial(renamed(node[1])) if len(variables) <= 1 else None
        if p is not None:
            a, b = sides[next(iter(variables), 0)]
            odd = fmpq_poly([1])
            for factor, multiplicity in p.factor_squarefree()[1] if p.degree() > 0 else []:
                if multiplicity % 2 == 1:
                    odd *= fmpq_poly(factor)
            signs = {p(a + (b - a) * fmpq(i, p.degree() + 2)) >= 0 for i in range(p.degree() + 3)}
            if signs == {True} and (odd.degree() < 1 or real_roots(odd, a, b) == 0):
                total.add(id(node))
        elif all(len(variables_of(term)) <= 1 for term in (node[1:] if node[1][0] != "add" else node[1][1:])):
            corners = [evaluate(node[1], [Number(x) for x in corner], Plain()) for corner in product(*sides)]
            if is_affine(node[1]) and all(value.sign() in (0, 1) for value in corners):
                total.add(id(node))
    return total


def is_affine(node):
    if node[0] in ("var", "const"):
        return True
    if node[0] in ("add", "sub", "neg"):
        return all(is_affine(part) for part in node[1:])
    if node[0] == "mul":
        return all(is_affine(part) for part in node[1:]) and sum(bool(variables_of(part)) for part in node[1:]) <= 1
    return node[0] == "div" and is_affine(node[1]) and node[2][0] == "const"


def variables_of(node):
    if node[0] == "var":
        return {node[1]}
    return set().union(*[variables_of(part) for part in node[1:] if isinstance(part, tuple)])


def renamed(node):
    if node[0] == "var":
        return ("var", 0)
    return tuple(renamed(part) if isinstance(part, tuple) else part for part in node)


def ridge_sum(c):
    sides = domain(c.get("domain"))
    f = expression(c.get("function"), len(sides))
    epsilon, remainder = not_negative(c.get("epsilon")), not_negative(c.get("remainder"))
    ctx.prec = precision(c.get("precision")) + 32
    halvings = integer(c.get("subdivision", 40), 0, 200)
    constant = number(c.get("constant"))
    cosines = {}
    for entry in items(c.get("cosines")):
        fields(entry, ("frequency", "coefficient"))
        key = tuple(integer(k, 0, 100_000) for k in items(entry.get("frequency"), len(sides)))
        need(key not in cosines, "a new frequency")
        cosines[key] = number(entry.get("coefficient"))
    blocks = {}
    for entry in items(c.get("blocks")):
        fields(entry, ("direction", "network", "epsilon"))
        key = tuple(integer(k, -100_000, 100_000) for k in items(entry.get("direction"), len(sides)))
        need(key not in blocks and next((k for k in key if k != 0), 0) > 0, "a direction")
        layers, outputs = network(entry.get("network"), 1, True)
        need(outputs == 1, "one output")
        need(sum(layer[0] != "affine" for layer in layers) <= 1, "one hidden layer")
        blocks[key] = (layers, not_negative(entry.get("epsilon")))
    ridges = {}
    for key, coefficient in cosines.items():
        used = [i for i, k in enumerate(key) if k != 0]
        signs = list(product((1, -1), repeat=max(0, len(used) - 1)))
        for choice in signs:
            direction = list(key)
            for i, sign in zip(used[1:], choice):
                direction[i] *= sign
            ridges[tuple(direction)] = ridges.get(tuple(direction), fmpq(0)) + coefficient / len(signs)
    at_zero = ridges.pop((0,) * len(sides), fmpq(0))
    error = remainder + abs(at_zero - constant) + sum((share for _, share in blocks.values()), fmpq(0))
    error += sum((abs(value) for key, value in ridges.items() if key not in blocks), fmpq(0))
    if error > epsilon:
        return REJECTED
    verdicts = []
    for direction, (layers, share) in blocks.items():
        ends = [sorted((a * r, b * r)) for r, (a, b) in zip(direction, sides)]
        side = (sum((low for low, _ in ends), fmpq(0)), sum((high for _, high in ends), fmpq(0)))
        wave = ("mul", ("const", ridges.get(direction, fmpq(0))), ("cos", ("mul", ("pi",), ("var", 0))))
        verdicts.append(near(wave, layers, [side], share, halvings))
    waves = ("add", ("const", fmpq(0)), *[cosine(key, value) for key, value in cosines.items()])
    nothing = [("affine", [[fmpq(0)] * len(sides)], [fmpq(0)])]
    verdicts.append(piece(("sub", f, waves), nothing, total_roots(f, sides), list(sides), remainder, halvings))
    return worst(verdicts)


def cosine(frequency, coefficient):
    factors = [
        ("cos", ("mul", ("pi",), ("mul", ("const", fmpq(k)), ("var", i)))) for i, k in enumerate(frequency) if k != 0
    ]
    return ("mul", ("const", coefficient), *factors)


def impossibility(c):
    family = fields(c.get("family"))
    kind = family.get("type")
    need(kind in ("steps", "relu", "norm-units", "single-layer-norm", "layer-norm-net"), "family")
    fields(family, ("type", "depth" if kind == "layer-norm-net" else "units"))
    f = expression(c.get("function"), 1)
    places = numbers(c.get("points"))
    signs = items(c.get("signs"), len(places))
    need(all(type(sign) is int and sign in (1, -1) for sign in signs), "signs")
    level = number(c.get("level"))
    need(level > 0, "a level above 0")
    ctx.prec = precision(c.get("precision", 128)) + 32
    if kind == "layer-norm-net":
        changes = 2 ** integer(family.get("depth"), 1, 40)
    elif kind == "single-layer-norm":
        changes = 2
    elif kind == "norm-units":
        n = integer(family.get("units"), 1, 100_000)
        changes = n**3 - 2 * n**2 + 5 * n - 2
    else:
        changes = integer(family.get("units"), 0, 2**53 - 2) + (kind == "relu")
    if any(a >= b for a, b in zip(places, places[1:])) or any(a == b for a, b in zip(signs, signs[1:])):
        return REJECTED
    verdicts = []
    for place, sign in zip(places, signs):
        try:
            value = evaluate(f, [Number(place)], Plain())
        except NoValue as missing:
            verdicts.append(REJECTED if missing.certain else UNDECIDED)
            continue
        low, high = sides_of(value if sign == 1 else -value)
        verdicts.append(REJECTED if high < level else ACCEPTED if low >= level else UNDECIDED)
    return worst(verdicts) if changes < len(places) - 1 else REJECTED


def identity(c):
    variables = integer(c.get("variables"), 1, 50)
    names = named(c.get("polynomials", []))
    left, right = (written(c.get(side), variables, names) for side in ("left", "right"))
    return ACCEPTED if left == right else REJECTED


def named(value):
    names = {}
    for entry in value if value == [] else items(value):
        fields(entry, ("name", "variables", "expression", "coefficients"))
        name, variables = entry.get("name"), integer(entry.get("variables"), 1, 50)
        need(isinstance(name, str) and name.isidentifier() and name.isascii() and name not in names, "a new name")
        need(("coefficients" in entry) != ("expression" in entry), "coefficients or an expression")
        if "coefficients" in entry:
            need(variables == 1, "one variable")
            polynomial = {(i,): v for i, v in enumerate(numbers(entry["coefficients"])) if v != 0}
        else:
            polynomial = written(entry["expression"], variables, names)
        names[name] = (variables, polynomial)
    return names


def written(value, variables, names, depth=0):
    """A polynomial as a dictionary from exponents to coefficients."""
    Clock.tick()
    need(depth <= 100, "nesting")
    fields(value)
    if "var" in value:
        fields(value, ("var",))
        index = integer(value["var"], 0, variables - 1)
        return {tuple(int(i == index) for i in range(variables)): fmpq(1)}
    if "const" in value:
        fields(value, ("const",))
        return times(fmpq(1), {(0,) * variables: number(value["const"])})
    op = value.get("op")
    need(op in ("add", "sub", "mul", "neg", "pow", "apply", "derivative"), "op")
    fields(value, ("op", "args", *{"pow": ["exponent"], "apply": ["name"], "derivative": ["variable"]}.get(op, [])))
    length = {"sub": 2, "neg": 1, "pow": 1, "derivative": 1}.get(op)
    if op == "apply":
        need(value.get("name") in names, "a name")
        length = names[value["name"]][0]
    arguments = [written(part, variables, names, depth + 1) for part in items(value.get("args"), length)]
    one = {(0,) * variables: fmpq(1)}
    first = arguments[0]
    if op == "pow":
        return power(first, integer(value.get("exponent"), 0, 1000), one)
    if op == "derivative":
        i = integer(value.get("variable"), 0, variables - 1)
        return {(*e[:i], e[i] - 1, *e[i + 1 :]): v * e[i] for e, v in first.items() if e[i] > 0}
    if op == "apply":
        total = {}
        for exponents, coefficient in names[value["name"]][1].items():
            term = times(coefficient, one)
            for argument, exponent in zip(arguments, exponents):
                term = multiplied(term, power(argument, exponent, one))
            total = plus(total, term)
        return total
    if op == "neg":
        return times(fmpq(-1), first)
    for argument in arguments[1:]:
        first = multiplied(first, argument) if op == "mul" else plus(first, times(fmpq(-1 if op == "sub" else 1), argument))
    return first


def times(factor, p):
    return {e: factor * v for e, v in p.items() if factor * v != 0}


def plus(p, q):
    total = dict(p)
    for e, v in q.items():
        total[e] = total.get(e, fmpq(0)) + v
    return {e: v for e, v in total.items() if v != 0}


def multiplied(p, q):
    Clock.tick()
    variables = len(next(iter(p or q), ()))
    if variables == 1 and p and q:
        a, b = (fmpq_poly([r.get((i,), fmpq(0)) for i in range(max(e[0] for e in r) + 1)]) for r in (p, q))
        return {(i,): v for i, v in enumerate((a * b).coeffs()) if v != 0}
    total = {}
    for e, v in p.items():
        for f, w in q.items():
            key = tuple(i + j for i, j in zip(e, f))
            total[key] = total.get(key, fmpq(0)) + v * w
    return {e: v for e, v in total.items() if v != 0}


def power(p, n, one):
    result = one
    for _ in range(n):
        result = multiplied(result, p)
    return result


KINDS = {
    "inequality": inequality,
    "classification": classification,
    "shattering": shattering,
    "shattering-by-signs": shattering_by_signs,
    "approximation": approximation,
    "ridge-sum": ridge_sum,
    "impossibility": impossibility,
    "identity": identity,
}

if __name__ == "__main__":
    # With a number of seconds: texts as JSON strings, a line each, are answered by a verdict a line.
    if sys.argv[1:2] == ["--lines"]:
        for line in sys.stdin:
            print(check(json.loads(line), float(sys.argv[2])), flush=True)
    else:
        for file in sys.argv[1:]:
            with open(file, encoding="utf-8") as handle:
                print(check(handle.read(), 60), file, flush=True)
