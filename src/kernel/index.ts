export {
  installKernel,
  kernelMain,
  kernelName,
  kernelspec,
  kernelspecFolder,
  uninstallKernel,
  type InstallPlace,
} from "./install.js";
export { diagnoseKernelspec, type KernelDiagnosis } from "./diagnosis.js";
export { buildSnapshot, builtSnapshot } from "./snapshot.js";
export { installLanguageServer, languageServerFile, uninstallLanguageServer } from "./language-server/install.js";
