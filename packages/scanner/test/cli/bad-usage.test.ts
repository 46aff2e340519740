import { describe, expect, it } from 'vitest'
import { harmless } from '../scan/manifests.ts'
import { repository } from '../scan/repository.ts'
import { policyGate } from './command.ts'

const policies = '.policy-gate/policies'
const config = '.policy-gate/config.yaml'

interface Case {
  what: string
  files?: Record<string, string | Uint8Array>
  words?: string[]
  code?: number
  says: string[]
}

const usage: Case[] = [
  { what: 'an unknown flag', words: ['scan', '--fial-on', 'high'], says: ['Unknown flag --fial-on', 'Did you mean "--fail-on"?'] },
  { what: 'an unknown flag like no other', words: ['scan', '--zzzzzzzzz'], says: ['Unknown flag --zzzzzzzzz.', 'policy-gate scan --help'] },
  { what: 'two wrong flags at once', words: ['scan', '--quite', '--unti', 'file'], says: ['--quiet', '--unit'] },
  { what: 'a flag without its value', words: ['scan', '--fail-on'], says: ['--fail-on needs a value', 'critical, high'] },
  { what: 'a flag in place of a value', words: ['scan', '--output', '--quiet'], says: ['--output needs a value, but --quiet follows'] },
  { what: 'an empty value', words: ['scan', '--root='], says: ['--root needs a value'] },
  { what: 'a value for a switch', words: ['scan', '--quiet=yes'], says: ['--quiet takes no value'] },
  {
    what: 'a wrong choice',
    words: ['scan', '--fail-on', 'hihg'],
    says: ['--fail-on is "hihg"', 'critical, high, medium, low, info, none', '"high"'],
  },
  { what: 'an unknown format', words: ['scan', '-f', 'srif'], says: ['must be one of', '"sarif"'] },
  { what: 'an unknown command', words: ['scna'], says: ['There is no command "scna"', 'Did you mean "scan"?'] },
  { what: 'a command called like a property of objects', words: ['constructor'], says: ['There is no command "constructor"'] },
  { what: 'help about an unknown command', words: ['help', '__proto__'], says: ['There is no command "__proto__"'] },
  { what: 'no command', words: [], says: ['Usage: policy-gate <command>'] },
  { what: 'words behind a command that takes none', words: ['rules', 'privileged'], says: ['takes no words, but "privileged" follows'] },
  { what: 'an unknown rule', words: ['explain', 'pod-security/privilegd'], says: ['There is no rule', '"pod-security/privileged"'] },
  { what: 'a date that is none', words: ['scan', '--now', 'tomorrow'], says: ['--now is "tomorrow"', '2026-01-31T00:00:00Z'] },
  { what: 'a date that depends on the time zone', words: ['scan', '--now', '2026-01-31T00:00:00'], says: ['time zone'] },
  { what: 'a number that is none', words: ['scan', '--max-findings', 'few'], says: ['--max-findings is "few"', 'whole number'] },
  { what: 'a Trivy that is not there', words: ['scan', '--trivy', './trivy'], says: ['There is no file ./trivy'] },
  {
    what: 'a Trivy server that has no address',
    words: ['scan', '--trivy-server', 'trivy'],
    says: ['trivy is no address of a Trivy server'],
  },
  { what: 'a layout without its image', words: ['scan', '--image-layout', './order'], says: ['--image-layout is "./order"', '=./order'] },
  { what: 'images that are neither', words: ['scan', '--images', 'new'], says: ['--images is "new"', 'none, changed, all'] },
  { what: 'more outputs than formats', words: ['scan', '-o', 'a', '-o', 'b'], says: ['2 --output but only 1 --format'] },
  { what: 'two reports for one standard output', words: ['scan', '-f', 'json', '-f', 'text'], says: ['Only one report'] },
  {
    what: 'two reports for one file',
    words: ['scan', '-f', 'json', '-o', 'a', '-f', 'text', '-o', 'a'],
    says: ['Two reports would be written to a'],
  },
  {
    what: 'a root that is a file',
    files: { 'a.yaml': harmless() },
    words: ['scan', '--root', 'a.yaml'],
    says: ['--root a.yaml is no folder'],
  },
  { what: 'init where there is a configuration', files: { [config]: '{}\n' }, words: ['init'], says: ['exists already'] },
]

