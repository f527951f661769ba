/// <reference lib="dom" />
/// <reference lib="dom.iterable" />
import { startCertificates } from "./certificates.js";
import { startFigures } from "./figures.js";
import { startFrames } from "./frames.js";
import { startGraph } from "./graph.js";
import { startLedger } from "./ledger.js";

startFigures();
startFrames();
startCertificates();
startGraph();
startLedger();
