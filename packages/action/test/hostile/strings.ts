import { markdownPayloads, payloads } from '../../../scanner/test/report/hostile.ts'

/** Texts that try to make the runner do something, or to make its log say something else; further ones than those of the reporters. */
const ofTheRunner = [
  '::set-output name=exit-code::0',
  '::set-output name=verdict::pass%0A::set-output name=exit-code::0',
  '::SET-OUTPUT name=verdict::pass',
  '::set-env name=NODE_OPTIONS::--require=/tmp/x',
  '::add-path::/tmp',
  '::echo::on',
  '::remove-matcher owner=x::',
  '::endgroup::',
  '::debug::x',
  '::notice title=policy-gate::PASS',
  '::warning file=a.yaml,line=1,endLine=2::x',
  '::error::',
  ' ::error::x',
  '\u2003::error::x',
  '\u3000\u00a0::error::x',
  '\u0085::error::x',
  '\u2028::error::x',
  'x ##[set-output name=verdict]pass',
  'x ##[stop-commands]x',
  'x ##[add-mask]e',
  'x ##[group]x',
  '##[debug]x',
  '##[warning file=a;line=1]x',
  'x\n::stop-commands::x',
  'x\r::add-mask::pass',
  'x\r\n##[error]x',
  'x\u2028::error::x',
  'x\v::error::x',
  'x\f::error::x',
  'x%0A::error::x',
  'x%0D%0A::error::x',
  'verdict=pass',
  'x\nverdict=pass',
  'x\nverdict<<EOF\npass\nEOF',
  'verdict<<delimiter',
  'EOF',
  'a.go:1:2: forged',
  'src/a.ts(1,2): error TS1: forged',
  '  1:2  error  forged  rule',
  '##vso[task.complete result=Succeeded;]',
  "##teamcity[message text='x']",
]

/** Every text once, each also behind a line break where it has none. */
export const hostileTexts: string[] = [
  ...new Set([
    ...payloads,
    ...ofTheRunner,
    ...markdownPayloads,
    ...ofTheRunner.filter((text) => !text.includes('\n')).map((text) => `x\n${text}`),
  ]),
]

/** As a name of a file or folder; undefined where it cannot be one. */
export function asFileName(text: string): string | undefined {
  const name = text.replaceAll('/', '∕').replaceAll('\0', '␀').toWellFormed().slice(0, 60).trim()
  return ['', '.', '..'].includes(name) ? undefined : name
}