const configurations: Case[] = [
  { what: 'an unknown key', files: { [config]: 'failOn: high\nfialOn: high\n' }, says: [`${config}:2: fialOn is not a key`, '"failOn"'] },
  {
    what: 'a wrong type',
    files: { [config]: 'exemptNamespaces: shop\n' },
    says: [`${config}:1: exemptNamespaces is "shop", but must be a list`],
  },
  {
    what: 'a wrong choice',
    files: { [config]: '# c\nprofile: stict\n' },
    says: [`${config}:2: profile is "stict"`, 'baseline, strict, all', '"strict"'],
  },
  {
    what: 'an unknown rule',
    files: { [config]: 'rules:\n  pod-security/privilegd: {enabled: false}\n' },
    says: [`${config}:2: There is no rule`, '"pod-security/privileged"'],
  },
  {
    what: 'an unknown parameter',
    files: { [config]: 'rules:\n  image/registry:\n    params:\n      alowed: [a]\n' },
    says: [`${config}:4: alowed is not a parameter of image/registry`, '"allowed"'],
  },
  {
    what: 'a parameter of the wrong type',
    files: { [config]: 'rules:\n  image/registry:\n    params:\n      allowed: 3\n' },
    says: [`${config}:4: rules["image/registry"].params.allowed is 3, but must be a list`],
  },
  { what: 'YAML that is none', files: { [config]: 'failOn: [high\n' }, says: [`${config}:`] },
  { what: 'a duplicate key', files: { [config]: 'failOn: high\nfailOn: none\n' }, says: [`${config}:2:`, 'failOn'] },
  {
    what: 'two documents',
    files: { [config]: 'failOn: high\n---\nfailOn: none\n' },
    says: [`${config}:3: The configuration must be one document`],
  },
  { what: 'a list', files: { [config]: '- failOn\n' }, says: [`${config}:1: The configuration must be a mapping`] },
  {
    what: 'a version without quotes',
    files: { [config]: 'kubernetesVersion: 1.30\n' },
    says: [`${config}:1: kubernetesVersion is 1.3, but must be a text`, 'in quotes, e.g. "1.34"'],
  },
  { what: 'a folder in place of the configuration', files: { [`${config}/a`]: '' }, says: [config, 'not a regular file'] },
  {
    what: 'another file name',
    files: { '.policy-gate/config.yml': 'failOn: none\n' },
    says: ['.policy-gate/config.yml', 'rename the file'],
  },
  {
    what: 'everything at once',
    files: {
      [config]: 'profile: some\nminimumCoverage: 101\nrules:\n  no/such: {severity: worst}\nenvironments:\n  - {name: "", paths: []}\n',
    },
    says: [`${config}:1: `, `${config}:2: `, `${config}:4: There is no rule`, `${config}:4: rules["no/such"].severity`, `${config}:6: `],
  },
]

