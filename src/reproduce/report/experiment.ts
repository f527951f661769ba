import type { Check } from "../../claims/claim.js";
import type { LedgerCheck } from "../ledger.js";
import type { RecordedRun } from "../recorded.js";
import type { ExperimentResult } from "../result.js";
import { figureElements, type FigureLines } from "./figure-element.js";
import { badge, count, duration, escape, measured, number, valueTable, withUnit } from "./html.js";
import { inlineMarkdownToHtml } from "./markdown.js";

/** What an experiment found: a sentence, and its effects with their intervals. */
export function experimentBody({ summary, effects }: ExperimentResult): string {
  const rows = effects.map(
    ({ name, value, interval: [low, high], confidence, n, unit, least, verdict, bootstrap, pairsToDecide }) =>
      `<tr><th scope="row">${inlineMarkdownToHtml(name)}</th><td class="number">${withUnit(measured(value, [low, high]), unit)}</td>` +
      `<td class="number">${measured(low, [low, high])} … ${measured(high, [low, high])}</td><td class="number">${number(100 * confidence)} %</td><td class="number">${n}</td>` +
      `<td class="number">${bootstrap === undefined ? "" : `${measured(bootstrap[0], bootstrap)} … ${measured(bootstrap[1], bootstrap)}`}</td>` +
      `<td class="number">${least === undefined ? "" : number(least)}</td><td>${verdict ?? ""}</td>` +
      `<td class="number">${pairsToDecide === undefined ? "" : (pairsToDecide ?? "more than 10,000")}</td></tr>`,
  );
  return `<p>${inlineMarkdownToHtml(summary)}</p>
<div class="scroll" tabindex="0" role="group" aria-label="Effects"><table class="numbers">
<thead><tr><th scope="col">Effect</th><th scope="col" class="number">Value</th><th scope="col" class="number">Interval</th><th scope="col" class="number">Confidence</th><th scope="col" class="number">n</th><th scope="col" class="number">Bootstrap</th><th scope="col" class="number">Least that matters</th><th scope="col">Says</th><th scope="col" class="number">Pairs to decide</th></tr></thead>
<tbody>${rows.join("")}</tbody></table></div>
<p class="quiet">Intervals are Student’s t and assume differences that are normally distributed; the bootstrap’s do not, and are too narrow with few pairs. The first effect decides; the others are decided among themselves by Holm’s procedure where a least effect is stated.</p>`;
}

/** What it would take to decide an experiment that did not decide; nothing for one that did. */
export function whatItTakes({ check, word, result, recorded, sample }: LedgerCheck): string {
  if (word !== "inconclusive" || check.method !== "experiment") return "";
  if (recorded?.status === "unfinished") return taking(check.id, escape(recorded.reason));
  const found = recorded?.status === "concluded" ? recorded.result : sample ? undefined : result;
  const first = found?.method === "experiment" ? found.effects[0] : undefined;
  if (first === undefined || found?.method !== "experiment" || found.verdict !== "inconclusive") return "";
  const { value, interval, least, n, pairsToDecide: pairs, verdict, unit } = first;
  if (verdict !== "inconclusive") {
    const below = /Models below the floor: (.*)$/s.exec(found.summary)?.[1];
    if (below === undefined) return "";
    return taking(
      check.id,
      `models that clear a trivial one, and no more seeds. The difference itself would say “${verdict}”, but it counts only where the models that are compared have learned something: ${inlineMarkdownToHtml(below)}`,
    );
  }
  if (least === undefined || pairs === undefined) return "";
  const [low, high] = interval.map((end) => measured(end, interval)) as [string, string];
  const reaches = `The interval, ${low} … ${withUnit(high, unit)}, holds the least effect that matters, ${number(least)}: it may be more, and it may be less.`;
  if (pairs === null || pairs > 10_000) {
    return taking(check.id, `more than 10,000 pairs of seeds; there are ${n}. ${reaches}`);
  }
  const would = value > least ? "supported" : "not reproduced";
  return taking(
    check.id,
    `${pairs} pairs of seeds in all; there are ${n}. ${reaches} With so many, and mean and spread as they are, it would say “${would}”.`,
  );
}

function taking(id: string, html: string): string {
  return `<p class="takes"><b>What it would take to decide <a href="#${escape(id)}">${escape(id)}</a>:</b> ${html}</p>`;
}

/** What the control of an experiment says. */
export function experimentControl({ controlVerdict, controlSummary }: ExperimentResult): string {
  return `It says “${controlVerdict}”. ${escape(controlSummary)}`;
}

/** The recorded full run, apart from what this run found. */
export function recordedSection(recorded: RecordedRun | undefined, lines: FigureLines): string {
  if (recorded === undefined) return "";
  if (recorded.status === "refused") {
    return `<section class="recorded"><h3>Recorded full run</h3><p class="fault">Refused. ${escape(recorded.reason)}</p></section>`;
  }
  const { record, word } = recorded;
  const file = `data/experiments/${record.experiment}.json`;
  const seeds = [...new Set(record.trials.map(({ seed }) => seed))];
  const facts = [
    ...Object.entries(record.parameters),
    ["seeds", seeds.join(", ")] as const,
    ["tensor backend", record.backends.join(", ")] as const,
    ["versions", record.versions] as const,
    ["processor", record.processor] as const,
    ["commits", record.commits?.join(", ") ?? "not named"] as const,
    ["record", file] as const,
  ];
  if (recorded.status === "unfinished") {
    return `<section class="recorded"><h3>Recorded full run, unfinished</h3>
<p>${badge(word)} ${escape(recorded.reason)}</p>${valueTable(facts, "Parameters and file of the recorded run")}</section>`;
  }
  const { result } = recorded;
  const control = result.controlFailed
    ? `<span class="mark">✓</span> `
    : `<strong class="fault">✗ did not fail</strong> `;
  return `<section class="recorded"><h3>Recorded full run</h3>
<p>${badge(word)} <span class="quiet">${count(record.trials.length, "trial")}, ${duration(record.seconds)} of computing when it was recorded</span></p>
<p class="quiet">Not computed in this run: the trials’ results are read from <code>${escape(file)}</code>, and the conclusion is drawn from them anew. They were computed by the commits named below; that the code here comes to the same is shown by the sample that is run again, and by nothing else.</p>
${experimentBody(result)}
${figureElements(result.figures, lines)}
<p class="control">${control}<b>Control.</b> ${experimentControl(result)}</p>
${valueTable(Object.entries(result.measurements), "Measurements of the recorded run")}${valueTable(facts, "Parameters and file of the recorded run")}
</section>`;
}

/** That there is a recipe for the paper's own setting, where it is not what was run. */
export function paperRecipe(check: Check, ran: boolean): string {
  const parameters = check.parameters.paper;
  if (check.method !== "experiment" || parameters === undefined || ran) return "";
  return `<section class="recorded"><h3>The paper’s own setting</h3>
<p>${badge("not run")} The recipe exists: <code>npx normlab train ${escape(check.id)} --profile paper</code>.</p>
${valueTable(Object.entries(parameters), "Parameters of the paper profile")}</section>`;
}
