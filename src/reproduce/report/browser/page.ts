/// <reference lib="dom" />
/// <reference lib="dom.iterable" />
import { startCertificates } from "./certificates.js";
import { startFigures } from "./figures.js";
import { startGraph } from "./graph.js";
import { startLedger } from "./ledger.js";

startFigures();
startCertificates();
startGraph();
startLedger();
