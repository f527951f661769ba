import type { Check, Claim, TheoremCheck } from "./claim.js";

/** The checks of a claim: that of its theorem first, where it has one. */
export function checksOf(claim: Claim): readonly Check[] {
  return claim.theorem === undefined ? claim.checks : [theoremCheck(claim.theorem), ...claim.checks];
}

function theoremCheck(theorem: NonNullable<Claim["theorem"]>): TheoremCheck {
  const { file, name, mutations } = theorem;
  const parameters = { file, name, mutations: mutations.map(({ replace, by }) => [replace, by]) };
  return {
    id: "theorem",
    title: `The theorem \`${name}\` in \`proofs/${file}\``,
    role: "evidence",
    method: "theorem",
    theorem,
    parameters: { quick: parameters, full: parameters, paper: parameters },
    control: `The same proof with another statement: ${mutations.map(({ what }) => what).join("; ")}.`,
  };
}
