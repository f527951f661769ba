import { claimA1 } from "../../src/claims/pln/a1.js";
import { claimA2 } from "../../src/claims/pln/a2.js";
import { claimA3 } from "../../src/claims/pln/a3.js";
import { claimA4 } from "../../src/claims/pln/a4.js";
import { claimA5 } from "../../src/claims/pln/a5.js";
import { claimA7 } from "../../src/claims/pln/a7.js";
import { claimA8 } from "../../src/claims/pln/a8.js";
import { claimA9 } from "../../src/claims/pln/a9.js";
import { claimA10 } from "../../src/claims/pln/a10.js";
import { describeClaim } from "./check-claim.js";

for (const claim of [claimA1, claimA2, claimA3, claimA4, claimA5, claimA7, claimA8, claimA9, claimA10])
  describeClaim(claim);
