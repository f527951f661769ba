import { defineConfig } from "vitest/config";

// Kernels, browsers and notebooks are real processes with time limits of their own: one at a time, after everything else.
const real = ["test/kernel/**/*.test.ts", "test/browser/**/*.test.ts", "test/notebooks/**/*.test.ts"];

// The walkthroughs whole, in JupyterLab and headless, on both kernels: `npm run test:walkthroughs`.
const walkthroughs = [
  "test/browser/notebooks-lab.test.ts",
  "test/browser/controls-lab.test.ts",
  "test/notebooks/headless.test.ts",
];
const withWalkthroughs = process.env.NORMLAB_TEST_WALKTHROUGHS === "1";

// The packages from their tarballs, and the how-to pages' files in a copy of the repository: `npm run test:packages`.
const packages = ["test/packages/tarballs.test.ts", "test/how-to.test.ts"];
const withPackages = process.env.NORMLAB_TEST_PACKAGES === "1";

// Cluster and workflow engines: `npm run test:engines`.
const engines = ["test/engines/**/*.test.ts"];
const withEngines = process.env.NORMLAB_TEST_ENGINES === "1";

export default defineConfig({
  test: {
    pool: "forks",
    maxWorkers: 2,
    testTimeout: 60_000,
    hookTimeout: 120_000,
    projects: [
      {
        extends: true,
        test: {
          name: "fast",
          include: ["test/**/*.test.ts"],
          exclude: [...real, ...packages, ...engines],
          sequence: { groupOrder: 0 },
        },
      },
      {
        extends: true,
        test: {
          name: "real",
          include: real,
          exclude: walkthroughs,
          maxWorkers: 1,
          testTimeout: 180_000,
          sequence: { groupOrder: 1 },
        },
      },
      ...(withWalkthroughs
        ? [
            {
              extends: true as const,
              test: { name: "walkthroughs", include: walkthroughs, maxWorkers: 1, testTimeout: 180_000 },
            },
          ]
        : []),
      ...(withPackages
        ? [
            {
              extends: true as const,
              test: { name: "packages", include: packages, maxWorkers: 1, testTimeout: 180_000 },
            },
          ]
        : []),
      ...(withEngines
        ? [
            {
              extends: true as const,
              test: { name: "engines", include: engines, maxWorkers: 1, testTimeout: 600_000, hookTimeout: 600_000 },
            },
          ]
        : []),
    ],
  },
});
