import type { CellNames } from "./language/uses.js";
import type { Header } from "./protocol/wire.js";

/** A cell as it ran last. */
export interface KnownCell {
  readonly key: string;
  /** Of the request by which it ran last: its outputs belong there. */
  readonly header: Header;
  readonly code: string;
  readonly names: CellNames;
}

/** What a run of a cell means for others. */
export interface Change {
  /** Names that have other values now. */
  readonly changed: ReadonlySet<string>;
  /** Names that no cell declares any more. */
  readonly gone: readonly string[];
}

/** Which cells stand on what others declare and assign. Cells are in the order in which they ran first. */
export class Dependencies {
  readonly #cells = new Map<string, KnownCell>();
  /** Cells that stand on what has changed since they ran, by key, with the names. */
  readonly #stale = new Map<string, Set<string>>();

  /** The name under which a cell is known: what the frontend calls it, else its text. */
  keyOf(metadata: Record<string, unknown>, code: string): string {
    const id = metadata.cellId ?? metadata.cell_id;
    return typeof id === "string" ? `id:${id}` : `code:${code}`;
  }

  /** Takes down that a cell has run, or, if its `names` are not known, that it could not. */
  note(cell: KnownCell, hasRun: boolean): Change {
    const before = this.#cells.get(cell.key) ?? this.#takePredecessor(cell);
    this.#cells.set(cell.key, cell);
    this.#stale.delete(cell.key);
    const { declares, writes } = cell.names;
    const changed = new Set(hasRun ? [...declares, ...writes] : []);
    const isDeclared = (name: string): boolean =>
      [...this.#cells.values()].some(({ names }) => names.declares.includes(name));
    const gone = (before?.names.declares ?? []).filter((name) => !isDeclared(name));
    for (const name of gone) changed.add(name);
    return { changed, gone };
  }

  /** Of a frontend that names no cells: one that declares the same is the same cell, edited. */
  #takePredecessor({ key, names: { declares } }: KnownCell): KnownCell | undefined {
    if (key.startsWith("id:") || declares.length === 0) return undefined;
    const same = [...this.#cells.values()].find(
      ({ key: other, names }) => other.startsWith("code:") && sorted(names.declares) === sorted(declares),
    );
    if (!same) return undefined;
    this.#cells.delete(same.key);
    this.#stale.delete(same.key);
    return same;
  }

  /** Cells to be run before one that assigns others' variables is run again, as it did not begin with what it left. */
  before(key: string): KnownCell[] {
    const writes = new Set(this.#cells.get(key)?.names.writes);
    if (writes.size === 0) return [];
    return [...this.#cells.values()].filter(
      (each) => each.key !== key && each.names.declares.some((name) => writes.has(name)),
    );
  }

  /** Cells that stand on names, also by way of other cells, in an order in which each comes after those that it stands on. */
  dependents(key: string, changed: ReadonlySet<string>): KnownCell[] {
    const found = new Set<KnownCell>();
    const names = [...changed];
    for (let name = names.pop(); name !== undefined; name = names.pop()) {
      for (const cell of this.#cells.values()) {
        if (cell.key === key || found.has(cell) || !cell.names.reads.includes(name)) continue;
        found.add(cell);
        names.push(...cell.names.declares, ...cell.names.writes);
      }
    }
    return inOrder([...this.#cells.values()].filter((cell) => found.has(cell)));
  }

  /** Marks cells that are not run again though they stand on what has changed. */
  markStale(cells: readonly KnownCell[], changed: ReadonlySet<string>): void {
    for (const { key, names } of cells) {
      const known = this.#stale.get(key) ?? new Set();
      for (const name of names.reads) if (changed.has(name)) known.add(name);
      this.#stale.set(key, known);
    }
  }

  get stale(): { readonly cell: KnownCell; readonly names: readonly string[] }[] {
    return [...this.#stale].map(([key, names]) => ({ cell: this.#cells.get(key)!, names: [...names] }));
  }
}

/** Cells after those that they stand on; where they stand on each other, in the given order. */
function inOrder(cells: readonly KnownCell[]): KnownCell[] {
  const left = [...cells];
  const ordered: KnownCell[] = [];
  while (left.length > 0) {
    const free = left.findIndex((cell) => !left.some((other) => other !== cell && standsOn(cell, other)));
    ordered.push(...left.splice(Math.max(0, free), 1));
  }
  return ordered;
}

/** Whoever reads a name comes after those who declare it, and after those who assign it unless it assigns it too. */
function standsOn({ names: { reads, writes } }: KnownCell, other: KnownCell): boolean {
  const { declares, writes: written } = other.names;
  return reads.some((name) => declares.includes(name) || (written.includes(name) && !writes.includes(name)));
}

function sorted(names: readonly string[]): string {
  return [...names].sort().join(" ");
}
