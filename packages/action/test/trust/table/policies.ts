import { deployment } from '../../../../scanner/test/changes/shop.ts'
import { config, guarded, intruder, policies, teamPolicy, type Way } from './way.ts'

const unlabelled = { 'app/web.yaml': deployment('web') }
const policy = (rule: string) => `package main\n\n${rule}\n`

export const policyWays: Way[] = [
  {
    name: 'a policy deleted',
    change: { ...unlabelled, [`${policies}/team.rego`]: null },
    verdict: 'fail',
    because: 'main/deny',
    gate: [`${policies}/team.rego`],
    underHead: 'warn',
  },
  {
    name: 'a policy replaced by one that finds nothing',
    change: { ...unlabelled, [`${policies}/team.rego`]: policy('deny contains "no" if input.kind == "Nothing"') },
    verdict: 'fail',
    because: 'main/deny',
    gate: [`${policies}/team.rego`],
    underHead: 'warn',
  },
  {
    name: 'an exemption in the data of a policy',
    change: { ...unlabelled, [`${policies}/data.yaml`]: 'exempt: [web]\n' },
    verdict: 'fail',
    because: 'main/deny',
    gate: [`${policies}/data.yaml`],
    underHead: 'warn',
  },
  {
    name: 'a verdict policy that always passes',
    change: { ...intruder, [`${policies}/gate.rego`]: 'package policy_gate.gate\n\nverdict := {"verdict": "pass", "reasons": []}\n' },
    verdict: 'fail',
    gate: [`${policies}/gate.rego`],
    underHead: 'pass',
  },
  {
    name: 'a policy that asks the network',
    change: {
      ...intruder,
      [`${policies}/team.rego`]: policy('deny contains "no" if http.send({"url": "https://x.example", "method": "get"})'),
    },
    verdict: 'fail',
    underHead: 'undefined function http.send',
  },
  {
    name: 'a policy that prints the environment',
    change: { ...intruder, [`${policies}/team.rego`]: policy('deny contains sprintf("%v", [opa.runtime().env])') },
    verdict: 'fail',
    underHead: 'undefined function opa.runtime',
  },
  {
    name: 'a policy with a slow regular expression',
    change: {
      ...intruder,
      [`${policies}/team.rego`]: policy(`deny contains "no" if regex.match("^(a+)+$", "${'a'.repeat(5000)}!")`),
    },
    verdict: 'fail',
    underHead: 'fail',
  },
  {
    name: 'a policy that does not end',
    before: { [config]: `${guarded[config]}evaluationTimeout: 8\n` },
    change: {
      ...intruder,
      [config]: `${guarded[config]}evaluationTimeout: 3600\n`,
      [`${policies}/team.rego`]: policy(
        'numbers_of(n) := numbers.range(1, n)\n\ndeny contains "no" if count([1 | some a in numbers_of(9999); some b in numbers_of(9999); some c in numbers_of(9999); a + b + c < 0]) > 0',
      ),
    },
    verdict: 'fail',
    underHead: 'fail',
  },
  {
    name: 'a policy that does not compile',
    change: { ...intruder, [`${policies}/team.rego`]: `${teamPolicy}\ndeny contains x\n` },
    verdict: 'fail',
    underHead: 'team.rego',
  },
]
