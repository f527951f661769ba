import { describe, expect, test } from "vitest";
import { checkCertificate, parseExpression, type Layer } from "../../src/exact/index.js";

const affine = (weight: string[][], bias: string[]): Layer => ({ type: "affine", weight, bias });
const norm = (normSize: number, center: boolean, epsilon = "0"): Layer => ({ type: "norm", normSize, center, epsilon });
const activation = (name: "relu" | "tanh" | "logistic"): Layer => ({ type: "activation", function: name });

function verdict(
  text: string,
  network: readonly Layer[],
  epsilon: string,
  domain: readonly [string, string][],
): string {
  const variables = ["x", "y", "z"].slice(0, domain.length);
  return checkCertificate({
    format: "normlab-certificate/1",
    claim: null,
    statement: `within ${epsilon} of ${text}`,
    kind: "approximation",
    network,
    function: parseExpression(text, variables),
    domain,
    epsilon,
    precision: 64,
  }).verdict;
}

const square: [string, string][] = [
  ["-1", "1"],
  ["-1", "1"],
];

describe("networks of several variables", () => {
  test("affine ones are compared exactly, also where the error is epsilon at a corner", () => {
    const cube: [string, string][] = [...square, ["-1", "1"]];
    expect(verdict("x + 2*y - z", [affine([["1", "2", "-1"]], ["0"])], "0", cube)).toBe("accepted");
    expect(verdict("x + y", [affine([["0", "0"]], ["1"])], "3", square)).toBe("accepted");
    expect(verdict("x + y", [affine([["0", "0"]], ["1"])], "299/100", square)).toBe("rejected");
  });

  test("a norm layer is compared with itself written as an expression", () => {
    const layers = [
      affine(
        [
          ["1", "0"],
          ["0", "1"],
          ["0", "0"],
        ],
        ["1", "0", "3"],
      ),
      norm(3, true),
      affine([["1", "0", "0"]], ["0"]),
    ];
    const mean = "(x + y + 4)/3";
    const text = `(x + 1 - ${mean})/sqrt(((x + 1 - ${mean})^2 + (y - ${mean})^2 + (3 - ${mean})^2)/3)`;
    expect(verdict(text, layers, "1/20", square)).toBe("accepted");
    expect(verdict(`${text} + 1/10`, layers, "1/20", square)).toBe("rejected");
  });

  test("epsilon counts inside the root", () => {
    const layers = [affine([["1", "1"]], ["0"]), norm(1, false, "1"), affine([["1"]], ["0"])];
    expect(verdict("(x + y)/sqrt((x + y)^2 + 1)", layers, "1/20", square)).toBe("accepted");
    expect(verdict("(x + y)/sqrt((x + y)^2 + 2)", layers, "1/20", square)).toBe("rejected");
  });

  test("a slanted step is settled where the error stays below epsilon on both sides of it", () => {
    const layers = [
      affine(
        [
          ["1", "1"],
          ["-1", "-1"],
        ],
        ["1/3", "0"],
      ),
      norm(2, true),
      affine([["1/2", "0"]], ["0"]),
    ];
    expect(verdict("(x + y)/4", layers, "6/10", square)).toBe("accepted");
    expect(verdict("(x + y)/4", layers, "5/10", square)).toBe("rejected");
  });

  test("a root that is 0 inside the domain gives at most the root of the group's size", () => {
    const layers = [norm(2, false), affine([["1", "0"]], ["0"])];
    expect(verdict("0", layers, "14143/10000", square)).toBe("accepted");
    expect(verdict("0", layers, "14142/10000", square)).toBe("rejected");
  });
});

describe("several hidden layers of one variable", () => {
  test("activations after activations", () => {
    const line: [string, string][] = [["-1", "2"]];
    const logistic = (text: string) => `1/(1 + exp(-(${text})))`;
    const twice = [activation("logistic"), activation("logistic")];
    expect(verdict(logistic(logistic("x")), twice, "1/10000", line)).toBe("accepted");
    expect(verdict(`${logistic(logistic("x"))} + 1/1000`, twice, "1/10000", line)).toBe("rejected");
    // relu(tanh x) − relu(−tanh x) = tanh x.
    const mixed = [
      affine([["1"], ["-1"]], ["0", "0"]),
      activation("tanh"),
      activation("relu"),
      affine([["1", "-1"]], ["0"]),
    ];
    expect(verdict("1 - 2/(exp(2*x) + 1)", mixed, "1/100", line)).toBe("accepted");
    expect(verdict("1 - 2/(exp(2*x) + 1) + 1/50", mixed, "1/100", line)).toBe("rejected");
  });

  test("norm layers after norm layers", () => {
    const layers = [
      affine([["1"], ["0"], ["2"]], ["0", "1", "0"]),
      norm(3, true),
      affine(
        [
          ["1", "0", "0"],
          ["0", "1", "0"],
          ["0", "0", "0"],
        ],
        ["0", "0", "1"],
      ),
      norm(3, true),
      affine([["1", "0", "0"]], ["0"]),
    ];
    expect(verdict("0", layers, "17321/10000", [["-1", "1"]])).toBe("accepted");
    expect(verdict("0", layers, "1/10", [["-1", "1"]])).toBe("rejected");
  });
});
