import { execFileSync, spawnSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { hostname, tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { contents, delay, printed, resultOf, TestKernel, traceback, type TestClient } from "./client.js";
import { Packages } from "../../src/kernel/packages/packages.js";
import { locatePackage, packageFolder, parseSpecifier } from "../../src/kernel/packages/specifier.js";

describe("specifiers", () => {
  test.each([
    ["npm:ms", { name: "ms", range: "*", subpath: "" }],
    ["npm:/ms@latest", { name: "ms", range: "*", subpath: "" }],
    ["npm:@scope/name@^1.2/deep/file.js", { name: "@scope/name", range: "^1.2", subpath: "/deep/file.js" }],
    ["npm:name@next/sub", { name: "name", range: "next", subpath: "/sub" }],
  ])("%s", (specifier, parts) => expect(parseSpecifier(specifier)).toEqual(parts));

  test.each(["npm:", "npm:@scope", "npm:a b", "jsr:@std/path", "ms"])("%s is none", (specifier) => {
    expect(parseSpecifier(specifier)).toBeUndefined();
  });

  test("the nearest version that will do stands for it, and of what was installed the right one", () => {
    const folder = mkdtempSync(join(tmpdir(), "normlab-packages-"));
    const put = (place: string, version: string): void => {
      mkdirSync(place, { recursive: true });
      writeFileSync(join(place, "package.json"), JSON.stringify({ version }));
    };
    put(join(folder, "node_modules", "ms"), "2.1.3");
    const home = packageFolder(folder);
    put(join(home, "node_modules", "ms"), "1.0.0");
    put(join(home, "node_modules", "ms--2"), "0.7.1");
    const dependencies = { ms: "1", "ms--2": "npm:ms@0.7" };
    writeFileSync(join(home, "package.json"), JSON.stringify({ dependencies }));
    const found = (specifier: string): unknown => locatePackage(specifier, folder);
    const own = join(folder, "cell.ts");
    expect(found("npm:ms")).toEqual({ from: own, specifier: "ms" });
    expect(found("npm:ms@^2.1/sub")).toEqual({ from: own, specifier: "ms/sub" });
    expect(found("npm:ms@1")).toEqual({ from: join(home, "cell.ts"), specifier: "ms" });
    expect(found("npm:ms@0.7.1")).toEqual({ from: join(home, "cell.ts"), specifier: "ms--2" });
    expect(found("npm:ms@3")).toBeUndefined();
    expect(found("npm:other")).toBeUndefined();
    rmSync(folder, { recursive: true });
  });
});

test("a file of an installed package is found without its ending, and so is a folder, by cells and by modules", async () => {
  const home = ".normlab/packages";
  const kernel = await TestKernel.start({
    [`${home}/package.json`]: '{ "dependencies": { "of-files": "1" } }',
    [`${home}/node_modules/of-files/package.json`]: '{ "name": "of-files", "version": "1.0.0" }',
    [`${home}/node_modules/of-files/part.js`]: "exports.part = 1;\n",
    [`${home}/node_modules/of-files/folder/index.js`]: "exports.inside = 2;\n",
    [`${home}/node_modules/of-files/hidden.js`]: "for (const name of ['one', 'two']) exports[name] = name;\n",
    "hidden.ts":
      'import { one } from "npm:of-files@1/hidden";\nimport * as all from "npm:of-files@1/hidden";\nexport const both: string = one + all.two;\n',
    "local.ts": 'import { part } from "npm:of-files@1/part";\nexport const three: number = part + 2;\n',
  });
  const client = await kernel.connect();
  expect(await client.evaluate('import { part } from "npm:of-files@1/part"; part')).toBe("1");
  expect(await client.evaluate('(await import("npm:of-files@1/folder")).inside')).toBe("2");
  expect(await client.evaluate('import { three } from "./local.ts"; three')).toBe("3");
  expect(await client.evaluate('import { both } from "./hidden.ts"; both')).toBe("'onetwo'");
  const missing = await client.execute('%typecheck off\nimport { none } from "npm:of-files@1/none";');
  expect(missing.reply.evalue).toContain("Cannot find module");
  client.close();
  await kernel.stop();
});

/** Packages whose sizes are some kilobytes. */
describe("with a registry", () => {
  let kernel: TestKernel;
  let client: TestClient;
  beforeAll(async () => {
    kernel = await TestKernel.start({
      "local.ts": 'import ms from "npm:ms@2.1.3";\nexport const day: number = ms("1d");\n',
    });
    client = await kernel.connect();
  });
  afterAll(async () => {
    client.close();
    await kernel.stop();
  });

  test("a package is installed, with its types, and what came is said and kept", async () => {
    const answer = await client.execute('%typecheck strict\nimport ms from "npm:ms@2.1.2";\nms("2 days")');
    expect(traceback(answer)).toBe("");
    expect(resultOf(answer)).toBe("172800000");
    const [shown] = contents(answer, "update_display_data").slice(-1);
    expect(shown).toMatchObject({ metadata: { normlab: { packages: { "npm:ms@2.1.2": "2.1.2" } } } });
    const lock = JSON.parse(readFileSync(join(kernel.folder, "npm-packages.lock"), "utf8")) as {
      packages: Record<string, { version: string; integrity: string }>;
    };
    expect(lock.packages["node_modules/ms"]).toMatchObject({
      version: "2.1.2",
      integrity: expect.stringMatching(/^sha512-/) as string,
    });
    const wrong = await client.execute("const n: number = ms;");
    expect(traceback(wrong)).toContain("TS2322");
  });

  test("another version of it stands beside it, and so do subpaths, scopes and what only the running code names", async () => {
    expect(await client.evaluate('import { default as old } from "npm:ms@0.7";\n[old("1s"), ms("1s")].join()')).toBe(
      "'1000,1000'",
    );
    expect(await client.evaluate('const name = "ms"; (await import(`npm:${name}@2.0.0`)).default("1m")')).toBe("60000");
    expect(
      await client.evaluate('import { customAlphabet } from "npm:nanoid@5/non-secure";\ncustomAlphabet("a", 3)()'),
    ).toBe("'aaa'");
    const names = Object.keys(
      (
        JSON.parse(readFileSync(join(kernel.folder, ".normlab/packages/package.json"), "utf8")) as {
          dependencies: object;
        }
      ).dependencies,
    );
    expect(names).toEqual(["ms", "ms--2", "ms--3", "nanoid"]);
  });

  test("a local module may name packages too, and types may be imported alone", async () => {
    expect(await client.evaluate('import { day } from "./local.ts";\nday')).toBe("86400000");
    expect(
      await client.evaluate('import type { StringValue } from "npm:ms@2.1.2";\nconst span: StringValue = "1h"; span'),
    ).toBe("'1h'");
  });

  test("what the registry does not have is said", async () => {
    const version = await client.execute('import ms from "npm:ms@77";');
    expect(version.reply).toMatchObject({ ename: "PackageError" });
    expect(version.reply.evalue).toMatch(/npm:ms@77: the registry has no such version/);
    // What was there is still there.
    expect(await client.evaluate('ms("1s")')).toBe("1000");
  });

  test("with the lock, another folder gets the same version", async () => {
    const lock = readFileSync(join(kernel.folder, "npm-packages.lock"), "utf8");
    const notebook = { cells: [], metadata: { normlab: { packages: JSON.parse(lock) as object } } };
    const other = await TestKernel.start({ "notebook.ipynb": JSON.stringify(notebook) }, undefined, {
      environment: { JPY_SESSION_NAME: "notebook.ipynb" },
    });
    const session = await other.connect();
    expect(resultOf(await session.execute('import ms from "npm:ms@>=2.1.0";\nms("1s")'))).toBe("1000");
    const kept = JSON.parse(
      readFileSync(join(other.folder, ".normlab/packages/node_modules/ms/package.json"), "utf8"),
    ) as { version: string };
    // The newest is 2.1.3.
    expect(kept.version).toBe("2.1.2");
    session.close();
    await other.stop();
  });
});

describe("without a registry", () => {
  const fake = { "package.json": "{}" };

  async function start(environment: Record<string, string>): Promise<[TestKernel, TestClient]> {
    const kernel = await TestKernel.start(fake, undefined, { environment });
    const place = join(kernel.folder, "node_modules", "here");
    mkdirSync(place, { recursive: true });
    writeFileSync(
      join(place, "package.json"),
      '{"name":"here","version":"1.4.0","main":"index.js","types":"index.d.ts"}',
    );
    writeFileSync(join(place, "index.js"), "exports.four = 4;");
    writeFileSync(join(place, "index.d.ts"), "export const four: number;");
    return [kernel, await kernel.connect()];
  }

  test("what is in reach needs none, and where installing is switched off nothing else comes", async () => {
    const [kernel, client] = await start({ NORMLAB_NPM: "off" });
    expect(await client.evaluate('import { four } from "npm:here@^1";\nfour')).toBe("4");
    expect(await client.evaluate('(await import("npm:here")).four')).toBe("4");
    const other = await client.execute('import { four } from "npm:here@2";');
    expect(other.reply).toMatchObject({ status: "error", ename: "PackageError" });
    expect(other.reply.evalue).toMatch(/npm:here@2: not installed.*switched off.*!npm install here@2/);
    const late = await client.execute('const which = "ms"; await import(`npm:${which}`)');
    expect(late.reply.evalue).toMatch(/switched off/);
    expect((await client.execute("%npm on")).reply.evalue).toMatch(/NORMLAB_NPM=off/);
    expect(existsSync(join(kernel.folder, ".normlab"))).toBe(false);
    client.close();
    await kernel.stop();
  });

  test("%npm off refuses, and a registry that does not answer is named", async () => {
    const cache = mkdtempSync(join(tmpdir(), "normlab-cache-"));
    const [kernel, client] = await start({ npm_config_registry: "http://127.0.0.1:9", npm_config_cache: cache });
    expect((await client.execute('%npm off\nimport "npm:ms";')).reply.evalue).toMatch(/switched off/);
    expect((await client.execute("%npm perhaps")).reply.evalue).toMatch(/expected on, off or scripts/);
    const offline = await client.execute('%npm on\nimport ms from "npm:ms@2";');
    expect(offline.reply.evalue).toMatch(/the registry cannot be reached/);
    expect(await client.evaluate("1 + 1")).toBe("2");
    for (const [from, instead] of [
      ["jsr:@std/path", /!npx jsr add @std\/path/],
      ["https://example.org/x.js", /not loaded from the network/],
    ] as const) {
      expect((await client.execute(`import x from "${from}";`)).reply.evalue).toMatch(instead);
    }
    client.close();
    await kernel.stop();
    rmSync(cache, { recursive: true, force: true });
  });

  test("Stop ends npm, says so, and variables are kept", async () => {
    // A registry that takes the question and never answers.
    const script =
      "require('net').createServer(() => {}).listen(0, '127.0.0.1', function () { console.log(this.address().port) })";
    const { spawn } = await import("node:child_process");
    const silent = spawn(process.execPath, ["-e", script]);
    const port = await new Promise<string>((resolve) =>
      silent.stdout.once("data", (data: Buffer) => resolve(String(data).trim())),
    );
    const cache = mkdtempSync(join(tmpdir(), "normlab-cache-"));
    const [kernel, client] = await start({ npm_config_registry: `http://127.0.0.1:${port}`, npm_config_cache: cache });
    await client.execute("const kept = 1;");
    const id = await client.send("shell", "execute_request", {
      code: 'import ms from "npm:ms@2";',
      store_history: true,
    });
    await client.until(() =>
      client.published.some(({ content }) => JSON.stringify(content).includes("npm: installing")),
    );
    await delay(500);
    await client.request("interrupt_request", {}, "control");
    const stopped = await client.answer(id);
    expect(stopped.reply).toMatchObject({ status: "error", ename: "Interrupted" });
    expect(await client.evaluate("kept")).toBe("1");
    client.close();
    await kernel.stop();
    silent.kill();
    rmSync(cache, { recursive: true, force: true });
  });
});

test("install scripts run only where that is allowed", async () => {
  const folder = mkdtempSync(join(tmpdir(), "normlab-script-"));
  const source = join(folder, "scripted");
  mkdirSync(source);
  const scripts = { postinstall: "node -e \"require('fs').writeFileSync('ran.js', 'module.exports = 1')\"" };
  writeFileSync(join(source, "package.json"), JSON.stringify({ name: "scripted", version: "1.0.0", scripts }));
  writeFileSync(join(source, "index.js"), "try { exports.ran = require('./ran.js') } catch { exports.ran = 0 }");
  execFileSync("npm", ["pack", source, "--pack-destination", folder, "--ignore-scripts"], { stdio: "ignore" });
  const results: (string | undefined)[] = [];
  for (const mode of ["on", "scripts"]) {
    const kernel = await TestKernel.start();
    const client = await kernel.connect();
    const home = join(kernel.folder, ".normlab", "packages");
    mkdirSync(home, { recursive: true });
    // As the lock of a package that is a file: nothing has to be on a registry.
    const dependencies = { scripted: `file:${join(folder, "scripted-1.0.0.tgz")}` };
    writeFileSync(join(home, "package.json"), JSON.stringify({ dependencies }));
    const answer = await client.execute(`%npm ${mode}\n%typecheck off\nimport { ran } from "npm:scripted";\nran`);
    expect(traceback(answer) + printed(answer, "stderr")).toBe("");
    results.push(resultOf(answer));
    client.close();
    await kernel.stop();
  }
  expect(results).toEqual(["0", "1"]);
  rmSync(folder, { recursive: true });
});

describe("what several kernels install into one folder at the same time", () => {
  const folder = mkdtempSync(join(tmpdir(), "normlab-installing-"));
  const path = process.env.PATH;
  /** Stands for npm: takes half a second, says when others are at work beside it, and puts there what is wanted. */
  const npm = `#!${process.execPath}
const fs = require("node:fs");
try { fs.mkdirSync("busy"); } catch { fs.appendFileSync("../../overlaps", "two at once\\n"); process.exit(1); }
const { dependencies, devDependencies } = JSON.parse(fs.readFileSync("package.json", "utf8"));
setTimeout(() => {
  const packages = { "": { dependencies, devDependencies } };
  for (const name of Object.keys(dependencies)) {
    fs.mkdirSync("node_modules/" + name, { recursive: true });
    fs.writeFileSync("node_modules/" + name + "/package.json", JSON.stringify({ name, version: "1.0.0", types: "index.d.ts" }));
    packages["node_modules/" + name] = { version: "1.0.0" };
  }
  fs.writeFileSync("package-lock.json", JSON.stringify({ packages }));
  fs.rmdirSync("busy");
}, 500);
`;
  beforeAll(() => {
    mkdirSync(join(folder, "bin"));
    writeFileSync(join(folder, "bin", "npm"), npm, { mode: 0o755 });
    writeFileSync(join(folder, "package.json"), "{}");
    process.env.PATH = `${join(folder, "bin")}:${path}`;
  });
  afterAll(() => {
    process.env.PATH = path;
    rmSync(folder, { recursive: true, force: true });
  });
  const install = (specifier: string, signal = new AbortController().signal): Promise<unknown> =>
    new Packages(folder, () => undefined).install([specifier], "on", signal);

  test("is installed one after the other, and all of it is there", async () => {
    await Promise.all(["npm:one", "npm:two", "npm:three"].map((each) => install(each)));
    expect(existsSync(join(folder, "overlaps"))).toBe(false);
    const { packages } = JSON.parse(readFileSync(join(folder, "npm-packages.lock"), "utf8")) as { packages: object };
    expect(Object.keys(packages).sort()).toEqual(["", "node_modules/one", "node_modules/three", "node_modules/two"]);
    expect(readdirSync(join(folder, ".normlab")).sort()).toEqual([".gitignore", "packages"]);
  });

  test("waits for a process that runs until Stop, and not for one that has ended", async () => {
    const lock = join(folder, ".normlab", "installing");
    writeFileSync(lock, `${process.pid} ${hostname()}\n`);
    await expect(install("npm:four", AbortSignal.timeout(300))).rejects.toThrow(/abort|timeout/i);
    expect(existsSync(lock)).toBe(true);
    const { pid } = spawnSync("true");
    writeFileSync(lock, `${pid} ${hostname()}\n`);
    await install("npm:four");
    expect(existsSync(lock)).toBe(false);
    expect(existsSync(join(folder, ".normlab", "packages", "node_modules", "four"))).toBe(true);
  });
});
