import type { Theorem } from "../claims/claim.js";

/** A theorem with its false variants: what is changed, and by which text for which in its statement. */
function sound(
  kind: string,
  place: string,
  says: string,
  ...mutations: readonly (readonly [what: string, replace: string, by: string])[]
): Theorem & { readonly kind: string } {
  const [file, name] = place.split(" ") as [string, string];
  return { kind, file, name, says, mutations: mutations.map(([what, replace, by]) => ({ what, replace, by })) };
}

/** The theorem of each kind of certificate that the proved checker covers: what it accepts is true. */
export const soundness: readonly (Theorem & { readonly kind: string })[] = [
  sound(
    "inequality",
    "checker/Inequality.v inequality_is_sound",
    "what `check_inequality` accepts has a < b, and at every real number of (a, b) the polynomial is above 0, or below, as it says.",
    ["the ends belong to the interval", "Q2R a < x < Q2R b ->", "Q2R a <= x <= Q2R b ->"],
    ["the relation turned around", "if greater then 0", "if negb greater then 0"],
  ),
  sound(
    "inequality with an expression",
    "checker/Identity.v stated_inequality_is_sound",
    "what `check_stated_inequality` accepts states an expression that means a function of one real number; whatever function it means, at every x of (a, b) its value is the polynomial's, and above 0, or below, as it says.",
    ["the value one greater", "f [x] = value_of p x", "f [x] = value_of p (x + 1)"],
    ["at all real numbers", "Q2R a < x < Q2R b ->", "Q2R a < Q2R b ->"],
  ),
  sound(
    "identity",
    "checker/Identity.v identity_is_sound",
    "what `check_identity` accepts has two sides that mean functions of n real numbers (a derivative in them is the derivative), and whatever functions they mean, these have the same value everywhere.",
    ["one side was not looked at", "check_identity n names left right", "check_identity n names left left"],
  ),
  sound(
    "classification",
    "checker/Classification.v classification_is_sound",
    "what `check_classification` accepts has a network whose sizes fit, with two outputs or more, and samples; and for every sample, of as many components as go in, the output at its label is strictly greater than every other.",
    ["three outputs or more", "(2 <= k)%nat", "(3 <= k)%nat"],
    ["the labels moved by one", "n k net samples labels.", "n k net samples (map S labels)."],
  ),
  sound(
    "shattering",
    "checker/Classification.v shattering_is_sound",
    "what `check_shattering` accepts are points that are shattered by the networks of its cases, whose sizes fit: every labeling by 0 and 1 is made by one of them.",
    ["the first case is not needed", "In c cases", "In c (tl cases)"],
    ["one output is enough", "shaped n net 2", "shaped n net 1"],
  ),
  sound(
    "approximation",
    "checker/Approximation.v approximation_is_sound",
    "what `check_approximation` accepts has a network of one input and one output whose sizes fit, and a < b; and at every real number x with a ≤ x ≤ b the function has a value, and the network's is at most epsilon away.",
    ["nearer by half", "<= Q2R eps.", "<= Q2R eps / 2."],
    ["outside the interval too", "Q2R a <= x <= Q2R b ->", "Q2R a <= x <= Q2R b + 1 ->"],
  ),
  sound(
    "impossibility",
    "checker/Impossibility.v impossibility_is_sound",
    "what `check_impossibility` accepts has a function with a value at every point, and no member of the family (sums of N steps, or of N rectified linear units, and a constant; one normalization group between affine maps; LN-Nets of width 3 and depth L) is nearer to it than the level at all points.",
    ["at twice the level", "Q2R level <= Rabs", "2 * Q2R level <= Rabs"],
    ["at the first point", "In x (map Q2R points) /\\", "In x (map Q2R (firstn 1 points)) /\\"],
  ),
  sound(
    "a classification, checked inside Rocq",
    "checker/Chosen.v xor_is_classified",
    "XOR is classified by a network of one layer normalization; the checker runs inside Rocq, so that nothing is extracted or read from a file.",
    ["one label wrong", "[0; 0; 1; 1]%nat.", "[0; 0; 1; 0]%nat."],
  ),
  sound(
    "a shattering, checked inside Rocq",
    "checker/Chosen.v two_points_are_shattered",
    "two points of the line are shattered by four networks of one layer normalization of two numbers; the checker runs inside Rocq.",
    ["one case wrong", "Case [1; 1]%nat (sign_network 1 1)", "Case [1; 1]%nat (sign_network 1 (-1))"],
  ),
  sound(
    "shattering by circles, checked inside Rocq",
    "checker/CircleLabelings.v circles_shatter_is_sound",
    "what `circles_shatter` accepts are whole numbers whose points on the line are shattered by LN-Nets of width 3 with L layer normalizations and two outputs. It runs inside Rocq (`npm run inside-rocq`).",
    ["networks of width 2", "(ln_net 1 3 L 2)", "(ln_net 1 2 L 2)"],
    ["one point more", "(map IZR xs)", "(map IZR (0%Z :: xs))"],
  ),
];
