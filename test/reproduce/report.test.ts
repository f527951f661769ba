import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync, truncateSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it, onTestFinished, vi } from "vitest";
import { inspectBackends } from "../../src/learning/backend.js";
import { checksOf } from "../../src/claims/checks-of.js";
import { claims } from "../../src/claims/registry.js";
import { figureToTable } from "../../src/plot/page.js";
import type { LedgerCheck } from "../../src/reproduce/ledger.js";
import { resultsOf } from "../../src/learning/experiments/shared/record.js";
import { shippedRecord } from "../../src/reproduce/recorded.js";
import { concludeExperiment } from "../../src/reproduce/run-task.js";
import { anchorsOf, formalPage } from "../../src/reproduce/report/formal-page.js";
import { whatItTakes } from "../../src/reproduce/report/experiment.js";
import { duration, measured, size, valueTable, withUnit } from "../../src/reproduce/report/html.js";
import { inlineMarkdownToHtml, markdownToHtml, type Links } from "../../src/reproduce/report/markdown.js";
import { inequalityToSmtLib } from "../../src/reproduce/report/smt-lib.js";
import { theoremControls } from "../../src/reproduce/report/theorem.js";
import { failing, proved, verified } from "./fixtures/claims.js";
import { computedWithTensors } from "./fixtures/tensor-claims.js";
import { reproduceInto, temporaryFolder } from "./folder.js";

interface Entity {
  readonly "@id": string;
  readonly [key: string]: unknown;
}

describe("the files of a reproduction", () => {
  it("are listed in the manifest with their true SHA-256, with versions, data, machine and times", async () => {
    const folder = temporaryFolder();
    await reproduceInto(folder, [proved, verified]);
    const text = readFileSync(join(folder, "ro-crate-metadata.json"), "utf8");
    const graph = (JSON.parse(text) as { "@graph": Entity[] })["@graph"];
    const byId = new Map(graph.map((entity) => [entity["@id"], entity]));
    const parts = byId.get("./")!.hasPart as { "@id": string }[];
    for (const { "@id": path } of parts) {
      const content = readFileSync(join(folder, path));
      expect(byId.get(path)!.sha256, path).toBe(createHash("sha256").update(content).digest("hex"));
      expect(byId.get(path)!.contentSize, path).toBe(content.length);
    }
    const paths = parts.map((part) => part["@id"]);
    expect(paths).toContain("index.html");
    expect(paths).toContain("claims/Z2.html");
    expect(paths).toContain("certificates/z1-positive.json");
    expect(paths).toContain("certificates/controls/z1-negative.json");
    expect(byId.get("#data-digits.csv")!.sha256).toMatch(/^[0-9a-f]{64}$/);
    expect(byId.get("#software-node")!.version).toBe(process.versions.node);
    const references = JSON.stringify(graph).matchAll(/\{"@id":"(#[^"]*)"\}/g);
    for (const [, id] of references) expect(byId.has(id!), id).toBe(true);
    const results = graph.filter(({ additionalProperty }) => additionalProperty !== undefined);
    expect(results.map(({ name }) => name)).toEqual(["Z1.positive", "Z2.sampled"]);
  });

  it("are written anew where a reader or a disk has changed them", async () => {
    const folder = temporaryFolder();
    await reproduceInto(folder, [proved]);
    const assets = readdirSync(join(folder, "assets", "certificates")).map((name) => `assets/certificates/${name}`);
    const paths = ["certificates/z1-positive.json", "assets/plotly.min.js", ...assets];
    const read = () => paths.map((path) => readFileSync(join(folder, path), "utf8"));
    const before = read();
    // Of the same size, as by a hand that tries the checker; and cut short, as by a disk.
    writeFileSync(join(folder, paths[0]!), before[0]!.replace('"relation":">"', '"relation":"<"'));
    for (const path of paths.slice(1)) truncateSync(join(folder, path), 100);
    expect((await reproduceInto(folder, [proved])).ran).toEqual([]);
    expect(read()).toEqual(before);
  });

  it("say with which tensor backend a result was computed, why that one, and why no better one", async () => {
    onTestFinished(() => void vi.unstubAllEnvs());
    const properties = async (backend: string | undefined): Promise<Record<string, unknown>> => {
      vi.stubEnv("NORMLAB_BACKEND", backend);
      const folder = temporaryFolder();
      await reproduceInto(folder, [computedWithTensors]);
      const text = readFileSync(join(folder, "ro-crate-metadata.json"), "utf8");
      const graph = (JSON.parse(text) as { "@graph": Entity[] })["@graph"];
      const { additionalProperty } = graph.find(({ name }) => name === "Z9.two-numbers")!;
      const ids = new Set((additionalProperty as Entity[]).map((property) => property["@id"]));
      const pairs = graph.filter((entity) => ids.has(entity["@id"]));
      return Object.fromEntries(pairs.map(({ name, value }) => [name as string, value]));
    };
    expect(await properties("cpu")).toMatchObject({
      backend: "cpu",
      backendReason: "plain JavaScript, always there; asked for by NORMLAB_BACKEND",
    });
    const facts = await inspectBackends();
    const best = facts.findIndex(({ usable }) => usable);
    const reasons = [facts[best]!.why, ...facts.slice(0, best).map(({ name, why }) => `not ${name}: ${why}`)];
    expect(await properties(undefined)).toMatchObject({
      backend: facts[best]!.name,
      backendReason: reasons.join("; "),
    });
  });

  it("show what is out of order", async () => {
    const folder = temporaryFolder();
    await reproduceInto(folder, [{ ...failing, checks: failing.checks.filter(({ id }) => id === "idle-control") }]);
    expect(readFileSync(join(folder, "index.html"), "utf8")).toContain("a check is out of order");
    const page = readFileSync(join(folder, "claims", "Z6.html"), "utf8");
    expect(page).toContain("did not fail");
    expect(page).toContain("not reproduced");
    expect(existsSync(join(folder, "assets", "plotly.min.js"))).toBe(true);
  });
});

