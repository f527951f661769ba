/// <reference lib="dom" />
/// <reference lib="dom.iterable" />
import { secondsInJavaScript, tookLonger } from "../../../proved/limits.js";
import { provedSentence } from "../../../proved/words.js";
import type { CheckerMessage, CheckerRequest } from "./checker.js";
import { loadScript } from "./scripts.js";

declare global {
  interface Window {
    /** The checker's script, put there by `checker.js`. */
    normlabChecker: string;
    /** Called by a certificate's script with its text: pages opened from a file may load scripts, but not fetch. */
    normlabCertificate: (sha256: string, text: string) => void;
  }
}

type Verdict = Extract<CheckerMessage, { type: "verdict" }>;

/** A verdict, with what the proved checker says in words; nothing of what is no certificate. */
type TwoVerdicts = Verdict & { readonly proved: string };

/** The steps of work that a check may take which is begun again as its work was spent: a day's. */
const moreWork = 1e14;
/** Longer texts are not put into an editor. */
const longestEdit = 400_000;
const texts = new Map<string, string>();

/** Makes the certificates on this page checkable. */
export function startCertificates(): void {
  window.normlabCertificate = (sha256, text) => texts.set(sha256, text);
  document.addEventListener("click", (event) => {
    const button = (event.target as Element).closest<HTMLButtonElement>("button[data-action]");
    void (button && actions[button.dataset.action!]?.(button));
  });
  document.querySelector("[data-certificate-file] input")?.addEventListener("change", (event) => {
    const input = event.target as HTMLInputElement;
    const output = input.closest(".certificate")!.querySelector("output")!;
    if (input.files?.[0]) void input.files[0].text().then((text) => show(output, text));
  });
}

const actions: Record<string, (button: HTMLButtonElement) => Promise<unknown>> = {
  check: async (button) => {
    const item = button.closest<HTMLElement>(".certificate")!;
    return show(item.querySelector("output")!, await textOf(item), item.dataset.expected, statedBudget(item));
  },
  edit: async (button) => {
    const item = button.closest<HTMLElement>(".certificate")!;
    const editor = item.querySelector(".editor");
    button.setAttribute("aria-expanded", String(!editor));
    if (editor) editor.remove();
    else item.append(createEditor(await textOf(item)));
  },
  "check-all": async (button) => {
    const list = button.closest("details")!;
    const output = button.parentElement!.querySelector("output")!;
    const items = [...list.querySelectorAll<HTMLElement>("li.certificate")];
    const seconds = performance.now();
    let good = 0;
    for (const [i, item] of items.entries()) {
      output.textContent = `${i} of ${items.length} …`;
      const { verdict } = await show(
        item.querySelector("output")!,
        await textOf(item),
        item.dataset.expected,
        statedBudget(item),
      );
      if (verdict === item.dataset.expected) good++;
    }
    output.dataset.verdict = good === items.length ? "good" : "bad";
    output.textContent = `${good} of ${items.length} ${items[0]!.dataset.expected}, in ${((performance.now() - seconds) / 1000).toFixed(1)} s`;
  },
};

function createEditor(text: string): HTMLElement {
  const editor = document.createElement("div");
  editor.className = "editor";
  if (text.length > longestEdit) {
    editor.textContent = "Too long to show here: open the file, change it, and check it on the ledger’s page.";
    return editor;
  }
  const label = document.createElement("label");
  label.textContent = "The certificate, yours to tamper with";
  const area = document.createElement("textarea");
  area.rows = 12;
  area.spellcheck = false;
  area.value = indent(text);
  const again = document.createElement("button");
  again.type = "button";
  again.textContent = "Check this text";
  const output = document.createElement("output");
  output.setAttribute("aria-live", "polite");
  again.addEventListener("click", () => void show(output, area.value));
  label.append(area);
  editor.append(label, again, " ", output);
  return editor;
}

