import type { Theorem } from "../claims/claim.js";

/** The theorem of each kind of certificate that the proved checker covers: what it accepts is true. */
export const soundness: readonly (Theorem & { readonly kind: string })[] = [
  {
    kind: "inequality",
    file: "checker/Inequality.v",
    name: "inequality_is_sound",
    says: "what `check_inequality` accepts has a < b, and at every real number of (a, b) the polynomial is above 0, or below, as it says.",
    mutations: [
      { what: "the ends belong to the interval", replace: "Q2R a < x < Q2R b ->", by: "Q2R a <= x <= Q2R b ->" },
      { what: "the relation turned around", replace: "if greater then 0", by: "if negb greater then 0" },
    ],
  },
  {
    kind: "inequality with an expression",
    file: "checker/Identity.v",
    name: "stated_inequality_is_sound",
    says: "what `check_stated_inequality` accepts states an expression that means a function of one real number; whatever function it means, at every x of (a, b) its value is the polynomial's, and above 0, or below, as it says.",
    mutations: [
      { what: "the value one greater", replace: "f [x] = value_of p x", by: "f [x] = value_of p (x + 1)" },
      { what: "at all real numbers", replace: "Q2R a < x < Q2R b ->", by: "Q2R a < Q2R b ->" },
    ],
  },
  {
    kind: "identity",
    file: "checker/Identity.v",
    name: "identity_is_sound",
    says: "what `check_identity` accepts has two sides that mean functions of n real numbers (a derivative in them is the derivative), and whatever functions they mean, these have the same value everywhere.",
    mutations: [
      {
        what: "one side was not looked at",
        replace: "check_identity n names left right",
        by: "check_identity n names left left",
      },
    ],
  },
  {
    kind: "classification",
    file: "checker/Classification.v",
    name: "classification_is_sound",
    says: "what `check_classification` accepts has a network whose sizes fit, with two outputs or more, and samples; and for every sample, of as many components as go in, the output at its label is strictly greater than every other.",
    mutations: [
      { what: "three outputs or more", replace: "(2 <= k)%nat", by: "(3 <= k)%nat" },
      { what: "the labels moved by one", replace: "n k net samples labels.", by: "n k net samples (map S labels)." },
    ],
  },
  {
    kind: "shattering",
    file: "checker/Classification.v",
    name: "shattering_is_sound",
    says: "what `check_shattering` accepts are points that are shattered by the networks of its cases, whose sizes fit: every labeling by 0 and 1 is made by one of them.",
    mutations: [
      { what: "the first case is not needed", replace: "In c cases", by: "In c (tl cases)" },
      { what: "one output is enough", replace: "shaped n net 2", by: "shaped n net 1" },
    ],
  },
  {
    kind: "a classification, checked inside Rocq",
    file: "checker/Chosen.v",
    name: "xor_is_classified",
    says: "XOR is classified by a network of one layer normalization; the checker runs inside Rocq, so that nothing is extracted or read from a file.",
    mutations: [{ what: "one label wrong", replace: "[0; 0; 1; 1]%nat.", by: "[0; 0; 1; 0]%nat." }],
  },
  {
    kind: "a shattering, checked inside Rocq",
    file: "checker/Chosen.v",
    name: "two_points_are_shattered",
    says: "two points of the line are shattered by four networks of one layer normalization of two numbers; the checker runs inside Rocq.",
    mutations: [
      {
        what: "one case wrong",
        replace: "Case [1; 1]%nat (sign_network 1 1)",
        by: "Case [1; 1]%nat (sign_network 1 (-1))",
      },
    ],
  },
];
