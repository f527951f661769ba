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

/** What a run of a cell, or its end, means for others. */
export interface Change {
  /** Names that were given anew. */
  readonly declared: ReadonlySet<string>;
  /** Names of other cells that were assigned, or changed in place. */
  readonly written: ReadonlySet<string>;
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
    const gone = this.#undeclared(before);
    const { declares, writes } = cell.names;
    return { declared: new Set([...(hasRun ? declares : []), ...gone]), written: new Set(hasRun ? writes : []), gone };
  }

  /** Takes down that a cell is no longer in the notebook; `undefined` for one that is not known. */
  remove(key: string): Change | undefined {
    const cell = this.#cells.get(key);
    if (!cell) return undefined;
    this.#cells.delete(key);
    this.#stale.delete(key);
    const gone = this.#undeclared(cell);
    return { declared: new Set(gone), written: new Set(cell.names.writes), gone };
  }

  #undeclared(cell: KnownCell | undefined): string[] {
    const all = [...this.#cells.values()];
    return (cell?.names.declares ?? []).filter((name) => !all.some(({ names }) => names.declares.includes(name)));
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

  /**
   * Cells to be run before one that assigns or changes others' variables is run again: those variables begin anew, and what earlier cells
   * do to them is done again.
   */
  before(key: string): KnownCell[] {
    const all = [...this.#cells.values()];
    const found = new Set<KnownCell>();
    const renew = (cell: KnownCell): void => {
      for (const name of cell.names.writes) {
        for (const [i, each] of all.entries()) {
          const isEarlier = each.names.writes.includes(name) && i < all.indexOf(cell);
          if (each.key === key || found.has(each) || !(isEarlier || each.names.declares.includes(name))) continue;
          found.add(each);
          renew(each);
        }
      }
    };
    const cell = this.#cells.get(key);
    if (cell) renew(cell);
    return inOrder(all.filter((each) => found.has(each)));
  }

  /**
   * Cells that stand on what has changed, also by way of other cells, in an order in which each comes after those that it stands on. What
   * others have done to a variable before the cell that has just run stays done. `renewed`, which ran before it, are not run again; where
   * it is `undefined` nothing will be run, else a variable that a cell changes begins anew for that.
   */
  dependents(key: string | undefined, change: Change, renewed?: readonly KnownCell[]): KnownCell[] {
    const all = [...this.#cells.values()];
    const found = new Set<KnownCell>();
    const done = new Set<KnownCell | undefined>(renewed);
    const add = (cell: KnownCell): void => {
      if (found.has(cell) || done.has(cell)) return;
      found.add(cell);
      for (const name of cell.names.writes) {
        if (renewed) renew(name);
        follow(name, cell);
      }
      for (const name of cell.names.declares) follow(name);
    };
    const renew = (name: string): void => {
      for (const each of all) if (each.key !== key && each.names.declares.includes(name)) add(each);
    };
    /** Readers of a name; those of one that a cell has only changed come after that cell, or change it before. */
    const follow = (name: string, by?: KnownCell): void => {
      for (const [i, each] of all.entries()) {
        const { reads, writes } = each.names;
        if (!reads.includes(name) || (by && writes.includes(name) && i < all.indexOf(by))) continue;
        // The cell that has just run is run again only where a variable that it changes begins anew after it.
        if (each.key !== key || (!by && writes.includes(name))) add(each);
      }
    };
    const cell = key === undefined ? undefined : this.#cells.get(key);
    for (const name of change.written) {
      if (cell) follow(name, cell);
      else if (renewed) renew(name);
      else follow(name);
    }
    for (const name of change.declared) follow(name);
    for (const each of renewed ?? []) {
      for (const name of each.names.declares) follow(name);
      for (const name of each.names.writes) follow(name, each);
    }
    if (cell && renewed) {
      // Of variables that have begun anew before it, the cell has made what it makes of them.
      const isAgain = [...found].some((each) => each.names.declares.some((name) => cell.names.writes.includes(name)));
      if (!isAgain) found.delete(cell);
    }
    return inOrder(all.filter((each) => found.has(each)));
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

/** Cells after those that they stand on; where they stand on each other, or change the same variable, in the given order. */
function inOrder(cells: readonly KnownCell[]): KnownCell[] {
  const left = [...cells];
  const comesAfter = (cell: KnownCell, other: KnownCell): boolean =>
    standsOn(cell, other) ||
    (cells.indexOf(other) < cells.indexOf(cell) &&
      cell.names.writes.some((name) => other.names.writes.includes(name)) &&
      !standsOn(other, cell));
  const ordered: KnownCell[] = [];
  while (left.length > 0) {
    const free = left.findIndex((cell) => !left.some((other) => other !== cell && comesAfter(cell, other)));
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
