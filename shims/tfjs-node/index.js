"use strict";
// One TensorFlow.js for the whole project. Faster backends are registered on it by chooseBackend (src/learning/backend.ts).
module.exports = require("@tensorflow/tfjs");