describe("an inequality as a question in SMT-LIB", () => {
  const certificate = {
    kind: "inequality",
    statement: "x(1 − x) stays below 3/10",
    polynomial: ["3/10", "-1", "1"],
    interval: ["0", "1"],
    relation: ">",
  };

  it("is answered unsat by z3 where it holds, and sat where it does not", async () => {
    const { init } = await import("z3-solver");
    const { Context, em } = await init();
    const { Solver } = Context("smt-lib");
    const answer = async (question: string | undefined) => {
      const solver = new Solver();
      solver.fromString(question!.replace("(check-sat)", ""));
      return solver.check();
    };
    expect(await answer(inequalityToSmtLib(certificate))).toBe("unsat");
    expect(await answer(inequalityToSmtLib({ ...certificate, polynomial: ["1/5", "-1", "1"] }))).toBe("sat");
    expect(await answer(inequalityToSmtLib({ ...certificate, relation: "<" }))).toBe("sat");
    (em as { PThread: { terminateAllThreads(): void } }).PThread.terminateAllThreads();
  });

  it("is not asked of certificates of other kinds", () => {
    expect(inequalityToSmtLib({ ...certificate, kind: "identity" })).toBeUndefined();
  });
});

describe("the words of the report", () => {
  it("round a measured number to two digits of what is uncertain, with a true minus", () => {
    expect(measured(-0.0666667, [-0.21, 0.08])).toBe("−0.07");
    expect(measured(0.349977, [0.34, 0.36])).toBe("0.3500");
    expect(measured(-0.0001, [-1, 1])).toBe("0.0");
    expect(withUnit("0.35", "1")).toBe("0.35");
    expect(withUnit("−0.07", "percentage points")).toBe("−0.07 percentage points");
  });

  it("keep the asterisks of a product, and emphasise what is meant to be", () => {
    expect(inlineMarkdownToHtml("sin(2*pi*x)*cos(pi*y), *really*")).toBe("sin(2*pi*x)*cos(pi*y), <em>really</em>");
  });

  it("link the claims, files and theorems they name, where the report has them", () => {
    const links: Links = {
      claim: (id) => (id === "B4" ? "B4.html" : undefined),
      file: (path, statement) =>
        path === "docs/theory/ln-net.md" ? `ln-net.html${statement ? `#${statement}` : ""}` : undefined,
    };
    expect(
      inlineMarkdownToHtml("B4's and B5's; docs/theory/ln-net.md, Theorem 6, and `docs/theory/x.md`.", links),
    ).toBe(
      `<a href="B4.html">B4</a>'s and B5's; <a href="ln-net.html">docs/theory/ln-net.md</a>, <a href="ln-net.html#theorem-6">Theorem 6</a>, and <code>docs/theory/x.md</code>.`,
    );
  });

  it("put no link into a link's text", () => {
    const links: Links = { claim: (id) => `${id}.html`, file: (path) => `${path}.html` };
    const markdown = "Uses [C3](c3.md) and [`docs/x.md`](x.md), as [the *paper*](https://paper.org/) and C5 do.";
    expect(inlineMarkdownToHtml(markdown, links)).toBe(
      'Uses <a href="c3.md">C3</a> and <a href="x.md"><code>docs/x.md</code></a>, as <a href="https://paper.org/">the <em>paper</em></a> and <a href="C5.html">C5</a> do.',
    );
  });

  it("are Markdown with mathematics for eyes and ears", () => {
    const html = markdownToHtml("For *all* $x^2 \\ge 0$:\n\n$$\\sum_i x_i$$");
    expect(html).toContain("<em>all</em>");
    expect(html.match(/<math/g)).toHaveLength(2);
    expect(html.match(/class="katex-html"/g)).toHaveLength(2);
    expect(html).not.toContain("$");
  });

  it.each([
    [0.0004, "0 ms"],
    [0.34, "340 ms"],
    [0.9996, "1.0 s"],
    [42.42, "42 s"],
    [99.5, "2 min"],
    [3 * 3600, "3.0 h"],
  ])("say %d seconds as %s", (seconds, text) => expect(duration(seconds)).toBe(text));

  it.each([
    [999, "999 bytes"],
    [1234, "1.2 kB"],
    [45_678, "46 kB"],
    [3_210_000, "3.2 MB"],
  ])("say %d bytes as %s", (bytes, text) => expect(size(bytes)).toBe(text));
});

