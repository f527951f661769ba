import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import ts from "typescript";

/** How cells are checked: the settings of the nearest tsconfig.json, except what a notebook must have otherwise. */
export function compilerOptions(folder: string): ts.CompilerOptions {
  const config = ts.findConfigFile(folder, (path) => ts.sys.fileExists(path));
  const own = config === undefined ? {} : readOptions(config);
  return {
    target: ts.ScriptTarget.ESNext,
    lib: ["lib.esnext.d.ts"],
    strict: true,
    ...(own.types === undefined && own.typeRoots === undefined ? nodeTypes(folder) : {}),
    ...own,
    ...jsxOptions(folder, own),
    module: ts.ModuleKind.Preserve,
    moduleResolution: ts.ModuleResolutionKind.Bundler,
    moduleDetection: ts.ModuleDetectionKind.Force,
    customConditions: ["node", ...(own.customConditions ?? [])],
    allowImportingTsExtensions: true,
    resolveJsonModule: true,
    esModuleInterop: true,
    skipLibCheck: true,
    noEmit: true,
    // A cell declares for the cells after it, and shows types it does not use itself.
    noUnusedLocals: false,
    noUnusedParameters: false,
    isolatedModules: false,
    isolatedDeclarations: false,
    verbatimModuleSyntax: false,
    erasableSyntaxOnly: false,
    declaration: false,
    composite: false,
    incremental: false,
    checkJs: false,
    importHelpers: false,
    // Of cells that were checked only declarations are kept.
    stripInternal: false,
    removeComments: false,
  };
}

/**
 * What JSX becomes: what the project says, else calls of the automatic runtime of React or of Preact, whichever is there. What a project
 * leaves to other tools is left to that runtime too.
 */
function jsxOptions(folder: string, own: ts.CompilerOptions): ts.CompilerOptions {
  const { jsx } = own;
  if (jsx === ts.JsxEmit.React || jsx === ts.JsxEmit.ReactJSX || jsx === ts.JsxEmit.ReactJSXDev) return { jsx };
  const source = assumedRuntime(folder, own);
  return source === undefined ? { jsx: ts.JsxEmit.React } : { jsx: ts.JsxEmit.ReactJSX, jsxImportSource: source };
}

/** Whose automatic runtime JSX is taken to call; `undefined` where a project says what it becomes. */
function assumedRuntime(folder: string, { jsx, jsxImportSource, jsxFactory }: ts.CompilerOptions): string | undefined {
  const isSaid = jsx === ts.JsxEmit.React || jsx === ts.JsxEmit.ReactJSX || jsx === ts.JsxEmit.ReactJSXDev;
  if (isSaid || jsxFactory !== undefined) return undefined;
  return jsxImportSource ?? ["react", "preact"].find((name) => isInstalled(folder, name)) ?? "react";
}

/** How the JSX of a file becomes JavaScript, in the words of esbuild. */
export interface FileJsx {
  readonly jsx: "automatic" | "transform";
  readonly jsxImportSource?: string;
  readonly jsxFactory?: string;
  readonly jsxFragment?: string;
}

/**
 * What JSX becomes in a file; `undefined` where TypeScript's loader knows it from the project's settings. It applies these to no file
 * without types, as it does not know whether the project means such files.
 */
export function jsxOfFile(path: string): FileJsx | undefined {
  const config = ts.findConfigFile(dirname(path), (each) => ts.sys.fileExists(each));
  const own = config === undefined ? {} : readOptions(config);
  const assumed = assumedRuntime(dirname(path), own);
  if (assumed !== undefined) return { jsx: "automatic", jsxImportSource: assumed };
  if (!path.endsWith(".jsx")) return undefined;
  const { jsx, jsxImportSource = "react", jsxFactory, jsxFragmentFactory } = own;
  if (jsx !== ts.JsxEmit.React) return { jsx: "automatic", jsxImportSource };
  return {
    jsx: "transform",
    ...(jsxFactory !== undefined && { jsxFactory }),
    ...(jsxFragmentFactory !== undefined && { jsxFragment: jsxFragmentFactory }),
  };
}

/** The module that JSX in a file stands for; `undefined` where it stands for calls of a variable. */
export function jsxRuntime({ jsx, jsxImportSource }: ts.CompilerOptions, file: ts.SourceFile): string | undefined {
  const [, pragma] = /^\s*\/\*\*?\s*@jsxImportSource\s+(\S+)/m.exec(file.text) ?? [];
  if (jsx !== ts.JsxEmit.ReactJSX && jsx !== ts.JsxEmit.ReactJSXDev && pragma === undefined) return undefined;
  return `${pragma ?? jsxImportSource ?? "react"}/${jsx === ts.JsxEmit.ReactJSXDev ? "jsx-dev-runtime" : "jsx-runtime"}`;
}

/** Where the types of Node begin; `undefined` where a project does without. */
export function typesOfNode(folder: string, options: ts.CompilerOptions): string | undefined {
  if (!options.types?.includes("node")) return undefined;
  const found = ts.resolveTypeReferenceDirective("node", join(folder, "cell.ts"), options, ts.sys);
  return found.resolvedTypeReferenceDirective?.resolvedFileName;
}

function readOptions(path: string): ts.CompilerOptions {
  // Only the options are wanted: listing the files of the project would take time for nothing.
  const host: ts.ParseConfigHost = { ...ts.sys, useCaseSensitiveFileNames: true, readDirectory: () => [] };
  const { config } = ts.readConfigFile(path, (name) => ts.sys.readFile(name)) as { config?: unknown };
  return ts.parseJsonConfigFileContent(config ?? {}, host, dirname(path)).options;
}

/** Whether a package is there for a folder. */
function isInstalled(folder: string, name: string): boolean {
  if (ts.sys.fileExists(join(folder, "node_modules", name, "package.json"))) return true;
  return folder !== dirname(folder) && isInstalled(dirname(folder), name);
}

/** The types of Node: the project's own where it has them, else those that the kernel brings. */
function nodeTypes(folder: string): ts.CompilerOptions {
  if (isInstalled(folder, "@types/node")) return { types: ["node"] };
  const own = createRequire(import.meta.url).resolve("@types/node/package.json");
  return { types: ["node"], typeRoots: [dirname(dirname(own))] };
}
