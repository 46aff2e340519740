import { realpathSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { harmless, privilegedPod } from '../../../../scanner/test/scan/manifests.ts'
import type { Event, Inputs, Judgement } from '../../../src/model.ts'
import {
  type CheckoutOptions,
  checkedOut,
  type Files,
  judged,
  type Proposed,
  proposed,
  pullRequestEvent,
  refused,
} from '../pull-request.ts'

export const config = '.policy-gate/config.yaml'
export const policies = '.policy-gate/policies'
export const waivers = '.policy-gate/waivers.yaml'

/** A policy of the team: a Deployment needs a label. */
export const teamPolicy = `# METADATA
# scope: package
# custom:
#   severity: critical
package main

deny contains "no label team" if {
	input.kind == "Deployment"
	not input.metadata.labels.team
	not exempt
}

exempt if input.metadata.name in data.exempt
`

/** What the pull requests go to: whatever is critical fails. */
export const guarded: Record<string, string> = {
  [config]: 'profile: baseline\nfailOn: critical\n',
  [`${policies}/team.rego`]: teamPolicy,
  'app/settings.yaml': harmless(),
}

/** What the pull requests want in: a privileged pod, which is critical. */
export const intruder = { 'app/intruder.yaml': privilegedPod('intruder') }

/** A way in which a pull request tries to get something past the gate, and what comes of it. */
export interface Way {
  /** The row of docs/trust.md. */
  name: string
  /** On top of what is guarded. */
  before?: Record<string, string>
  change: Files | ((origin: Proposed['origin']) => void)
  checkout?: CheckoutOptions | ((made: Proposed) => CheckoutOptions)
  /** What else is done to the workspace before the gate runs. */
  prepare?(workspace: string, made: Proposed): void
  event?(made: Proposed): Partial<Event>
  inputs?: Partial<Inputs>
  directory?: string
  /** A number: nothing is judged, and the step ends with this exit code. */
  verdict: 'fail' | 'error' | 2 | 3
  /** Part of the sentence of what is not judged. */
  says?: string
  /** Rule of a finding, or reason of something not evaluated, that there has to be; by default what is wrong with the intruder. */
  because?: string
  /** Files that have to be shown as a change of the gate. */
  gate?: string[]
  /** The verdict that the settings of the change would give, or part of the sentence of why they cannot be used. */
  underHead?: string
}

/** Runs each way against a repository that is guarded. */
export function ways(title: string, rows: Way[]): void {
  describe(title, () => {
    it.each(rows)('$name', async (way) => {
      const made = proposed({ ...guarded, ...way.before }, way.change)
      const workspace = checkedOut(made, typeof way.checkout === 'function' ? way.checkout(made) : way.checkout)
      way.prepare?.(workspace, made)
      const given = {
        workspace,
        event: { ...pullRequestEvent(made), ...way.event?.(made) },
        inputs: { workingDirectory: realpathSync(join(workspace, way.directory ?? '')), ...way.inputs },
      }
      if (typeof way.verdict === 'number')
        expect(await refused(judged(given))).toEqual({ exitCode: way.verdict, message: expect.stringContaining(way.says!) })
      else expectVerdict(await judged(given), way)
    })
  })
}

function expectVerdict({ report }: Judgement, { verdict, because = 'pod-security/privileged', gate = [], underHead }: Way): void {
  const why = [
    ...report.findings.filter(({ status }) => status === 'open').map(({ ruleId }) => ruleId),
    ...report.notEvaluated.map(({ reason }) => reason),
  ]
  expect({ verdict: report.verdict, why }).toEqual({ verdict, why: expect.arrayContaining([because]) })
  expect(report.change?.gate?.files.map(({ file }) => file) ?? []).toEqual(expect.arrayContaining(gate))
  const seen = report.change?.gate?.underHead
  if (underHead === undefined) expect(seen).toBeUndefined()
  else if (seen !== undefined && 'verdict' in seen) expect(seen.verdict).toBe(underHead)
  else expect(seen?.problem).toContain(underHead)
}
