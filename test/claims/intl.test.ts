import { claimC3 } from "../../src/claims/intl/c3.js";
import { describeClaim } from "./check-claim.js";

describeClaim(claimC3);
