import type { Claim } from "./claim.js";
import { claimA1 } from "./pln/a1.js";
import { claimA2 } from "./pln/a2.js";
import { claimA3 } from "./pln/a3.js";
import { claimA4 } from "./pln/a4.js";
import { claimA5 } from "./pln/a5.js";
import { claimA6 } from "./pln/a6.js";
import { claimA7 } from "./pln/a7.js";
import { claimA8 } from "./pln/a8.js";
import { claimA9 } from "./pln/a9.js";
import { claimA10 } from "./pln/a10.js";
import { claimB1 } from "./ln-net/b1.js";
import { claimB2 } from "./ln-net/b2.js";
import { claimB3 } from "./ln-net/b3.js";
import { claimB4 } from "./ln-net/b4.js";
import { claimB5 } from "./ln-net/b5.js";
import { claimB6 } from "./ln-net/b6.js";
import { claimB7 } from "./ln-net/b7.js";
import { claimB8 } from "./ln-net/b8.js";
import { claimB9 } from "./ln-net/b9.js";
import { claimB10 } from "./ln-net/b10.js";
import { claimB11 } from "./ln-net/b11.js";
import { claimC1 } from "./intl/c1.js";
import { claimC1Prime } from "./intl/c1-prime.js";
import { claimC2 } from "./intl/c2.js";
import { claimC3 } from "./intl/c3.js";
import { claimC4 } from "./intl/c4.js";
import { claimC5 } from "./intl/c5.js";
import { claimC6 } from "./intl/c6.js";
import { claimC7 } from "./intl/c7.js";
import { claimC8 } from "./intl/c8.js";
import { claimC9 } from "./intl/c9.js";

/** Every claim, in the order of the ledger. */
export const claims: readonly Claim[] = [
  claimA1,
  claimA2,
  claimA3,
  claimA4,
  claimA5,
  claimA6,
  claimA7,
  claimA8,
  claimA9,
  claimA10,
  claimB1,
  claimB2,
  claimB3,
  claimB4,
  claimB5,
  claimB6,
  claimB7,
  claimB8,
  claimB9,
  claimB10,
  claimB11,
  claimC1,
  claimC1Prime,
  claimC2,
  claimC3,
  claimC4,
  claimC5,
  claimC6,
  claimC7,
  claimC8,
  claimC9,
];
