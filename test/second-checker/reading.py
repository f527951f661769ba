"""Reads certificates as docs/certificates.md says, and no others."""

import json
import re

from flint import fmpq

NUMBER = re.compile(r"(0|-?[1-9][0-9]*)(?:/([1-9][0-9]*)|p(0|-?[1-9][0-9]*))?")
UNARY, BINARY, MANY = ("neg", "abs", "sqrt", "exp", "sin", "cos"), ("sub", "div"), ("add", "mul", "min", "max")


class Malformed(Exception):
    """No certificate of format 1."""


def need(condition, message):
    if not condition:
        raise Malformed(message)


class Repeated(dict):
    """An object with a key twice: an error if it is read."""


def read(text):
    def pairs(entries):
        kind = dict if len({key for key, _ in entries}) == len(entries) else Repeated
        return kind(entries)

    def whole(text):
        return int(text) if re.fullmatch(r"0|-?[1-9][0-9]{0,15}", text) and abs(int(text)) < 2**53 else float("nan")

    def refuse(_):
        raise Malformed("NaN or infinity")

    try:
        certificate = json.loads(text, object_pairs_hook=pairs, parse_int=whole, parse_constant=refuse)
    except (ValueError, RecursionError) as error:
        raise Malformed(str(error)) from error
    fields(certificate)
    need(certificate.get("format") == "normlab-certificate/1", "format")
    need(isinstance(certificate.get("statement"), str), "statement")
    need("claim" in certificate and isinstance(certificate["claim"], (str, type(None))), "claim")
    return certificate


def fields(value, names=None):
    need(isinstance(value, dict) and not isinstance(value, Repeated), "an object")
    need(names is None or all(key in names or key == "note" for key in value), "another field")
    return value


def items(value, length=None):
    need(isinstance(value, list) and (len(value) > 0 if length is None else len(value) == length), "a list")
    return value


def integer(value, least, most):
    need(type(value) is int and least <= value <= most, "an integer")
    return value


def number(value):
    match = isinstance(value, str) and len(value) <= 20_000 and NUMBER.fullmatch(value)
    need(match, "an exact number")
    top, below, power = match.groups()
    if power is None:
        return fmpq(int(top), int(below or 1))
    need(abs(int(power)) <= 65_536, "an exponent")
    return fmpq(int(top)) * fmpq(2) ** int(power)


def numbers(value, length=None):
    return [number(entry) for entry in items(value, length)]


def precision(value):
    return integer(value, 2, 65_536)


def network(value, inputs, activations=False):
    """A list of ("affine", rows, bias), ("norm", size, center, epsilon), ("activation", name), and the number of outputs."""
    layers, width = [], inputs
    for layer in items(value):
        kind = fields(layer).get("type")
        if kind == "affine":
            fields(layer, ("type", "weight", "bias"))
            rows = [numbers(row, width) for row in items(layer.get("weight"))]
            width = len(rows)
            layers.append(("affine", rows, numbers(layer.get("bias"), width)))
        elif kind == "norm":
            fields(layer, ("type", "normSize", "center", "epsilon"))
            size = integer(layer.get("normSize"), 1, 2**53)
            need(width % size == 0, "a divisor")
            need(isinstance(layer.get("center"), bool), "center")
            epsilon = number(layer.get("epsilon"))
            need(epsilon >= 0, "epsilon")
            layers.append(("norm", size, layer["center"], epsilon))
        else:
            need(kind == "activation" and activations, "a type of layer")
            fields(layer, ("type", "function"))
            need(layer.get("function") in ("relu", "tanh", "logistic"), "function")
            layers.append(("activation", layer["function"]))
    return layers, width


def expression(value, variables, depth=0):
    """("var", i), ("const", q), ("pi",), ("pow", e, n), ("piecewise-linear", e, knots), or (op, arguments…)."""
    need(depth <= 100, "nesting")
    fields(value)
    if "var" in value:
        fields(value, ("var",))
        return ("var", integer(value["var"], 0, variables - 1))
    if "const" in value:
        fields(value, ("const",))
        return ("const", number(value["const"]))
    op = value.get("op")
    need(op in ("pi", "pow", "piecewise-linear") + UNARY + BINARY + MANY, "op")
    fields(value, ("op", "args") + {"pow": ("exponent",), "piecewise-linear": ("knots",)}.get(op, ()))
    if op == "pi":
        need(value.get("args", []) == [], "arguments of pi")
        return ("pi",)
    length = 2 if op in BINARY else None if op in MANY else 1
    arguments = [expression(entry, variables, depth + 1) for entry in items(value.get("args"), length)]
    if op == "pow":
        return (op, arguments[0], integer(value.get("exponent"), 0, 1000))
    if op == "piecewise-linear":
        knots = [numbers(knot, 2) for knot in items(value.get("knots"))]
        need(all(a[0] < b[0] for a, b in zip(knots, knots[1:])), "knots in order")
        return (op, arguments[0], knots)
    return (op, *arguments)


def domain(value):
    sides = [numbers(side, 2) for side in items(value)]
    need(all(a < b for a, b in sides), "a < b")
    return sides


def not_negative(value):
    bound = number(value)
    need(bound >= 0, "a number not below 0")
    return bound
