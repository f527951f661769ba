import { claimA6 } from "../../src/claims/pln/a6.js";
import { describeClaim } from "./check-claim.js";

describeClaim(claimA6);
