import { symlinkSync } from 'node:fs'
import { join } from 'node:path'
import { baselineFile } from '../../../../scanner/src/govern/baseline/entry.ts'
import { fingerprint } from '../../../../scanner/src/govern/fingerprint.ts'
import { config, guarded, intruder, policies, type Way, waivers } from './way.ts'

const weak = 'profile: baseline\nfailOn: none\n'

/** A day that a waiver of today may last to. */
const soon = new Date(Date.now() + 30 * 24 * 60 * 60 * 1000).toISOString().slice(0, 10)
const waiver = (pod: string) => `waivers:
  - id: W-1
    rules: [pod-security/privileged]
    scope: {objects: [{kind: Pod, namespace: shop, name: ${pod}}]}
    reason: It reads the disks of the node.
    owner: shop
    approvedBy: security
    expiresAt: ${soon}
`

/** Of the pod that the pull requests want in; its fingerprint is that of this unit and object. */
const entry = {
  rule: 'pod-security/privileged',
  severity: 'critical',
  unit: 'app',
  object: { group: '', kind: 'Pod', namespace: 'shop', name: 'intruder' },
  file: 'app/intruder.yaml',
}
const identity = fingerprint({
  ruleId: entry.rule,
  unit: entry.unit,
  ref: { apiVersion: 'v1', kind: 'Pod', namespace: 'shop', name: 'intruder' },
  path: ['spec', 'containers', 0, 'securityContext', 'privileged'],
  object: { spec: { containers: [{ name: 'shell' }] } },
  ordinal: 0,
})
const baseline = `${JSON.stringify({ schemaVersion: '1', findings: [{ ...entry, fingerprint: identity }] })}
`

const withoutSettings = Object.fromEntries(Object.keys(guarded).flatMap((file) => (file.startsWith('.policy-gate/') ? [[file, null]] : [])))

/** What stands in the files of the settings. */
export const settingsWays: Way[] = [
  { name: 'a weaker configuration', change: { ...intruder, [config]: weak }, verdict: 'fail', gate: [config], underHead: 'warn' },
  {
    name: 'a configuration with a byte order mark and CRLF',
    change: { ...intruder, [config]: `\ufeff${weak.replaceAll('\n', '\r\n')}` },
    verdict: 'fail',
    gate: [config],
    underHead: 'warn',
  },
  {
    name: 'the configuration under another name (.yml)',
    change: { ...intruder, [config]: null, '.policy-gate/config.yml': weak },
    verdict: 'fail',
    gate: [config, '.policy-gate/config.yml'],
    underHead: 'rename the file',
  },
  {
    name: 'discover.exclude for what is bad',
    change: { ...intruder, [config]: `${guarded[config]}discover: {exclude: ["app/intruder.yaml"]}\n` },
    verdict: 'fail',
    gate: [config],
    underHead: 'pass',
  },
  {
    name: 'a waiver for what is bad',
    change: { ...intruder, [waivers]: waiver('intruder') },
    verdict: 'fail',
    gate: [waivers],
    underHead: 'warn',
  },
  {
    name: 'a waiver that exists, made wider',
    before: { [waivers]: waiver('agent') },
    change: { ...intruder, [waivers]: waiver('intruder') },
    verdict: 'fail',
    gate: [waivers],
    underHead: 'warn',
  },
  {
    name: 'a baseline that holds what is bad',
    change: { ...intruder, [baselineFile]: baseline },
    verdict: 'fail',
    gate: [baselineFile],
    underHead: 'warn',
  },
]

/** Where the settings stand. */
export const folderWays: Way[] = [
  {
    name: '.policy-gate deleted',
    change: { ...intruder, ...withoutSettings },
    verdict: 'fail',
    gate: [config, `${policies}/team.rego`],
    underHead: 'fail',
  },
  {
    name: '.policy-gate renamed',
    change: { ...intruder, ...withoutSettings, '.policy-gate-off/config.yaml': weak },
    verdict: 'fail',
    gate: [config],
    underHead: 'fail',
  },
  {
    name: '.policy-gate in another case',
    change: { ...intruder, '.Policy-Gate/config.yaml': weak },
    verdict: 'fail',
    gate: ['.Policy-Gate/config.yaml'],
    underHead: 'fail',
  },
  {
    name: 'a .policy-gate of its own further down',
    change: { ...intruder, 'app/.policy-gate/config.yaml': weak },
    directory: 'app',
    verdict: 'fail',
  },
  {
    name: '.policy-gate as a symbolic link',
    change(origin) {
      origin.commit({ ...intruder, ...withoutSettings, 'weak/config.yaml': weak, '.policy-gate': null })
      symlinkSync('weak', join(origin.folder, '.policy-gate'))
      origin.commit({})
    },
    verdict: 'fail',
    gate: ['.policy-gate', config],
    underHead: '.policy-gate is a symbolic link',
  },
  {
    name: 'the configuration as a symbolic link out of the repository',
    change(origin) {
      origin.commit({ ...intruder, [config]: null })
      symlinkSync('/etc/hostname', join(origin.folder, config))
      origin.commit({})
    },
    verdict: 'fail',
    gate: [config],
    underHead: `${config} is a symbolic link`,
  },
  {
    name: '.policy-gate as a submodule',
    change(origin) {
      const weakened = origin.commit({ ...intruder, ...withoutSettings, '.policy-gate': null })
      origin.git('update-index', '--add', '--cacheinfo', `160000,${weakened},.policy-gate`)
      origin.git('commit', '-q', '-m', 'submodule')
    },
    verdict: 'fail',
    gate: ['.policy-gate', config],
    underHead: '.policy-gate is a submodule',
  },
  {
    name: 'another file named by the input config, added by the change',
    change: { ...intruder, 'gate/weak.yaml': weak, '.github/workflows/gate.yaml': 'on: pull_request\n' },
    inputs: { config: 'gate/weak.yaml' },
    verdict: 'fail',
    gate: ['.github/workflows/gate.yaml', 'gate/weak.yaml'],
    underHead: 'warn',
  },
  {
    name: 'an input config that leads out of the repository',
    change: intruder,
    inputs: { config: '../weak.yaml' },
    verdict: 2,
    says: 'must be a file of the repository',
  },
]
