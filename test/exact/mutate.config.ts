import { defineConfig } from "vitest/config";

// The tests that must kill the mutants of src/exact: `npm run mutate [-- --mutate src/exact/FILE.ts]`.
export default defineConfig({
  test: {
    include: ["test/exact/**/*.test.ts"],
    testTimeout: 600_000,
    env: { NORMLAB_EXPRESSION_BATCHES: "1" },
  },
});
