"""Values of expressions and networks, in any of the numbers of numbers_of.py."""

from flint import arb, fmpq, fmpq_poly

from numbers_of import Expanded, NoValue, Number, Sloped, interval, rational, series, sign_of


class Plain:
    """Evaluation in numbers."""

    def lift(self, number):
        return number

    def sign(self, value):
        return sign_of(value)

    def quotient(self, value, root, size):
        return bounded(value / root, size)

    def unknown(self, size):
        return Number(ball=interval(-arb(size).sqrt(), arb(size).sqrt()))

    def value(self, number):
        return number

    def linear(self, at, knots):
        return piecewise(knots, at)[0]


class WithSlopes:
    """Evaluation in values with slopes along `axes` axes."""

    def __init__(self, axes):
        self.axes = axes

    def lift(self, number):
        return Sloped(number, [rational(0)] * self.axes)

    def sign(self, at):
        sign = at.value.sign()
        return Sloped(sign_of(at.value), [None if sign is None else rational(0)] * self.axes)

    def quotient(self, value, root, size):
        quotient = value / root
        return Sloped(bounded(quotient.value, size), quotient.slopes)

    def unknown(self, size):
        return Sloped(Plain().unknown(size), [None] * self.axes)

    def value(self, sloped):
        return sloped.value

    def linear(self, at, knots):
        value, slope = piecewise(knots, at.value)
        return at.chain(value, slope)


class WithTaylor:
    """Evaluation in Taylor coefficients."""

    def lift(self, number):
        return Expanded(series(number.enclosed()))

    def value(self, expanded):
        return Number(ball=expanded.series[0])

    def sign(self, at):
        sign = self.value(at).sign()
        if sign is None:
            raise NoValue(False)
        return self.lift(rational(sign))

    def quotient(self, value, root, size):
        return value / root

    def unknown(self, size):
        raise NoValue(False)

    def linear(self, at, knots):
        value, slope = piecewise(knots, self.value(at))
        if not slope.rational:
            raise NoValue(False)
        line = at.series - series(at.series[0])
        return Expanded(series(value.enclosed()) + line * series(slope.enclosed()))


def bounded(value, size):
    if value.rational:
        return value
    root = arb(size).sqrt()
    ball = value.enclosed()
    try:
        return Number(ball=ball.intersection(interval(-root, root)))
    except ValueError:
        return value


def piecewise(knots, at):
    """Value and slopes of a piecewise-linear function."""
    low, high = (at.a, at.a) if at.rational else ends(at)
    at_low, at_high = linear_value(knots, low), linear_value(knots, high)
    inside = [y for x, y in knots if low < x < high]
    values = [at_low, at_high, *inside]
    slopes = [
        (q[1] - p[1]) / (q[0] - p[0]) for p, q in zip(knots, knots[1:]) if p[0] <= high and q[0] >= low
    ]
    if low <= knots[0][0] or high >= knots[-1][0] or not slopes:
        slopes.append(fmpq(0))
    return between(min(values), max(values)), between(min(slopes), max(slopes))


def linear_value(knots, x):
    if x <= knots[0][0]:
        return knots[0][1]
    for (x0, y0), (x1, y1) in zip(knots, knots[1:]):
        if x <= x1:
            return y0 + (y1 - y0) * (x - x0) / (x1 - x0)
    return knots[-1][1]


def between(low, high):
    return rational(low) if low == high else Number(ball=interval(arb(low), arb(high)))


def exactly(end):
    mantissa, exponent = end.man_exp()
    return fmpq(mantissa) * fmpq(2) ** int(exponent)


def ends(number):
    """Rational numbers below and above a number."""
    if number.rational:
        return number.a, number.a
    ball = number.enclosed()
    if not ball.is_finite():
        raise NoValue(False)
    return exactly(ball.lower()), exactly(ball.upper())


