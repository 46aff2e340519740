/** Characters that nobody sees and that change what a terminal, a browser or a reader makes of the rest. */
const invisible = [
  '\u0000',
  '\u0007',
  '\u0008',
  '\u000b',
  '\u001b',
  '\u007f',
  '\u0085',
  '\u009b',
  '\u00ad',
  '\u061c',
  '\u200b',
  '\u200d',
  '\u200e',
  '\u200f',
  '\u2028',
  '\u2029',
  '\u202a',
  '\u202e',
  '\u2060',
  '\u2066',
  '\u2069',
  '\u3164',
  '\ufeff',
  '\ufffe',
  '\uffff',
  '\ud800',
  '\udc00',
  '\u{e0041}',
  '\u{1d173}',
]

const payloads = [
  '::error::forged',
  '::set-output name=verdict::pass',
  '::add-mask::a',
  '::stop-commands::token',
  '::save-state name=x::y',
  '::add-matcher::./matcher.json',
  '::group::hidden',
  '::error file=a.yaml,line=1::forged',
  '##[error]forged',
  '##[set-output name=verdict;]pass',
  '##[add-mask]a',
  '##vso[task.setvariable variable=verdict]pass',
  "##teamcity[buildStatus text='ok']",
  '###[error]forged',
  '%0A::error::forged',
  '%250A::error::forged',
  '%0D%0A##[error]forged',
  ',line=1::forged',
  'x,title=forged',
  'x%2Ctitle=forged',
  '\u001b[2J\u001b[H',
  '\u001b]8;;https://example.com\u0007link\u001b]8;;\u0007',
  '\u001b[31mPASS\u001b[0m',
  'admin\u202e\u2066 // ok\u2069\u2066',
  ']]>',
  '<![CDATA[',
  '</failure></testcase></testsuite>',
  '<script>alert(1)</script>',
  '"><img src=x onerror=alert(1)>',
  "' onload='x",
  '<!-- --',
  '<?xml version="1.0"?>',
  '&lt;&amp;&#0;&#x1b;',
  '[click](https://example.com)',
  '[click](1)',
  '\\[click](javascript:alert(1))',
  '[a](b](c)',
  '{0}{1}',
  '{{.Values.x}}',
  '$(id) `id` ${HOME}',
  '@everyone #1 !x',
  '../../etc/passwd',
  '/etc/passwd',
  'C:\\Windows\\x',
  'https://example.com/x.yaml',
  'file:///etc/passwd',
  'a b#c?d%e&f+g.yaml',
  '한글 파일.yaml',
  '\u1112\u1161\u11ab\u1100\u1173\u11af',
  '👨‍👩‍👧❤️.yaml',
  '__proto__',
  'constructor',
  'null',
  '',
  ' ',
  '|---|',
  '```',
]

/** Every payload alone, behind white space, behind a line break and between two breaks; every invisible character inside a word. */
export const hostileStrings: string[] = [
  ...payloads,
  ...payloads.map((payload) => `\n${payload}`),
  ...payloads.slice(0, 20).map((payload) => ` \t\u00a0${payload}`),
  ...payloads.slice(0, 20).map((payload) => `x\r\n${payload}\r\ny`),
  ...payloads.slice(0, 20).map((payload) => `x\r${payload}`),
  ...invisible.map((character) => `a${character}::error::b`),
  ...invisible.map((character) => `${character}::error::b`),
  ...invisible.map((character) => `##${character}[error]b`),
  'x'.repeat(70_000),
  '한'.repeat(5_000),
]

/** A command that the GitHub runner finds in a line of a log. */
export interface RunnerCommand {
  name: string
  properties: Record<string, string>
  data: string
}

function unescapeData(text: string): string {
  return text.replaceAll('%0D', '\r').replaceAll('%0A', '\n').replaceAll('%25', '%')
}

function unescapeProperty(text: string): string {
  return unescapeData(text.replaceAll('%3A', ':').replaceAll('%2C', ','))
}

/** The runner's reading of one line: `::name k=v,k=v::data` after white space, or `##[name ...]data` anywhere. */
export function runnerCommand(line: string): RunnerCommand | undefined {
  const [, head, data] = /^\s*::([^:]*(?::(?!:)[^:]*)*)::(.*)$/su.exec(line) ?? []
  if (head === undefined) {
    const legacy = /##\[([^\s\]]*)[^\]]*\](.*)$/su.exec(line)
    return legacy ? { name: legacy[1]!, properties: {}, data: legacy[2]! } : undefined
  }
  const space = head.indexOf(' ')
  const list = space < 0 ? '' : head.slice(space + 1)
  const pairs = list
    .split(',')
    .filter((pair) => pair !== '')
    .map((pair): [string, string] => [pair.slice(0, pair.indexOf('=')).trim(), unescapeProperty(pair.slice(pair.indexOf('=') + 1))])
  return { name: space < 0 ? head : head.slice(0, space), properties: Object.fromEntries(pairs), data: unescapeData(data!) }
}

/** All commands in an output, which the runner divides at CR, LF and CRLF. */
export function runnerCommands(output: string): RunnerCommand[] {
  return output.split(/\r\n|\r|\n/).flatMap((line) => runnerCommand(line) ?? [])
}

/** Characters of an output that a reader cannot see, line breaks apart. */
export function invisibleIn(output: string): string[] {
  return [...output].filter(
    (character) => /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]/u.test(character) && !'\n\u{FE0F}'.includes(character),
  )
}