/** Two levels of a JSON object on lines of their own, the rest on one: matrices stay readable. */
function indent(text: string): string {
  const fields = Object.entries(JSON.parse(text) as Record<string, unknown>);
  const lines = fields.map(([key, value]) => {
    const short = JSON.stringify(value);
    if (!Array.isArray(value) || short.length < 100) return `  ${JSON.stringify(key)}: ${short}`;
    return `  ${JSON.stringify(key)}: [\n${value.map((item) => `    ${JSON.stringify(item)}`).join(",\n")}\n  ]`;
  });
  return `{\n${lines.join(",\n")}\n}\n`;
}

/** The steps of work that the certificate's check in this run was given; undefined where it had the stated ones. */
function statedBudget({ dataset }: HTMLElement): number | undefined {
  return dataset.budget === undefined ? undefined : Number(dataset.budget);
}

/** Checks a text and says beside the button what came of it. */
async function show(output: HTMLOutputElement, text: string, expected?: string, budget?: number): Promise<TwoVerdicts> {
  const started = performance.now();
  output.removeAttribute("data-verdict");
  output.textContent = "checking …";
  const result = await check({ text, budget }, (doing) => (output.textContent = doing));
  const seconds = ((performance.now() - started) / 1000).toPrecision(2);
  const asItMust = expected === "rejected" && result.verdict === "rejected" ? ", as it must be" : "";
  output.dataset.verdict = result.verdict === (expected ?? "accepted") ? "good" : "bad";
  output.textContent =
    `${result.verdict}${asItMust}, in your browser, in ${seconds} s` +
    (result.reason ? `. ${result.reason}` : "") +
    (result.proved ? `. ${result.proved}` : "") +
    (result.checked ? `. Checked: ${result.checked}` : "");
  if (result.needs === "budget" && budget !== moreWork) {
    const more = document.createElement("button");
    more.type = "button";
    more.textContent = "Check with more work";
    more.addEventListener("click", () => {
      more.remove();
      void show(output, text, expected, moreWork);
    });
    output.after(" ", more);
  }
  return result;
}

/** By both checkers, one after the other; the proved one counts no work, and is stopped where it takes too long. */
function check(request: CheckerRequest, onProgress: (doing: string) => void): Promise<TwoVerdicts> {
  const address = URL.createObjectURL(new Blob([window.normlabChecker], { type: "text/javascript" }));
  const worker = new Worker(address);
  let timer: number | undefined;
  return new Promise<TwoVerdicts>((resolve) => {
    let result: Verdict = { type: "verdict", verdict: "malformed", reason: "", checked: "" };
    worker.onmessage = ({ data }: MessageEvent<CheckerMessage>) => {
      if (data.type === "progress") onProgress(`checking … ${Math.floor(100 * data.fraction)} %`);
      else if (data.type === "proved") resolve({ ...result, proved: data.said });
      else if (data.verdict === "malformed") resolve({ ...data, proved: "" });
      else {
        result = data;
        // What takes one checker longer than it may takes the proved one longer still.
        if (data.needs === "budget") return resolve({ ...data, proved: "" });
        onProgress(`checking by the proved checker … (the other: ${data.verdict})`);
        const seconds = secondsInJavaScript(new Blob([request.text]).size);
        const stopped = provedSentence(data.verdict, tookLonger(seconds));
        timer = window.setTimeout(() => resolve({ ...data, proved: stopped }), 1000 * seconds);
      }
    };
    worker.onerror = (event) => {
      event.preventDefault();
      const reason = `the checker broke down: ${event.message}`;
      resolve({ type: "verdict", verdict: "malformed", reason, checked: "", proved: "" });
    };
    worker.postMessage(request);
  }).finally(() => {
    window.clearTimeout(timer);
    worker.terminate();
    URL.revokeObjectURL(address);
  });
}

/** The text of a listed certificate: its script is loaded the first time. */
async function textOf(item: HTMLElement): Promise<string> {
  const sha256 = item.dataset.certificate!;
  if (!texts.has(sha256)) await loadScript(`assets/certificates/${sha256}.js`);
  return texts.get(sha256)!;
}
