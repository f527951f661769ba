"""Numbers of the second checker: exact a + b*pi where that is seen, else balls of python-flint's arb; and values with slopes."""

from flint import arb, arb_series, ctx, fmpq


class NoValue(Exception):
    """A division by 0 or a root of a negative number; `certain` if there is none for sure."""

    def __init__(self, certain):
        super().__init__("no value")
        self.certain = certain


HALF = fmpq(1, 2)
# Twice cos(pi*k/6), where rational.
TWICE_COSINE = {0: 2, 2: 1, 3: 0, 4: -1, 6: -2, 8: -1, 9: 0, 10: 1}
LONGEST = 20_000


def size(q):
    return int(q.p).bit_length() + int(q.q).bit_length()


class Number:
    """a + b*pi exactly, or a ball."""

    __slots__ = ("a", "b", "ball")

    def __init__(self, a=fmpq(0), b=fmpq(0), ball=None):
        if ball is None and size(a) + size(b) > LONGEST:
            ball = arb(a) + arb(b) * arb.pi()
        self.a, self.b, self.ball = a, b, ball

    @property
    def rational(self):
        return self.ball is None and self.b == 0

    def enclosed(self):
        return self.ball if self.ball is not None else arb(self.a) + (arb(self.b) * arb.pi() if self.b != 0 else 0)

    def __add__(self, other):
        if self.ball is None and other.ball is None:
            return Number(self.a + other.a, self.b + other.b)
        return Number(ball=self.enclosed() + other.enclosed())

    def __neg__(self):
        return Number(-self.a, -self.b) if self.ball is None else Number(ball=-self.ball)

    def __sub__(self, other):
        return self + -other

    def __mul__(self, other):
        if self.rational and (other.ball is None or self.a == 0):
            return Number(self.a * other.a, self.a * other.b) if other.ball is None else self
        if other.rational and (self.ball is None or other.a == 0):
            return other * self
        return Number(ball=self.enclosed() * other.enclosed())

    def __truediv__(self, other):
        if other.rational:
            if other.a == 0:
                raise NoValue(True)
            if self.ball is None:
                return Number(self.a / other.a, self.b / other.a)
        below = other.enclosed()
        if below.contains(0):
            raise NoValue(False)
        return Number(ball=self.enclosed() / below)

    def sign(self):
        """-1, 0, 1, or None where the ball does not tell."""
        if self.rational:
            return (self.a > 0) - (self.a < 0)
        ball = self.enclosed()
        return 1 if ball > 0 else -1 if ball < 0 else None

    def sqrt(self, total=False):
        sign = self.sign()
        if sign == -1:
            raise NoValue(True)
        if self.rational:
            n, d = self.a.p, self.a.q
            root = fmpq(n.isqrt(), d.isqrt())
            return Number(root) if root * root == self.a else Number(ball=arb(self.a).sqrt())
        ball = self.enclosed()
        if sign is None:
            if not total and not ball.lower() >= 0:
                raise NoValue(False)
            return Number(ball=interval(arb(0), arb(ball.upper()).sqrt()))
        return Number(ball=ball.sqrt())

    def minimum(self, other):
        order = (self - other).sign()
        if order is not None:
            return self if order <= 0 else other
        a, b = self.enclosed(), other.enclosed()
        return Number(ball=interval(lower(a, b), min_of(a.upper(), b.upper())))

    def absolute(self):
        sign = self.sign()
        return Number(ball=self.enclosed().__abs__()) if sign is None else self if sign >= 0 else -self

    def exp(self):
        return Number(fmpq(1)) if self.sign() == 0 else Number(ball=rising(self.enclosed(), arb.exp))

    def cos(self):
        if self.ball is None and self.a == 0:
            sixths = self.b * 6
            if sixths.q == 1 and int(sixths.p) % 12 in TWICE_COSINE:
                return Number(fmpq(TWICE_COSINE[int(sixths.p) % 12], 2))
        return Number(fmpq(1)) if self.sign() == 0 else Number(ball=self.enclosed().cos())

    def sin(self):
        if self.sign() == 0:
            return self
        if self.ball is None and self.b != 0:
            return Number(self.a, self.b - HALF).cos()
        return Number(ball=self.enclosed().sin())

    def tanh(self):
        return self if self.sign() == 0 else Number(ball=rising(self.enclosed(), arb.tanh))

    def logistic(self):
        return Number(HALF) if self.sign() == 0 else Number(ball=rising(self.enclosed(), lambda x: 1 / (1 + (-x).exp())))

    def power(self, n):
        if n == 0:
            return Number(fmpq(1))
        if self.rational and n * size(self.a) <= LONGEST:
            return Number(self.a**n)
        return Number(ball=powered(self.enclosed(), n))


def powered(ball, n):
    """The n-th powers of a ball's numbers; flint's own has none where 0 is among them."""
    if n == 0 or not ball.contains(0):
        return ball**n
    greatest = arb(ball.abs_upper())
    greatest = greatest**n if greatest > 0 else arb(0)
    return interval(arb(0) if n % 2 == 0 else -greatest, greatest)


