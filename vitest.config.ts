import { defineConfig } from "vitest/config";

// Kernels, browsers and notebooks are real processes with time limits of their own: one at a time, after everything else.
const real = [
  "test/kernel/**/*.test.ts",
  "test/browser/**/*.test.ts",
  "test/notebooks/**/*.test.ts",
  "test/packages/tarballs.test.ts",
];

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
          exclude: [...real, ...engines],
          sequence: { groupOrder: 0 },
        },
      },
      {
        extends: true,
        test: { name: "real", include: real, maxWorkers: 1, testTimeout: 180_000, sequence: { groupOrder: 1 } },
      },
      ...(withEngines
        ? [{ extends: true as const, test: { name: "engines", include: engines, maxWorkers: 1, testTimeout: 600_000 } }]
        : []),
    ],
  },
});
