import { defineConfig } from "vitest/config";
import { BaseSequencer, type TestSpecification } from "vitest/node";

/** Files whose tests take long, the longest last: a mutant that a quick test notices costs no more than that test. */
const slow = [
  "identity",
  "interval",
  "ridge-sum",
  "guards",
  "network-on-box",
  "step-grid",
  "layer-norm-net",
  "work",
  "check-approximation",
];

class QuickFirst extends BaseSequencer {
  override sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const place = ({ moduleId }: TestSpecification) => slow.findIndex((name) => moduleId.endsWith(`/${name}.test.ts`));
    return Promise.resolve(files.toSorted((a, b) => place(a) - place(b)));
  }
}

// The tests that must kill the mutants of src/exact: `npm run mutate [-- --mutate src/exact/FILE.ts]`.
export default defineConfig({
  test: {
    include: ["test/exact/**/*.test.ts"],
    testTimeout: 600_000,
    env: { NORMLAB_EXPRESSION_BATCHES: "1" },
    sequence: { sequencer: QuickFirst },
  },
});
