import { claimC1 } from "../../src/claims/intl/c1.js";
import { claimC3 } from "../../src/claims/intl/c3.js";
import { claimC5 } from "../../src/claims/intl/c5.js";
import { claimC8 } from "../../src/claims/intl/c8.js";
import { claimC9 } from "../../src/claims/intl/c9.js";
import { describeClaim } from "./check-claim.js";

describeClaim(claimC1);
describeClaim(claimC3);
describeClaim(claimC5);
describeClaim(claimC8);
describeClaim(claimC9);
