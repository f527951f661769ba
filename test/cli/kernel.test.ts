import { mkdirSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { inputFolder } from "./inputs.js";
import { normlab } from "./normlab.js";

const { folder } = inputFolder();

describe("kernel uninstall", () => {
  it("says that there was nothing, where there was nothing", async () => {
    const { code, stdout } = await normlab(["kernel", "uninstall", "--prefix", folder]);
    expect(code).toBe(0);
    expect(stdout).toMatch(/^nothing to remove: /);
    const kernels = join(folder, "share", "jupyter", "kernels");
    mkdirSync(join(kernels, "normlab"), { recursive: true });
    expect((await normlab(["kernel", "uninstall", "--prefix", folder])).stdout).toMatch(/^removed the kernel from /);
    expect(readdirSync(kernels)).toEqual([]);
  });
});
