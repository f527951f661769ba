export { InputError, type Problem } from "./input-error.js";