def evaluate(node, at, within, total=frozenset()):
    op = node[0]
    if op == "var":
        return at[node[1]]
    if op == "const":
        return within.lift(Number(node[1]))
    if op == "pi":
        return within.lift(Number(fmpq(0), fmpq(1)))
    first = evaluate(node[1], at, within, total)
    if op == "pow":
        return first.power(node[2])
    if op == "piecewise-linear":
        return within.linear(first, node[2])
    if op == "neg":
        return -first
    if op == "abs":
        return first.absolute()
    if op == "sqrt":
        return first.sqrt(id(node) in total)
    if op in ("exp", "sin", "cos"):
        return getattr(first, op)()
    for argument in node[2:]:
        other = evaluate(argument, at, within, total)
        if op == "add":
            first = first + other
        elif op == "sub":
            first = first - other
        elif op == "mul":
            first = first * other
        elif op == "div":
            first = first / other
        elif op == "min":
            first = first.minimum(other)
        else:
            first = -((-first).minimum(-other))
    return first


def centred(layers):
    """The network with every centring done, exactly, by the affine layer before it, where there is one."""
    result = []
    for layer in layers:
        if layer[0] == "norm" and layer[2] and result and result[-1][0] == "affine":
            _, rows, bias = result.pop()
            size = layer[1]
            new_rows, new_bias = [], []
            for g in range(0, len(rows), size):
                mean = [sum(column, fmpq(0)) / size for column in zip(*rows[g : g + size])]
                mean_bias = sum(bias[g : g + size], fmpq(0)) / size
                new_rows += [[w - m for w, m in zip(row, mean)] for row in rows[g : g + size]]
                new_bias += [b - mean_bias for b in bias[g : g + size]]
            result += [("affine", new_rows, new_bias), ("norm", size, True, layer[3], "done")]
        else:
            result.append(layer)
    return result


def run(layers, at, within):
    """All outputs of a network."""
    for layer in layers:
        if layer[0] == "affine":
            after = []
            for row, bias in zip(layer[1], layer[2]):
                total = within.lift(Number(bias))
                for weight, value in zip(row, at):
                    if weight != 0:
                        total = total + within.lift(Number(weight)) * value
                after.append(total)
            at = after
        elif layer[0] == "activation":
            zero = within.lift(rational(0))
            at = [-((-x).minimum(zero)) if layer[1] == "relu" else getattr(x, layer[1])() for x in at]
        else:
            size, center, epsilon = layer[1], layer[2] and len(layer) == 4, layer[3]
            signs = epsilon == 0 and size == (2 if layer[2] else 1)
            at = [y for g in range(0, len(at), size) for y in normed(at[g : g + size], center, epsilon, signs, within)]
    return at


def normed(group, center, epsilon, signs, within):
    size = len(group)
    share = within.lift(Number(fmpq(1, size)))
    if center:
        mean = sum(group[1:], group[0]) * share
        group = [x - mean for x in group]
    if signs:
        return [within.sign(x) for x in group]
    squares = [x.power(2) for x in group]
    root = (sum(squares[1:], squares[0]) * share + within.lift(Number(epsilon))).sqrt(True)
    sign = within.value(root).sign()
    if sign == 0:
        return [within.lift(rational(0)) for _ in group]
    if sign is None or not within.value(root).enclosed() > 0:
        return [within.unknown(size) for _ in group]
    return [within.quotient(x, root, size) for x in group]


def polynomial(node):
    """An expression of one variable as a polynomial, or None."""
    op = node[0]
    if op == "var":
        return fmpq_poly([0, 1])
    if op == "const":
        return fmpq_poly([node[1]])
    if op not in ("add", "sub", "mul", "neg", "pow", "div"):
        return None
    parts = [polynomial(part) for part in (node[1:2] if op == "pow" else node[1:])]
    if any(part is None or part.degree() > 200 for part in parts):
        return None
    first = parts[0]
    if op == "neg":
        return -first
    if op == "pow":
        return first ** node[2] if first.degree() * node[2] <= 200 else None
    for part in parts[1:]:
        if op == "div":
            if part.degree() != 0:
                return None
            first = first / part[0]
        else:
            first = first + part if op == "add" else first - part if op == "sub" else first * part
    return first
