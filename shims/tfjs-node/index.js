"use strict";
// One TensorFlow.js for the whole project: the GPU package's own copy where its addon loads, else the plain one.
let tf;
try {
  tf = require("@tensorflow/tfjs-node-gpu");
} catch {
  tf = require("@tensorflow/tfjs");
}
module.exports = tf;
