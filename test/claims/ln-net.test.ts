import { claimB1 } from "../../src/claims/ln-net/b1.js";
import { claimB2 } from "../../src/claims/ln-net/b2.js";
import { claimB3 } from "../../src/claims/ln-net/b3.js";
import { claimB4 } from "../../src/claims/ln-net/b4.js";
import { claimB5 } from "../../src/claims/ln-net/b5.js";
import { claimB8 } from "../../src/claims/ln-net/b8.js";
import { claimB9 } from "../../src/claims/ln-net/b9.js";
import { claimB10 } from "../../src/claims/ln-net/b10.js";
import { claimB11 } from "../../src/claims/ln-net/b11.js";
import { describeClaim } from "./check-claim.js";

describeClaim(claimB1);
describeClaim(claimB2);
describeClaim(claimB3);
describeClaim(claimB4);
describeClaim(claimB5);
describeClaim(claimB8);
describeClaim(claimB9);
describeClaim(claimB10);
// Seventeen points take a minute: `normlab reproduce B11`.
describeClaim(claimB11, { "all-labelings": { points: [-3, -1, 0, 2, 5], depth: 2 } });