describe("an experiment that did not decide", () => {
  const taken = (name: string, changed: object = {}): string => {
    const [claim, id] = name.split(".") as [string, string];
    const check = checksOf(claims.find((each) => each.id === claim)!).find((each) => each.id === id)!;
    const recorded = shippedRecord({ check });
    const word = recorded?.status === "refused" ? null : recorded!.word;
    return whatItTakes({ check, word, recorded, ...changed } as unknown as LedgerCheck).replace(/<[^>]+>/g, "");
  };

  it("says how many pairs would, and which way, where the interval holds the least effect", () => {
    const check = checksOf(claims.find(({ id }) => id === "A7")!)[0]!;
    const recorded = shippedRecord({ check });
    if (recorded?.status !== "concluded" || check.method !== "experiment") throw new Error("A7 has a record");
    // As if there were its first twelve seeds alone.
    const full = check.parameters.full as { readonly seeds: readonly number[] };
    const parameters = { ...full, seeds: full.seeds.slice(0, 12) };
    const result = concludeExperiment(check, resultsOf(recorded.record, check.trials(parameters)), parameters);
    expect(taken("A7.transformer-norm-vision", { word: "inconclusive", recorded: { ...recorded, result } })).toMatch(
      /^What it would take to decide transformer-norm-vision: \d+ pairs of seeds in all; there are \d+\. The interval, 0\.12 … 0\.84 percentage points, holds the least effect that matters, 0\.3: .* “supported”\.$/,
    );
  });

  it("says that no more seeds would, where a model is below its floor", () => {
    const check = checksOf(claims.find(({ id }) => id === "C7")!)[0]!;
    const recorded = shippedRecord({ check });
    if (recorded?.status !== "concluded" || check.method !== "experiment") throw new Error("C7 has a record");
    const parameters = check.parameters.full!;
    const trials = check.trials(parameters);
    // As if the pixels themselves could be read better than anything.
    const results = resultsOf(recorded.record, trials).map((result, i) => {
      const { accuracy } = result as { accuracy: { linear: object } };
      const better = { ...accuracy, linear: { ...accuracy.linear, test: 0.95 } };
      return trials[i]!.id.startsWith("pixels") ? { ...(result as object), accuracy: better } : result;
    });
    const result = concludeExperiment(check, results, parameters);
    expect(taken("C7.small-batches", { word: "inconclusive", recorded: { ...recorded, result } })).toMatch(
      /models that clear a trivial one, and no more seeds\. .*does not stand clearly above/,
    );
  });

  it("nothing is said of one that decided, and of a record that is not finished what it says itself", () => {
    expect(taken("C6.intl-spectrum")).toBe("");
    const recorded = { status: "unfinished", reason: "3 of 8 trials are missing: some 5 minutes" };
    expect(taken("A7.transformer-norm-text", { recorded })).toMatch(/: 3 of 8 trials are missing: some 5 minutes$/);
  });
});

