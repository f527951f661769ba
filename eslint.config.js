import js from "@eslint/js";
import tseslint from "typescript-eslint";

export default tseslint.config(
  {
    ignores: [
      "**/dist/",
      ".cache/",
      ".native/",
      ".stryker-tmp/",
      ".mutation/",
      "node_modules/",
      ".venv/",
      ".setup/",
      "reproduction/",
      "docs/api/",
      "coverage/",
      "notebooks/",
      "shims/",
      "src/proved/extracted.ts",
    ],
  },
  js.configs.recommended,
  tseslint.configs.recommended,
  {
    files: ["**/*.ts"],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      "@typescript-eslint/no-floating-promises": "error",
      "@typescript-eslint/no-misused-promises": "error",
      "@typescript-eslint/await-thenable": "error",
      "@typescript-eslint/switch-exhaustiveness-check": ["error", { considerDefaultExhaustiveForUnions: true }],
      "@typescript-eslint/consistent-type-imports": "error",
      "@typescript-eslint/no-non-null-assertion": "off",
    },
  },
  {
    // The arrows of the house: cli -> reproduce -> claims -> {theory, learning, plot} -> exact; tables -> {theory, learning};
    // kernel knows none of them.
    files: ["src/exact/**/*.ts"],
    rules: forbid(["../theory", "../learning", "../plot", "../claims", "../reproduce", "../cli", "../kernel"]),
  },
  {
    files: ["src/theory/**/*.ts"],
    rules: forbid(["learning/", "plot/", "claims/", "reproduce/", "cli/", "kernel/"]),
  },
  {
    files: ["src/learning/**/*.ts"],
    rules: forbid(["claims/", "reproduce/", "cli/", "kernel/"]),
  },
  {
    files: ["src/plot/**/*.ts"],
    rules: forbid(["theory/", "learning/", "claims/", "reproduce/", "cli/", "kernel/"]),
  },
  {
    files: ["src/tables/**/*.ts"],
    rules: forbid(["plot/", "claims/", "reproduce/", "cli/", "kernel/"]),
  },
  {
    files: ["src/claims/**/*.ts"],
    rules: forbid(["reproduce/", "cli/", "kernel/"]),
  },
  {
    files: ["src/kernel/**/*.ts"],
    rules: forbid(["exact/", "theory/", "learning/", "plot/", "claims/", "reproduce/", "cli/"]),
  },
  {
    files: ["**/*.mjs", "**/*.js"],
    languageOptions: { globals: { process: "readonly", console: "readonly", URL: "readonly" } },
  },
);

/** Forbids relative imports whose path contains one of the given rooms. */
function forbid(rooms) {
  return {
    "no-restricted-imports": [
      "error",
      {
        patterns: rooms.map((room) => ({
          regex: `^\\.\\.?/.*${room.replace(/^[./]+/, "").replace(/\/?$/, "/")}|^normlab/`,
          message: "against the arrows of the house: see CONTRIBUTING.md",
        })),
      },
    ],
  };
}
