/// <reference lib="dom" />
/// <reference lib="dom.iterable" />
import { startCertificates } from "./certificates.js";
import { startFigures } from "./figures.js";

startFigures();
startCertificates();
