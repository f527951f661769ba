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
.masthead { padding: 2.5rem 0 1rem; border-bottom: 3px double var(--rule); margin-bottom: 1.5rem; }
h1 { font-size: clamp(1.7rem, 1.2rem + 2vw, 2.6rem); line-height: 1.15; font-weight: 600; letter-spacing: -.01em; margin: .2em 0 .4em; text-wrap: balance; }
h2 { font-size: 1.3rem; line-height: 1.3; font-weight: 600; margin: 2.2em 0 .5em; text-wrap: balance; }
h3 { font-size: 1rem; margin: 1.4em 0 .3em; }
h2 small { font-weight: 400; color: var(--quiet); font-size: .8em; }
.check h2 { margin: .1em 0 .3em; }
.kicker, nav, .quiet, small, .badge, button, label, .tally, .number, .stands, thead, table.numbers, summary, output, .facts dt, figcaption, .spoken, .editor { font-family: var(--sans); }
.kicker { font-size: .82rem; color: var(--quiet); margin: 0; } .kicker b { color: var(--ink); }
nav { font-size: .9rem; display: flex; flex-wrap: wrap; gap: .25rem 1.5rem; margin-bottom: 1.25rem; }
footer { margin-top: 4rem; border-top: 3px double var(--rule); padding-top: 1rem; }
.lede { max-width: 44rem; font-size: 1.15rem; margin: .3em 0 1em; }
.quiet { color: var(--quiet); font-size: .85rem; }
main > section > p, main > section > ul, .theorem, .control { max-width: 46rem; }
code { font: .85em var(--mono); background: color-mix(in srgb, var(--rule) 45%, transparent); padding: .08em .3em; border-radius: 3px; }
math { font-size: 1.08em; } math[display="block"] { margin: .8em 0; overflow-x: auto; overflow-y: hidden; }
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
.covers { font: .8rem/1.45 var(--sans); color: var(--ink); max-width: 46rem; margin-top: .4rem; } .ledger .covers { max-width: 17rem; }
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
.figure { margin: 1.6rem 0; max-width: 50rem; background: var(--raised); border: 1px solid var(--rule); border-radius: 6px; padding: 1rem; }
.figure svg { max-width: 100%; height: auto; } .plot { height: 26rem; } figcaption { font-size: .88rem; line-height: 1.5; margin-top: .5rem; } .spoken { font-size: .85rem; margin: 0; min-height: 1.4em; }
.static svg > text:first-of-type { display: none; }
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
@media print { button, .skip, nav { display: none; } body { max-width: none; } }
`;
