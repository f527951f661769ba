import { describe, expect, it } from "vitest";
import { compareNotebooks, type Notebook, type NotebookOutput } from "../../src/reproduce/notebook.js";

const notebook = (outputs: NotebookOutput[], tags: string[] = []): Notebook => ({
  cells: [
    { cell_type: "markdown", metadata: {} },
    { cell_type: "code", metadata: { tags }, outputs },
  ],
});
const stream = (text: string | string[]): NotebookOutput => ({ output_type: "stream", name: "stdout", text });
const figure = (y: number[]): NotebookOutput => ({
  output_type: "display_data",
  data: {
    "application/vnd.plotly.v1+json": { data: [{ y }] },
    "image/svg+xml": `<svg>${y.join()}</svg>`,
    "text/plain": "f",
  },
});

describe("compareNotebooks", () => {
  it("takes text printed in pieces or returned as a result as the same text", () => {
    const printed = notebook([stream(["a 1\n", "b 2\n"])]);
    const returned = notebook([stream("a 1\n"), { output_type: "execute_result", data: { "text/plain": "b 2" } }]);
    expect(compareNotebooks(printed, returned, 1e-6)).toEqual([]);
  });

  it("compares figures by their data and names the value that differs", () => {
    expect(compareNotebooks(notebook([figure([1, 2])]), notebook([figure([1, 2 + 1e-9])]), 1e-6)).toEqual([]);
    const [difference] = compareNotebooks(notebook([figure([1, 2])]), notebook([figure([1, 2.1])]), 1e-6);
    expect(difference).toMatchObject({ cell: 1 });
    expect(difference!.what).toContain("data.0.y.1: 2 expected, got 2.1");
  });

  it("finds other words, a missing output, a missing cell and every error", () => {
    expect(compareNotebooks(notebook([stream("accepted")]), notebook([stream("rejected")]), 1e-6)).toHaveLength(1);
    expect(compareNotebooks(notebook([stream("x")]), notebook([]), 1e-6)).toHaveLength(1);
    expect(compareNotebooks({ cells: [] }, notebook([]), 1e-6)).toHaveLength(1);
    const failing = notebook([{ output_type: "error", ename: "Error", evalue: "boom" }], ["varies"]);
    expect(compareNotebooks(failing, failing, 1e-6)).toEqual([{ cell: 1, what: "Error: boom" }]);
  });

  it("compares a cell by the tolerance of its own tag, and no other cell", () => {
    const [before, near, far] = [figure([1, 2]), figure([1, 2.1]), figure([1, 2.3])];
    expect(compareNotebooks(notebook([before]), notebook([near], ["tolerance:0.1"]), 1e-6)).toEqual([]);
    expect(compareNotebooks(notebook([before]), notebook([far], ["tolerance:0.1"]), 1e-6)).toHaveLength(1);
    expect(compareNotebooks(notebook([before]), notebook([near], ["tolerant"]), 1e-6)).toHaveLength(1);
    expect(compareNotebooks(notebook([before]), notebook([near], ["tolerance:none"]), 1e-6)).toHaveLength(1);
  });

  it("does not compare the output of cells tagged as varying", () => {
    expect(compareNotebooks(notebook([stream("1 s")]), notebook([stream("2 s")], ["varies"]), 1e-6)).toEqual([]);
  });
});