const userPolicies: Case[] = [
  {
    what: 'Rego that does not parse',
    files: { [`${policies}/a.rego`]: 'package main\n\ndeny contains "x" if {\n' },
    says: [`${policies}/a.rego:`],
  },
  {
    what: 'Rego of version 0',
    files: { [`${policies}/a.rego`]: 'package main\n\ndeny[msg] {\n\tmsg := "x"\n}\n' },
    says: [`${policies}/a.rego:3:`, '`if` keyword'],
  },
  {
    what: 'errors in two files',
    files: { [`${policies}/a.rego`]: 'package main\n\ndeny contains x\n', [`${policies}/b.rego`]: 'package main\n\nwarn contains y\n' },
    says: [`${policies}/a.rego:3:`, `${policies}/b.rego:3:`],
  },
  {
    what: 'a request over the network',
    files: { [`${policies}/a.rego`]: 'package main\n\ndeny contains "x" if http.send({"url": "https://x.example", "method": "get"})\n' },
    says: [`${policies}/a.rego:3:`, 'undefined function http.send'],
  },
  {
    what: 'a look at the environment',
    files: { [`${policies}/a.rego`]: 'package main\n\ndeny contains opa.runtime().env.HOME\n' },
    says: [`${policies}/a.rego:3:`, 'undefined function opa.runtime'],
  },
  {
    what: 'a rule of our form without METADATA',
    files: { [`${policies}/a.rego`]: 'package rules.shop.a\n\nfindings contains {"path": []} if true\n' },
    says: [`${policies}/a.rego:1:`, 'METADATA'],
  },
  {
    what: 'a rule with incomplete METADATA',
    files: {
      [`${policies}/a.rego`]:
        '# METADATA\n# title: A\n# custom:\n#   severity: worst\npackage rules.shop.a\n\nfindings contains {"path": []} if true\n',
    },
    says: [`${policies}/a.rego:5: custom.severity must be one of`, 'custom.message is missing', 'custom.kinds'],
  },
  {
    what: 'a rule that finds nothing ever',
    files: {
      [`${policies}/a.rego`]:
        '# METADATA\n# title: A\n# description: A\n# custom:\n#   {severity: low, profile: baseline, scope: resource, kinds: ["*"], message: a, remediation: a, ko: {title: a, description: a, message: a, remediation: a}}\npackage rules.shop.a\n\nfinding contains {"path": []} if true\n',
    },
    says: [`${policies}/a.rego:1: the rule has no set`],
  },
  {
    what: 'policies that hold no rules',
    files: { [`${policies}/a.rego`]: 'package lib\n\nx := 1\n' },
    says: [policies, 'no module holds rules'],
  },
  { what: 'a policy folder without policies', files: { [`${policies}/notes.txt`]: '' }, says: [policies, 'there is no policy in it'] },
  {
    what: 'a data file that is no mapping',
    files: { [`${policies}/a.rego`]: 'package main\n\ndeny contains "x"\n', [`${policies}/a.yaml`]: '- 1\n' },
    says: [`${policies}/a.yaml`, 'mapping'],
  },
  {
    what: 'a data file that is broken',
    files: { [`${policies}/a.rego`]: 'package main\n\ndeny contains "x"\n', [`${policies}/a.yaml`]: 'a: [\n' },
    says: [`${policies}/a.yaml:`],
  },
  {
    what: 'a rule with the id of a built-in one',
    files: {
      [`${policies}/a.rego`]:
        '# METADATA\n# title: A\n# description: A\n# custom:\n#   {severity: low, profile: baseline, scope: resource, kinds: ["*"], message: a, remediation: a, ko: {title: a, description: a, message: a, remediation: a}}\npackage rules.pod_security.privileged\n\nfindings contains {"path": []} if true\n',
    },
    says: ['two rules pod-security/privileged'],
  },
  { what: '--policy that does not exist', words: ['scan', '--policy', 'absent'], says: ['absent: the policies cannot be read (ENOENT)'] },
  {
    what: '--policy of an unknown kind',
    files: { 'a.txt': 'x' },
    words: ['scan', '--policy', 'a.txt'],
    says: ['a.txt: policies are a folder'],
  },
  {
    what: 'wasm that is none',
    files: { 'a.wasm': 'no wasm' },
    words: ['scan', '--policy', 'a.wasm'],
    says: ['a.wasm: this is no policy that OPA compiled'],
  },
  {
    what: 'a module that is no policy',
    files: { 'a.wasm': Buffer.from('0061736d01000000', 'hex') },
    words: ['scan', '--policy', 'a.wasm'],
    says: ['a.wasm: this is no policy that OPA compiled'],
  },
  {
    what: 'a bundle that is none',
    files: { 'a.tar.gz': 'no gzip' },
    words: ['scan', '--policy', 'a.tar.gz'],
    says: ['a.tar.gz: the policies cannot be read'],
  },
]

describe.each([
  ['wrong usage', usage],
  ['a wrong configuration', configurations],
  ['wrong policies', userPolicies],
])('%s ends with code 2 and a sentence', (_, cases) => {
  it.each(cases)('$what', async ({ files = {}, words = ['scan'], code = 2, says }) => {
    const outcome = await policyGate(words, { cwd: repository(files) })
    for (const text of says) expect(outcome.stderr + (words.length === 0 ? outcome.stdout : '')).toContain(text)
    expect(outcome.stderr).not.toContain('fault of policy-gate')
    expect(outcome.code).toBe(code)
  })
})
