import type { PaperId } from "../../claims/claim.js";

/** A sentence of an abstract, told in our words, and the claims that answer it. */
export interface AbstractSentence {
  readonly paper: PaperId;
  /** Its place in the abstract, from 1. */
  readonly number: number;
  /** What it says, in short. */
  readonly says: string;
  /** Ids of claims. */
  readonly claims: readonly string[];
  /** Why no claim answers it. */
  readonly none?: string;
}

/** The sentences of the three abstracts that state something, by number. */
export const abstractSentences: readonly AbstractSentence[] = [
  ...sentences("A", [
    [1, "Universal approximation is a fundamental theory of deep networks.", [], "context"],
    [2, "Its analyses leave normalization layers out.", [], "context"],
    [
      3,
      "Universal approximation is studied with normalization layers, for the first time.",
      [],
      "who was first is not tested",
    ],
    [
      4,
      "An infinitely wide network of PLN and linear layers alone approximates universally.",
      ["A1", "A3", "A4", "A5", "A9"],
    ],
    [5, "The least number of neurons for L-Lipschitz functions with one hidden layer.", ["A3", "A4", "A10"]],
    [6, "The approximation capacity of PLN beside that of traditional activations.", ["A2", "A8"]],
    [7, "PLN can act as activation function and as normalization at once.", ["A6"]],
    [8, "PLN can improve transformers when it replaces LN.", ["A7"]],
  ]),
  ...sentences("B", [
    [1, "Layer normalization is everywhere, and its theory elusive.", [], "context"],
    [2, "A new direction: its nonlinearity and its representation capacity.", ["B1", "B2"]],
    [3, "LN-Nets are compositions of linear maps and layer normalizations.", [], "a definition"],
    [4, "Three neurons a layer and O(m) layers classify m samples, whatever their labels.", ["B3", "B10"]],
    [5, "A lower bound of the VC dimension of an LN-Net.", ["B4", "B5", "B9", "B11"]],
    [6, "Group partition amplifies the nonlinearity: shown in theory, and by experiments.", ["B6", "B7"]],
    [7, "Architectures can exploit the amplified nonlinearity; experiments support it.", ["B8"]],
  ]),
  ...sentences("C", [
    [1, "Whitening losses avoid feature collapse in joint embedding architectures.", ["C1'"]],
    [2, "Hard whitening whitens the embedding and imposes the loss on the output.", ["C1'"]],
    [3, "Spectral transformations map the spectrum forward and modulate it backward.", ["C1", "C3", "C8"]],
    [4, "Whitening is one instance; there are others that avoid collapse, by experiment.", ["C1", "C2"]],
    [5, "A new instance: IterNorm with trace loss (INTL).", ["C3", "C4"]],
    [6, "INTL avoids collapse and modulates the spectrum towards equal eigenvalues.", ["C4", "C5", "C6", "C9"]],
    [7, "76.6 % top-1 in linear evaluation on ImageNet with ResNet-50, at a batch size of only 256.", ["C7"]],
    [8, "INTL is a promising method in practice.", ["C7"]],
    [9, "The code is public.", [], "no statement to test"],
  ]),
];

type Row = readonly [number: number, says: string, claims: readonly string[], none?: string];

function sentences(paper: PaperId, rows: readonly Row[]): AbstractSentence[] {
  return rows.map(([number, says, claims, none]) => ({ paper, number, says, claims, ...(none ? { none } : {}) }));
}

/** The sentences that a claim answers. */
export function sentencesOf(claim: string): AbstractSentence[] {
  return abstractSentences.filter(({ claims }) => claims.includes(claim));
}
