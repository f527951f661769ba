import type { Command } from "commander";
import { InputError } from "../exact/input-error.js";
import { catalogue, catalogueEntry, type CatalogueEntry } from "../learning/data/catalogue.js";
import { downloadDataset } from "../learning/data/download.js";
import { downloadFolder } from "../learning/data/locations.js";
import { prepareFolder } from "./output-folder.js";
import { didYouMean, nearest } from "./words.js";

/** Adds `normlab data list` and `normlab data get NAME`. */
export function register(program: Command): void {
  const data = program.command("data").description("data sets: which there are, and fetching them");
  data
    .command("list")
    .description("the data sets normlab can read, with licence and where they are looked for")
    .option("--json", "print JSON")
    .action((options: { json?: boolean }) => {
      const rows = catalogue.map(({ name, title, licence, note }) => ({
        name,
        title,
        licence,
        folder: downloadFolder(name),
        note,
      }));
      if (options.json) console.log(JSON.stringify(rows, null, 2));
      else for (const row of rows) console.log(`${row.name.padEnd(14)} ${row.title} (${row.licence}). ${row.note}`);
    });
  data
    .command("get")
    .description("fetch a data set, check it, and unpack it; a broken download is taken up again")
    .argument("<name>", "fashion-mnist, cifar-10, cifar-100, …")
    .option("--folder <folder>", "where to put it (default: $NORMLAB_DATA/NAME, else the user's cache)")
    .action(async (name: string, options: { folder?: string }) => {
      const entry = entryOf(name);
      const folder = options.folder ?? downloadFolder(name);
      if (entry.files.length === 0) {
        console.log(`${name}: ${entry.note}. Looked for in ${folder}`);
        return;
      }
      prepareFolder(folder, options.folder === undefined ? "NORMLAB_DATA" : "--folder");
      let shown = "";
      const fetched = await downloadDataset(entry, folder, (file, received, total) => {
        const percent = total === undefined ? `${received} bytes` : `${Math.floor((100 * received) / total)} %`;
        if (percent === shown || !process.stderr.isTTY) return;
        shown = percent;
        process.stderr.write(`\r${file} ${percent}   `);
      });
      if (shown !== "") process.stderr.write("\n");
      console.log(fetched.length === 0 ? `${name} is complete in ${folder}` : `${fetched.join(", ")} → ${folder}`);
    });
}

function entryOf(name: string): CatalogueEntry {
  try {
    return catalogueEntry(name);
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    const names = catalogue.map((entry) => entry.name);
    throw new InputError({ ...error.problem, ...didYouMean(nearest(name, names)) });
  }
}
