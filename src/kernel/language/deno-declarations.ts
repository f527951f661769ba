/** What cells have of Deno (`evaluator/deno.ts`), for the type checker. */
export const denoDeclarations = `
declare namespace Deno {
  interface WriteFileOptions { append?: boolean; create?: boolean; createNew?: boolean; mode?: number }
  interface DirEntry { name: string; isFile: boolean; isDirectory: boolean; isSymlink: boolean }
  interface FileInfo {
    isFile: boolean; isDirectory: boolean; isSymlink: boolean; size: number; mode: number | null;
    mtime: Date | null; atime: Date | null; birthtime: Date | null;
  }
  interface MakeTempOptions { dir?: string; prefix?: string; suffix?: string }
  function readTextFile(path: string | URL): Promise<string>;
  function readTextFileSync(path: string | URL): string;
  function readFile(path: string | URL): Promise<Uint8Array<ArrayBuffer>>;
  function readFileSync(path: string | URL): Uint8Array<ArrayBuffer>;
  function writeTextFile(path: string | URL, text: string, options?: WriteFileOptions): Promise<void>;
  function writeTextFileSync(path: string | URL, text: string, options?: WriteFileOptions): void;
  function writeFile(path: string | URL, data: Uint8Array, options?: WriteFileOptions): Promise<void>;
  function writeFileSync(path: string | URL, data: Uint8Array, options?: WriteFileOptions): void;
  function readDir(path: string | URL): AsyncIterable<DirEntry>;
  function readDirSync(path: string | URL): Iterable<DirEntry>;
  function mkdir(path: string | URL, options?: { recursive?: boolean; mode?: number }): Promise<void>;
  function mkdirSync(path: string | URL, options?: { recursive?: boolean; mode?: number }): void;
  function remove(path: string | URL, options?: { recursive?: boolean }): Promise<void>;
  function removeSync(path: string | URL, options?: { recursive?: boolean }): void;
  function rename(from: string | URL, to: string | URL): Promise<void>;
  function renameSync(from: string | URL, to: string | URL): void;
  function copyFile(from: string | URL, to: string | URL): Promise<void>;
  function copyFileSync(from: string | URL, to: string | URL): void;
  function stat(path: string | URL): Promise<FileInfo>;
  function statSync(path: string | URL): FileInfo;
  function lstat(path: string | URL): Promise<FileInfo>;
  function lstatSync(path: string | URL): FileInfo;
  function realPath(path: string | URL): Promise<string>;
  function realPathSync(path: string | URL): string;
  function makeTempDir(options?: MakeTempOptions): Promise<string>;
  function makeTempDirSync(options?: MakeTempOptions): string;
  function makeTempFile(options?: MakeTempOptions): Promise<string>;
  function makeTempFileSync(options?: MakeTempOptions): string;
  const env: {
    get(name: string): string | undefined;
    set(name: string, value: string): void;
    has(name: string): boolean;
    delete(name: string): void;
    toObject(): Record<string, string>;
  };
  const args: string[];
  const pid: number;
  const build: { os: string; arch: string };
  const version: { deno: string; v8: string; typescript: string };
  function cwd(): string;
  function chdir(path: string | URL): void;
  function execPath(): string;
  function hostname(): string;
  function memoryUsage(): { rss: number; heapTotal: number; heapUsed: number; external: number };
  function exit(code?: number): never;
  function inspect(value: unknown, options?: Record<string, unknown>): string;
  interface Writer { write(bytes: Uint8Array): Promise<number>; writeSync(bytes: Uint8Array): number }
  const stdout: Writer;
  const stderr: Writer;
  interface CommandOptions { args?: string[]; cwd?: string | URL; env?: Record<string, string>; clearEnv?: boolean; [other: string]: unknown }
  interface CommandOutput {
    code: number; success: boolean; signal: string | null;
    stdout: Uint8Array<ArrayBuffer>; stderr: Uint8Array<ArrayBuffer>;
  }
  class Command {
    constructor(command: string | URL, options?: CommandOptions);
    output(): Promise<CommandOutput>;
    outputSync(): CommandOutput;
  }
  namespace errors {
    class NotFound extends Error {}
    class PermissionDenied extends Error {}
    class AlreadyExists extends Error {}
    class NotADirectory extends Error {}
    class IsADirectory extends Error {}
  }
  /** Rich outputs, as in Deno's own kernel. */
  namespace jupyter {
    interface DisplayOptions { raw?: boolean; update?: boolean; display_id?: string }
    type MediaBundle = Record<string, unknown>;
    interface Displayable { [key: symbol]: () => MediaBundle | Promise<MediaBundle> }
    const $display: unique symbol;
    function display(value: unknown, options?: DisplayOptions): Promise<void>;
    function html(strings: TemplateStringsArray, ...values: unknown[]): Displayable;
    function md(strings: TemplateStringsArray, ...values: unknown[]): Displayable;
    function svg(strings: TemplateStringsArray, ...values: unknown[]): Displayable;
    function image(source: string | Uint8Array): Displayable;
    function format(value: unknown): Promise<MediaBundle>;
    function broadcast(
      type: string,
      content: Record<string, unknown>,
      extra?: { metadata?: Record<string, unknown>; buffers?: Uint8Array[] },
    ): Promise<void>;
  }
}
`;
