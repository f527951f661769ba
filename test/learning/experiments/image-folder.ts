import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { PNG } from "pngjs";
import { onTestFinished, vi } from "vitest";

/**
 * A data set of two classes, as ImageNet is laid out, where `NORMLAB_DATA` says for the rest of the test: upright stripes a pixel wide, which begin
 * bright in one class and dark in the other. Each image has a brightness of its own.
 */
export function writeImageFolder(name: string, { side, images = 20 }: { side: number; images?: number }): void {
  const root = mkdtempSync(join(tmpdir(), "normlab-images-"));
  vi.stubEnv("NORMLAB_DATA", root);
  onTestFinished(() => {
    vi.unstubAllEnvs();
    rmSync(root, { recursive: true, force: true });
  });
  for (const part of ["train", "val"]) {
    for (const [dark, label] of ["bright-first", "dark-first"].entries()) {
      const folder = join(root, name, part, label);
      mkdirSync(folder, { recursive: true });
      for (let i = 0; i < images; i++) {
        const png = new PNG({ width: side, height: side });
        for (let at = 0; at < side * side; at++) {
          png.data.fill(((at % side) + dark) % 2 === 0 ? 200 + i : 20 + i, 4 * at, 4 * at + 3);
          png.data[4 * at + 3] = 255;
        }
        writeFileSync(join(folder, `${i}.png`), PNG.sync.write(png));
      }
    }
  }
}
