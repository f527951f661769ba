import { claimB7 } from "../../src/claims/ln-net/b7.js";
import { describeClaim } from "./check-claim.js";

describeClaim(claimB7);
