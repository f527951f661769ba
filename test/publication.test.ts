import { readFileSync } from "node:fs";
import { expect, it } from "vitest";

const read = (name: string) => readFileSync(new URL(`../${name}`, import.meta.url), "utf8");

it("what is said to Zenodo, in the citation file and in package.json agrees", () => {
  const zenodo = JSON.parse(read(".zenodo.json")) as {
    title: string;
    version: string;
    license: string;
    related_identifiers: { identifier: string }[];
  };
  const { version, license } = JSON.parse(read("package.json")) as { version: string; license: string };
  const citation = read("CITATION.cff");
  expect(zenodo).toMatchObject({ version, license });
  expect(citation).toContain(`\nversion: ${version}\n`);
  expect(citation).toContain(`\ntitle: "${zenodo.title}"\n`);
  expect(zenodo.related_identifiers.map(({ identifier }) => identifier).sort()).toEqual(
    [...citation.matchAll(/value: (arXiv:\S+)/g)].map(([, id]) => id).sort(),
  );
});

it("the container's recipe installs what set-up would, and runs what is run without one", () => {
  const recipe = read("Containerfile");
  const setup = read("scripts/setup.mjs");
  for (const name of ["chromium", "coq", "libcoq-stdlib"]) {
    expect(setup).toContain(`name: "${name}"`);
    expect(recipe).toMatch(new RegExp(`install .*\\b${name}\\b`));
  }
  expect(recipe).toContain('ENTRYPOINT ["./reproduce.sh"]');
  expect(read(".containerignore")).toBe(read(".dockerignore"));
});