describe("an experiment on record", () => {
  const experiments = claims.flatMap((claim) =>
    checksOf(claim)
      .filter(({ method }) => method === "experiment")
      .map((check) => ({ name: `${claim.id}.${check.id}`, check })),
  );

  it.each(experiments)("$name names each contrast once", ({ check }) => {
    const recorded = shippedRecord({ check });
    if (recorded?.status !== "concluded" || recorded.result.method !== "experiment") throw new Error("not concluded");
    // By their numbers, whatever they are called; two numbers of groups that both reach 100 % are two contrasts all the same.
    const contrasts = recorded.result.effects.map(({ name, value, interval }) =>
      JSON.stringify([value, interval, /g = \d+/.exec(name)?.[0]]),
    );
    expect(new Set(recorded.result.effects.map(({ name }) => name)).size).toBe(contrasts.length);
    expect(contrasts.length).toBeGreaterThan(0);
    expect(new Set(contrasts).size).toBe(contrasts.length);
  });
});

describe("tables", () => {
  it("show numbers without the last bits of doubles", () => {
    const trace = {
      type: "scatter",
      name: "t",
      mode: "lines",
      x: [0.1 + 0.2, 1e-20],
      y: [31.56 + 4e-15, NaN],
    } as const;
    const axis = { title: "x" };
    const table = figureToTable({ id: "f", title: "F", caption: "C.", traces: [trace], xAxis: axis, yAxis: axis });
    expect(table).toContain("<td>0.3</td><td>31.56</td>");
    expect(table).toContain("<td>1e-20</td><td>NaN</td>");
  });

  it("show values that are objects as tables, and lists by commas", () => {
    const table = valueTable(
      [
        ["variants", { LN: { test: 60.1, n: 5 }, BN: { test: 42.14 + 7e-15, edge: null } }],
        ["sizes", [1, 2]],
      ],
      "M",
    );
    expect(table).toContain(
      '<thead><tr><td></td><th scope="col">test</th><th scope="col">n</th><th scope="col">edge</th></tr></thead>',
    );
    expect(table).toContain('<th scope="row">BN</th><td>42.14</td><td></td><td>none</td>');
    expect(table).toContain("<td>1, 2</td>");
  });
});

describe("the controls of a theorem", () => {
  const said = (...outcomes: ("refused" | "proved" | "not readable")[]) =>
    theoremControls({ mutations: outcomes.map((outcome, i) => ({ what: `statement ${i + 1}`, outcome })) });

  it("are summed up where all are refused, and named where one is not", () => {
    expect(said("refused", "refused")).toBe("None of the 2 is proved by the same proof, as it must be.");
    expect(said("refused")).toBe("It is not proved by the same proof, as it must be.");
    expect(said("refused", "proved", "not readable")).toBe(
      "statement 2: proved by the same proof. statement 3: no statement at all.",
    );
    expect(said()).toBe("");
  });
});

describe("a formal proof as coqdoc rendered it", () => {
  const define = (id: string) => `<a id="${id}" class="idref" href="#${id}">${id}</a>`;
  const link = (href: string) => `<a class="idref" href="${href}">x</a>`;
  const book = {
    ledger: [],
    history: {},
    documents: [],
    walkthroughs: [],
    proofs: new Set<string>(),
    requires: () => [],
  };
  const shown = (...parts: string[]) => {
    const rendered = `<div id="main">\n${parts.join("\n")}\n<hr/>This page has been generated`;
    const anchors = new Map([
      ["Normlab.C1.html", anchorsOf(rendered)],
      ["Normlab.Basics.html", new Set(["sum"])],
    ]);
    const html = formalPage("C1.v", rendered, book, anchors);
    return html.slice(html.indexOf('Proofs">\n') + 9, html.lastIndexOf("\n</div>")).split("\n");
  };

  it("keeps links to places that have a name, and of others the text", () => {
    const living = [define("n"), link("Normlab.Basics.html#sum"), link("Normlab.Basics.html#")];
    expect(shown(...living, link("Normlab.C1.html#n"))).toEqual([...living, link("#n")]);
    const dead = [link("Normlab.C1.html#k:11"), link("Normlab.Basics.html#Build_affine"), link("Normlab.None.html#n")];
    expect(shown(...dead)).toEqual(["x", "x", "x"]);
  });

  it("gives a name that a section and its theorem have to the theorem", () => {
    const [inner, outer] = [link("Normlab.C1.html#C1"), link("Normlab.C1.html#C1")];
    expect(shown(define("C1"), inner, define("C1"), outer)).toEqual([
      '<a id="C1-1" class="idref" href="#C1-1">C1</a>',
      link("#C1-1"),
      define("C1"),
      link("#C1"),
    ]);
  });
});