def min_of(a, b):
    return a if a < b else b


def lower(a, b):
    return min_of(a.lower(), b.lower())


def interval(low, high):
    """The ball from the lower end of one to the upper end of the other."""
    return low.union(high)


def rising(ball, f):
    """The values of a rising function on a ball, from its ends."""
    return interval(f(arb(ball.lower())), f(arb(ball.upper())))


def rational(q):
    return Number(fmpq(q))


def sign_of(number):
    sign = number.sign()
    return Number(ball=interval(arb(-1), arb(1))) if sign is None else rational(sign)


def box_number(a, b):
    """All numbers between two rationals."""
    return Number(a) if a == b else Number(ball=interval(arb(a), arb(b)))


class Sloped:
    """Values on a box, and all difference quotients along each axis (None: there is no bound on them)."""

    def __init__(self, value, slopes):
        self.value, self.slopes = value, slopes

    def chain(self, value, factor):
        return Sloped(value, [None if s is None or factor is None else factor * s for s in self.slopes])

    def __add__(self, other):
        return Sloped(self.value + other.value, [both(a, b, lambda x, y: x + y) for a, b in zip(self.slopes, other.slopes)])

    def __neg__(self):
        return Sloped(-self.value, [None if s is None else -s for s in self.slopes])

    def __sub__(self, other):
        return self + -other

    def __mul__(self, other):
        slopes = [
            both(a, b, lambda x, y: x * other.value + self.value * y) for a, b in zip(self.slopes, other.slopes)
        ]
        return Sloped(self.value * other.value, slopes)

    def __truediv__(self, other):
        value = self.value / other.value
        slopes = [both(a, b, lambda x, y: (x - value * y) / other.value) for a, b in zip(self.slopes, other.slopes)]
        return Sloped(value, slopes)

    def minimum(self, other):
        order = (self.value - other.value).sign()
        value = self.value.minimum(other.value)
        if order is not None and order != 0:
            return Sloped(value, self.slopes if order < 0 else other.slopes)
        hull = lambda x, y: Number(ball=x.enclosed().union(y.enclosed()))
        return Sloped(value, [both(a, b, hull) for a, b in zip(self.slopes, other.slopes)])

    def absolute(self):
        return -(self.minimum(-self))

    def sqrt(self, total=False):
        value = self.value.sqrt(total)
        try:
            return self.chain(value, rational(1) / (value + value))
        except NoValue:
            return self.chain(value, None)

    def exp(self):
        value = self.value.exp()
        return self.chain(value, value)

    def sin(self):
        return self.chain(self.value.sin(), self.value.cos())

    def cos(self):
        return self.chain(self.value.cos(), -self.value.sin())

    def tanh(self):
        value = self.value.tanh()
        return self.chain(value, rational(1) - value * value)

    def logistic(self):
        value = self.value.logistic()
        return self.chain(value, value * (rational(1) - value))

    def power(self, n):
        return self.chain(self.value.power(n), rational(n) * self.value.power(max(0, n - 1)))


# Taylor coefficients that are computed, the remainder's included.
TAYLOR = 16
ctx.cap = TAYLOR


def series(*few):
    return arb_series([*few, *[arb(0)] * (TAYLOR - len(few))], prec=TAYLOR)


class Expanded:
    """Taylor coefficients at every number of a ball, by flint's power series; without kinks and jumps there."""

    def __init__(self, coefficients):
        self.series = coefficients

    def of(self, result):
        if not all(result[k].is_finite() for k in range(TAYLOR)):
            raise NoValue(False)
        return Expanded(result)

    def __add__(self, other):
        return Expanded(self.series + other.series)

    def __neg__(self):
        return Expanded(-self.series)

    def __sub__(self, other):
        return Expanded(self.series - other.series)

    def __mul__(self, other):
        return Expanded(self.series * other.series)

    def __truediv__(self, other):
        if other.series[0].contains(0):
            raise NoValue(False)
        return self.of(self.series / other.series)

    def minimum(self, other):
        order = Number(ball=self.series[0] - other.series[0]).sign()
        if order is None:
            raise NoValue(False)
        return self if order < 0 else other

    def absolute(self):
        return -(self.minimum(-self))

    def sqrt(self, total=False):
        if not self.series[0] > 0:
            raise NoValue(False)
        return self.of(self.series.sqrt())

    def exp(self):
        return self.of(self.series.exp())

    def sin(self):
        return self.of(self.series.sin())

    def cos(self):
        return self.of(self.series.cos())

    def tanh(self):
        one = series(arb(1))
        growth = (self.series + self.series).exp()
        return self.of((growth - one) / (growth + one))

    def logistic(self):
        one = series(arb(1))
        return self.of(one / (one + (-self.series).exp()))

    def power(self, n):
        result = Expanded(series(arb(1)))
        for _ in range(n):
            result = result * self
        return result


def both(a, b, combine):
    return None if a is None or b is None else combine(a, b)
