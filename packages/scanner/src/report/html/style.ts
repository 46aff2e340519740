import { createHash } from 'node:crypto'

/** The whole style of the page: system fonts, light and dark by the reader's choice, one column on a phone, paper. */
export const style = `
:root { color-scheme: light dark; --text: #1b1f24; --quiet: #57606a; --page: #ffffff; --panel: #f6f8fa; --line: #d0d7de; --link: #0a58ca;
  --mark: #fff1a8; --mark-text: #1b1f24;
  --critical: #7d2ba8; --high: #b3261e; --medium: #8a4b00; --low: #6b5d00; --info: #0b5c9e; --pass: #1a6b34; }
@media (prefers-color-scheme: dark) {
  :root { --text: #e6edf3; --quiet: #a2abb5; --page: #0d1117; --panel: #161b22; --line: #30363d; --link: #79b8ff;
    --mark: #5c4a00; --mark-text: #fff6cc;
    --critical: #d9a1f5; --high: #ff9b92; --medium: #f5b36b; --low: #e3cf5b; --info: #82c4ff; --pass: #6fd38c; }
}
* { box-sizing: border-box; }
html { -webkit-text-size-adjust: 100%; }
body { margin: 0 auto; padding: 1rem; max-width: 64rem; background: var(--page); color: var(--text);
  font: 1rem/1.55 system-ui, -apple-system, "Segoe UI", "Apple SD Gothic Neo", "Malgun Gothic", "Noto Sans KR", sans-serif;
  overflow-wrap: anywhere; word-break: keep-all; }
a { color: var(--link); text-underline-offset: 0.15em; }
h1 { font-size: 1.6rem; line-height: 1.25; margin: 0; }
h2 { font-size: 1.25rem; line-height: 1.3; margin: 2.5rem 0 0.75rem; padding-bottom: 0.25rem; border-bottom: 1px solid var(--line); }
h3 { font-size: 1.05rem; line-height: 1.4; margin: 1.75rem 0 0.5rem; }
h4 { font-size: 1rem; line-height: 1.4; margin: 0; }
p { margin: 0.35rem 0; }
ul { margin: 0.35rem 0; padding-left: 1.25rem; }
code, pre { font-family: ui-monospace, SFMono-Regular, "SF Mono", Menlo, Consolas, "Noto Sans Mono CJK KR", monospace; }
code { font-size: 0.9em; unicode-bidi: isolate; }
.verdict { border-left: 0.4rem solid var(--tone); background: var(--panel); padding: 1rem 1.25rem; border-radius: 0.25rem; }
.verdict h1 { color: var(--tone); }
.verdict.pass { --tone: var(--pass); } .verdict.warn { --tone: var(--medium); } .verdict.fail { --tone: var(--high); }
.verdict.error { --tone: var(--critical); }
.icon { width: 1.4rem; height: 1.4rem; vertical-align: -0.2rem; fill: none; stroke: currentColor; stroke-width: 2.5; stroke-linecap: round;
  stroke-linejoin: round; }
.reasons { font-weight: 600; }
.meta, .numbers { color: var(--quiet); font-weight: 400; }
.numbers { font-size: 0.9em; }
.severity { display: inline-block; min-width: 5.2em; padding: 0 0.45em; border: 1px solid currentColor; border-radius: 1em; text-align: center;
  font-size: 0.8rem; font-weight: 600; white-space: nowrap; }
.critical { color: var(--critical); } .high { color: var(--high); } .medium { color: var(--medium); } .low { color: var(--low); }
.info { color: var(--info); }
.environment { display: inline-block; padding: 0 0.45em; border: 1px solid var(--line); border-radius: 0.25rem; color: var(--quiet);
  font-size: 0.8rem; font-weight: 400; }
nav ul { list-style: none; display: flex; flex-wrap: wrap; gap: 0.25rem 1.25rem; padding: 0; margin: 1rem 0; }
table { border-collapse: collapse; margin: 1rem 0; width: 100%; }
th, td { padding: 0.35rem 0.5rem; border-bottom: 1px solid var(--line); text-align: left; vertical-align: top; font-weight: 400; }
thead th { color: var(--quiet); font-size: 0.85rem; vertical-align: bottom; }
tfoot th, tfoot td { font-weight: 600; border-bottom: 0; }
.number { width: 5.5rem; text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap; }
thead .number { white-space: normal; overflow-wrap: break-word; }
.zero { color: var(--quiet); }
.graph { width: 40%; vertical-align: middle; }
.bar { display: block; width: 100%; height: 0.6rem; fill: currentColor; }
article { margin: 0.75rem 0; padding: 0.75rem 1rem; border: 1px solid var(--line); border-radius: 0.375rem; }
article .message { margin-top: 0.5rem; }
.source { margin: 0.5rem 0; padding: 0.5rem 0; background: var(--panel); border-radius: 0.25rem; font-size: 0.85rem; line-height: 1.5; }
.source code { display: block; font-size: 1em; }
.line { display: grid; grid-template-columns: 3.5rem minmax(0, 1fr); }
.line .number { width: auto; padding-right: 0.75rem; color: var(--quiet); user-select: none; }
.line .text { white-space: pre-wrap; overflow-wrap: anywhere; word-break: normal; padding-right: 0.5rem; }
mark { background: var(--mark); color: var(--mark-text); border-radius: 0.15rem; }
.related, .short { padding-left: 1.1rem; }
.short li { margin: 0.4rem 0; }
.rule { border-left: 0.2rem solid var(--line); padding-left: 1rem; margin: 1.25rem 0; }
.rule h3, article h3 { margin-top: 0; }
.state { font-weight: 400; }
.waiver.expired .state, .reason.blocking { color: var(--high); font-weight: 600; }
.gate { border: 1px solid var(--medium); border-radius: 0.375rem; padding: 0 1rem 0.75rem; margin-top: 1.5rem; }
.gate h2 { margin-top: 0.75rem; border: 0; color: var(--medium); }
summary { cursor: pointer; }
summary h2 { display: inline-block; border: 0; margin-bottom: 0; }
footer { margin-top: 3rem; padding-top: 0.75rem; border-top: 1px solid var(--line); color: var(--quiet); font-size: 0.85rem; }
@media (max-width: 40rem) {
  body { padding: 0.75rem; }
  .graph { display: none; }
  .number { width: auto; } thead .number { overflow-wrap: anywhere; }
  th, td { padding: 0.35rem 0.25rem; }
  .units { font-size: 0.85rem; } .units thead th, .counts thead th { font-size: 0.75rem; }
  article { padding: 0.6rem 0.7rem; }
  .line { grid-template-columns: 2.5rem minmax(0, 1fr); }
  .line .number { padding-right: 0.5rem; }
}
@media print {
  :root { color-scheme: light; --text: #000000; --quiet: #444444; --page: #ffffff; --panel: #f4f4f4; --line: #bbbbbb; --link: #000000;
    --mark: #e2e2e2; --mark-text: #000000;
    --critical: #7d2ba8; --high: #b3261e; --medium: #8a4b00; --low: #6b5d00; --info: #0b5c9e; --pass: #1a6b34; }
  body { max-width: none; padding: 0; font-size: 10pt; }
  nav { display: none; }
  article, .rule, tr { break-inside: avoid; }
  h2, h3 { break-after: avoid; }
  details::details-content { content-visibility: visible; display: block; }
}
`

/** What the policy of the page allows: exactly this style. */
export const styleHash = `sha256-${createHash('sha256').update(style).digest('base64')}`
