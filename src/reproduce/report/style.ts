/** The site's style sheet: the reader's own fonts, light and dark, no network. */
export const style = `:root {
  color-scheme: light dark;
  --ground: #fcfbf8; --raised: #ffffff; --ink: #1b1d22; --quiet: #5d626d; --rule: #dedbd2; --link: #0b5394; --focus: #b45309;
  --proved: #14653a; --certified: #2a6f2a; --verified: #0f6674; --supported: #2b4f9e; --inconclusive: #7a5a00; --not-reproduced: #a33214; --not-run: #6b6e76;
  --sans: system-ui, "Segoe UI", Roboto, "Helvetica Neue", "DejaVu Sans", sans-serif;
  --serif: Charter, "Bitstream Charter", "Source Serif 4", Georgia, "DejaVu Serif", serif;
  --mono: ui-monospace, "Cascadia Mono", Menlo, "DejaVu Sans Mono", monospace;
}
@media (prefers-color-scheme: dark) {
  :root {
    --ground: #15171b; --raised: #1c1f25; --ink: #e6e4df; --quiet: #a0a4ad; --rule: #343841; --link: #8ab8f0; --focus: #f0a955;
    --proved: #6fce97; --certified: #8fd07a; --verified: #68c9d8; --supported: #93b4f5; --inconclusive: #e0bd5c; --not-reproduced: #f19a7c; --not-run: #a0a4ad;
  }
}
* { box-sizing: border-box; }
html { scroll-behavior: smooth; text-size-adjust: 100%; }
@media (prefers-reduced-motion: reduce) { html { scroll-behavior: auto; } }
body { margin: 0 auto; padding: 0 1.25rem 4rem; max-width: 72rem; background: var(--ground); color: var(--ink);
  font: 1.0625rem/1.6 var(--serif); font-variant-numeric: oldstyle-nums; overflow-wrap: break-word; }
a { color: var(--link); text-decoration-thickness: .06em; text-underline-offset: .15em; }
:focus-visible { outline: 3px solid var(--focus); outline-offset: 2px; border-radius: 2px; }
.skip { position: absolute; left: -99rem; } .skip:focus { left: 1rem; top: .5rem; background: var(--raised); padding: .25rem .75rem; }
header.site { padding: .9rem 0 0; } header.site nav { display: flex; flex-wrap: wrap; gap: .2rem 1.2rem; font-size: .88rem; }
.visually-hidden { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
.masthead { padding: 1.6rem 0 1rem; border-bottom: 3px double var(--rule); margin-bottom: 1.5rem; }
h1 { font-size: clamp(1.7rem, 1.2rem + 2vw, 2.6rem); line-height: 1.15; font-weight: 600; letter-spacing: -.01em; margin: .2em 0 .4em; text-wrap: balance; }
h2 { font-size: 1.3rem; line-height: 1.3; font-weight: 600; margin: 2.2em 0 .5em; text-wrap: balance; }
h3 { font-size: 1rem; margin: 1.4em 0 .3em; }
h2 small { font-weight: 400; color: var(--quiet); font-size: .8em; }
.check h2 { margin: .1em 0 .3em; }
.kicker, nav, .filters, .found, .sentence, .word, .actions, .covers, .takes, .row, .graph, .quiet, small, .badge, button, label, .tally, .number, .stands, thead, table.numbers, summary, output, .facts dt, figcaption, .spoken, .editor { font-family: var(--sans); }
.kicker { font-size: .82rem; color: var(--quiet); margin: 0; } .kicker b { color: var(--ink); }
nav { font-size: .9rem; display: flex; flex-wrap: wrap; gap: .25rem 1.5rem; margin-bottom: 1.25rem; }
footer { margin-top: 4rem; border-top: 3px double var(--rule); padding-top: 1rem; }
.lede { max-width: 44rem; font-size: 1.15rem; margin: .3em 0 1em; }
.quiet { color: var(--quiet); font-size: .85rem; }
main > section > p, main > section > ul, .theorem, .control { max-width: 46rem; }
code { font: .85em var(--mono); background: color-mix(in srgb, var(--rule) 45%, transparent); padding: .08em .3em; border-radius: 3px; }
.badge { display: inline-block; white-space: nowrap; font-size: .78rem; font-weight: 600; line-height: 1; letter-spacing: .01em; padding: .34em .65em; border-radius: 99px;
  color: var(--tone); border: 1.5px solid var(--tone); background: color-mix(in srgb, var(--tone) 10%, transparent); }
.badge.proved { --tone: var(--proved); background: var(--proved); color: var(--ground); }
.badge.certified { --tone: var(--certified); } .badge.verified { --tone: var(--verified); }
.badge.supported { --tone: var(--supported); } .badge.inconclusive { --tone: var(--inconclusive); }
.badge.not-reproduced { --tone: var(--not-reproduced); } .badge.not-run { --tone: var(--not-run); border-style: dashed; background: none; }
.fault { color: var(--not-reproduced); font: 600 .85rem/1.4 var(--sans); white-space: pre-wrap; }
.mark { color: var(--proved); font-weight: 700; }
.tally { list-style: none; display: flex; flex-wrap: wrap; gap: .4rem 1.4rem; padding: 0; margin: 0; } .tally b { font-size: 1.2rem; margin-right: .25rem; font-variant-numeric: lining-nums; }
table { border-collapse: collapse; font-variant-numeric: tabular-nums lining-nums; }
th { text-align: left; } thead th { font-size: .78rem; font-weight: 600; color: var(--quiet); }
.number { text-align: right; white-space: nowrap; }
table.ledger { width: 100%; border-top: 1.5px solid var(--ink); }
.ledger th, .ledger td { padding: .8rem .9rem .8rem 0; vertical-align: top; border-bottom: 1px solid var(--rule); }
.ledger thead th { padding: .45rem .9rem .45rem 0; } .ledger thead th.number { padding-right: 0; }
.ledger tbody th { font-weight: 600; width: 46%; } .ledger tbody th > a { color: inherit; text-decoration-color: var(--rule); } .ledger tbody th > a:hover { text-decoration-color: currentcolor; }
.ledger .id a, h1 .id { font-family: var(--sans); font-weight: 700; text-decoration: none; font-variant-numeric: lining-nums; } h1 .id { color: var(--quiet); font-weight: 600; }
.statement { font-weight: 400; font-size: .94rem; line-height: 1.5; color: var(--quiet); } .statement p, .statement ul { margin: .3em 0 0; }
.stands { font-size: .82rem; line-height: 1.45; } .stands ul { list-style: none; margin: 0; padding: 0; } .ledger td.number { font-size: .82rem; padding-right: 0; }
.formal { font: .82rem/1.5 var(--mono); white-space: pre; overflow: auto; max-height: 32rem; background: var(--raised); border: 1px solid var(--rule); border-radius: 6px; padding: .8rem 1rem; }
.covers { font: .95rem/1.45 var(--sans); color: var(--ink); max-width: 46rem; margin-top: .4rem; } .ledger .covers { max-width: 19rem; font-size: .85rem; }
.sentence { font-size: .95rem; margin: .2rem 0; color: var(--quiet); }
.shown { border: 1.5px solid var(--rule); border-radius: 6px; background: var(--raised); padding: .4rem 1.2rem .9rem; margin-top: 1.6rem; } .shown h2 { margin-top: .5em; }
.shown .badge { font-size: 1.15rem; } .shown .word, .shown .covers { font-size: 1.15rem; line-height: 1.45; max-width: 52rem; margin: .4rem 0; } .takes { font-size: .95rem; line-height: 1.45; max-width: 52rem; margin: .4rem 0; }
.plain { list-style: none; padding: 0; } .plain li { margin: .25rem 0; } .row { list-style: none; display: flex; flex-wrap: wrap; gap: .3rem 1rem; padding: 0; }
.filters { display: flex; flex-wrap: wrap; gap: .6rem 1.2rem; align-items: end; margin-top: 1rem; font-size: .88rem; } .filters[hidden] { display: none; } .filters label { display: flex; flex-direction: column; gap: .2rem; max-width: 100%; }
.filters input, .filters select { font: inherit; color: var(--ink); background: var(--raised); border: 1.5px solid var(--quiet); border-radius: 5px; padding: 0 .5rem; box-sizing: border-box; height: 2.2rem; max-width: 100%; }
.found { font-size: .88rem; padding-left: 1.2rem; } .found li { margin: .35rem 0; }
.sentences { padding-left: 1.6rem; } .sentences p { margin: .2rem 0; } .sentences li { margin: .8rem 0; } :target { background: color-mix(in srgb, var(--focus) 14%, transparent); }
.document { max-width: 52rem; } .document:has(.figures) { max-width: none; } .document > p, .document > ul, .document > ol { max-width: 46rem; }
.statement-of { position: relative; } .statement-number { font: 600 .75rem var(--sans); border: 1px solid var(--rule); border-radius: 3px; padding: .05rem .35rem; text-decoration: none; margin-right: .3rem; }
.document table { font-size: .9rem; } .document td, .document th { padding: .3rem 1rem .3rem 0; vertical-align: top; border-bottom: 1px solid var(--rule); } .document .scroll { max-height: none; } .document code { overflow-wrap: anywhere; } .document td code { overflow-wrap: normal; }
pre.source, pre.output, .coqdoc { font: .82rem/1.5 var(--mono); overflow: auto; background: var(--raised); border: 1px solid var(--rule); border-radius: 6px; padding: .7rem 1rem; } pre.output { border-left: 4px solid var(--rule); max-height: 30rem; }
pre.source span:target { background: color-mix(in srgb, var(--focus) 25%, transparent); }
.coqdoc { white-space: normal; overflow-wrap: normal; } .coqdoc br { line-height: 1.5; } .coqdoc .doc { font: 1rem/1.55 var(--serif); max-width: 46rem; margin: 1rem 0 .4rem; } .coqdoc a { text-decoration: none; } .coqdoc [title=keyword] { font-weight: 600; }
.neighbours { display: flex; flex-wrap: wrap; justify-content: space-between; gap: .6rem 2rem; border-top: 1px solid var(--rule); margin-top: 3rem; padding-top: 1rem; }
.scroll.graph { max-height: none; margin: 1rem 0; } .graph svg { max-width: none; } .graph text { font: 12px var(--sans); fill: var(--ink); } .graph .head { font-weight: 600; } .graph rect { fill: var(--raised); stroke: var(--tone, var(--quiet)); }
.graph .edges path { fill: none; stroke: var(--rule); stroke-width: 1.2; } .graph .pointed .edges path:not(.near) { opacity: .25; } .graph .edges path.near { stroke: var(--focus); stroke-width: 2; } .graph .near rect { stroke-width: 2.5; } .graph a { text-decoration: none; }
.graph .proved, .graph .certified { --tone: var(--proved); } .graph .verified { --tone: var(--verified); } .graph .supported { --tone: var(--supported); } .graph .inconclusive { --tone: var(--inconclusive); } .graph .not-reproduced { --tone: var(--not-reproduced); }
h2 .paper { font-family: var(--sans); font-size: .72em; font-weight: 600; color: var(--quiet); margin-right: .5em; }
.theorem { border-left: 3px solid var(--ink); padding: .1rem 0 .1rem 1.1rem; font-size: 1.12rem; }
.theorem > :first-child { margin-top: 0; } .theorem > :last-child { margin-bottom: 0; }
.check { border-top: 1px solid var(--rule); margin-top: 2.5rem; padding-top: 1.2rem; }
.recorded { border: 1.5px dashed var(--rule); border-radius: 6px; padding: .2rem 1.2rem .8rem; margin: 1.4rem 0; } .recorded h3 { margin-top: .8em; }
dl { margin: 0; } .facts > div, .meanings > div { display: grid; grid-template-columns: minmax(7rem, 10rem) 1fr; gap: .75rem; padding: .2rem 0; max-width: 46rem; } dd { margin: 0; }
.facts dt { font-size: .85rem; color: var(--quiet); padding-top: .15em; }
table.numbers { font-size: .85rem; } .numbers th { font-weight: 500; } .numbers td, .numbers th { padding: .3rem 1.4rem .3rem 0; border-bottom: 1px solid var(--rule); vertical-align: top; }
.scroll { overflow: auto; max-height: 24rem; }
.scroll table { font: .82rem var(--sans); font-variant-numeric: tabular-nums; } .scroll caption { text-align: left; font-weight: 600; padding: .5rem 0; } .scroll td, .scroll th { padding: .15rem 1.2rem .15rem 0; }
details { margin: .6rem 0; } summary { cursor: pointer; font-size: .88rem; font-weight: 600; width: fit-content; }
.figures { display: grid; grid-template-columns: repeat(auto-fill, minmax(min(100%, 20rem), 1fr)); gap: 1rem; margin: 1.2rem 0; align-items: start; }
.figure { margin: 0; min-width: 0; background: var(--raised); border: 1px solid var(--rule); border-radius: 6px; padding: .8rem; } .figure.open { grid-column: 1 / -1; padding: 1rem; } .figure.missing p { margin: .2rem 0; }
.figure .plot, .figure .spoken { display: none; } .figure.open .plot, .figure.open .spoken { display: block; } .figure.open.drawn .static { display: none; } .figure .actions { margin: .4rem 0 0; font-size: .82rem; } .panel-source { margin: 0; }
.frames { min-width: 0; } .frames .figure + .figure { margin-top: 1rem; } .frame-controls ~ .figure { margin-top: 0; } .frame-controls { display: flex; gap: .6rem; margin: 0 0 .4rem; } .frame-controls input { flex: 1; } .frame-controls button { width: 5rem; }
.figure svg { max-width: 100%; height: auto; } .plot { height: 26rem; } figcaption { font-size: .88rem; line-height: 1.5; margin-top: .5rem; } .spoken { font-size: .85rem; margin: 0; min-height: 1.4em; }
.static svg > text:first-of-type { display: none; } .static { color: var(--ink); }
.katex { font-size: 1.06em; } .katex-display { overflow: auto hidden; padding: .15rem 0; } .katex-display > .katex { white-space: normal; } .katex .katex-html { overflow-wrap: normal; }
.certificates { list-style: none; padding: 0; margin: .4rem 0; max-width: 50rem; }
.certificate { background: var(--raised); border: 1px solid var(--rule); border-radius: 6px; padding: .7rem 1rem; margin: .6rem 0; max-width: 50rem; } .certificate p { margin: .2rem 0; }
button, input::file-selector-button { font: 600 .85rem var(--sans); color: var(--ink); background: var(--ground); border: 1.5px solid var(--quiet); border-radius: 5px; padding: .4rem .8rem; cursor: pointer; }
button:hover, input::file-selector-button:hover { border-color: var(--link); color: var(--link); }
.actions { display: flex; flex-wrap: wrap; gap: .5rem; align-items: baseline; } output { font-size: .88rem; overflow-wrap: anywhere; } output[data-verdict] { font-weight: 600; } output[data-verdict="good"] { color: var(--proved); } output[data-verdict="bad"] { color: var(--not-reproduced); }
.editor { margin-top: .6rem; font-size: .85rem; } .editor label { display: block; margin-bottom: .4rem; } textarea { width: 100%; font: .8rem/1.45 var(--mono); color: var(--ink); background: var(--ground); border: 1px solid var(--rule); border-radius: 5px; padding: .6rem; white-space: pre; margin-top: .3rem; }
.control { border-left: 3px solid var(--rule); padding-left: 1.1rem; font-size: .98rem; }
@media (max-width: 52rem) {
  .ledger thead { position: absolute; left: -99rem; } .ledger tr { display: grid; grid-template-columns: 3rem 1fr auto; gap: .2rem .6rem; padding: .9rem 0; border-bottom: 1px solid var(--rule); }
  .ledger th, .ledger td { border: 0; padding: 0; } .ledger tbody th { grid-column: 2 / 4; width: auto; } .ledger td:nth-child(3) { grid-column: 2; } .ledger td:nth-child(4) { grid-column: 2; } .ledger td.number { grid-column: 3; }
}
@media print {
  @page { margin: 2cm; }
  :root { color-scheme: light; --ground: #fff; --raised: #fff; --ink: #000; --quiet: #444; --rule: #bbb; --link: #000;
    --proved: #14653a; --certified: #2a6f2a; --verified: #0f6674; --supported: #2b4f9e; --inconclusive: #7a5a00; --not-reproduced: #a33214; --not-run: #6b6e76; }
  html { font-size: 9.5pt; } body { max-width: none; padding: 0; } summary { list-style: none; } details:not([open], .certificate-list) { display: none; } .recorded, .shown { box-decoration-break: clone; }
  button, .skip, nav, .neighbours, .filters, .actions, header.site { display: none; } .graph svg { max-width: 100%; height: auto; }
  .figure, .theorem, .control, .certificate, tr { break-inside: avoid; } h2, h3, summary, .kicker { break-after: avoid; }
  .scroll, .formal, pre.source, pre.output, .coqdoc { overflow: visible; max-height: none; } .formal, pre.source, pre.output { white-space: pre-wrap; overflow-wrap: anywhere; }
  .scroll table, table.numbers { width: 100%; font-size: .8rem; } .scroll td, .scroll th, .numbers td, .numbers th { padding-right: .4rem; } .number { white-space: normal; } .numbers td.number:nth-of-type(n + 2) { white-space: nowrap; } .numbers tbody th { min-width: 3cm; }
  .figures { display: block; } .figures .figure { margin-bottom: 1rem; } .static svg { width: 12.5cm; } .frames { display: grid; grid-template-columns: 1fr 1fr; gap: 0 1rem; } .frames .figure + .figure { margin-top: 0; }
  .frames .figure[hidden] { display: block; } .frame-controls { display: none; } .figure.open.drawn .static { display: block; } .figure.open .plot { display: none; }
}
`;
