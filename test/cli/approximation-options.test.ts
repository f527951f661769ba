import { describe, it } from "vitest";
import { expectRefusal, expression, inputFolder } from "./inputs.js";

const inputs = inputFolder();
const { out } = inputs;

const wrongInput: [string, string[], RegExp][] = [
  [
    "numbers beyond all counts blame what is extreme",
    ["bounds", "--activation", "sign", "--lipschitz", "1e400", "--epsilon", "1"],
    /^normlab: --lipschitz: /,
  ],
  [
    "a tiny accuracy is blamed too",
    ["bounds", "--activation", "sign", "--lipschitz", "1", "--epsilon", "1e-400"],
    /^normlab: --epsilon: /,
  ],
  [
    "a dimension that is too large is told its range",
    ["bounds", "--activation", "sign", "--lipschitz", "1", "--epsilon", "1", "--dimension", "1000000"],
    /--dimension: expected an integer from 1 to 1000, got 1000000/,
  ],
  [
    "numbers are described as they are written on a command line",
    ["bounds", "--activation", "sign", "--lipschitz", "five", "--epsilon", "1"],
    /--lipschitz: expected an exact number such as 12, 0\.25, 3\/7 or 1e-3, got/,
  ],
  [
    "what would take too many units names the command that counts",
    ["approximate", ...expression.with(7, "1e-9"), "--out", out],
    /--epsilon: .*normlab bounds counts without building/,
  ],
  [
    "two hidden layers in one variable are refused, not ignored",
    ["approximate", ...expression, "--depth", "2", "--out", out],
    /--depth: expected 1 for one variable/,
  ],
  [
    "a comma in a number of an option",
    ["bounds", "--activation", "sign", "--lipschitz", "1", "--epsilon", "0,1"],
    /--epsilon: .*Write a point in numbers: 0\.1/,
  ],
  [
    "an activation that is nearly one",
    ["bounds", "--activation", "PLN2", "--lipschitz", "1", "--epsilon", "1"],
    /--activation: .*Did you mean pln-2\?/,
  ],
  [
    "a domain that is none",
    ["bounds", "--activation", "sign", "--lipschitz", "1", "--epsilon", "1", "--domain", "a,b"],
    /^normlab: --domain: expected an exact number/,
  ],
  [
    "a name with two letters exchanged",
    ["bounds", "--activation", "rleu", "--lipschitz", "1", "--epsilon", "1"],
    /--activation: .*Did you mean relu\?/,
  ],
];

describe("an option of bounds and approximate that is wrong", () => {
  it.each(wrongInput)("%s", (_, args, message) => expectRefusal(args, message, inputs));
});
