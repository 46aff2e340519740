import type { Base } from '../../../scanner/src/changes/base.ts'
import { short } from '../../../scanner/src/config/commit/settings.ts'
import type { GateChange, Report } from '../../../scanner/src/model.ts'
import type { Event, Inputs, Notice } from '../model.ts'
import { type Bases, ownSettings } from './base.ts'
import type { OpenedSettings } from './settings.ts'
import type { NotCompared, TrustStrings } from './strings.ts'

/** Everything that people should know of whose settings held, and of what was not possible. */
export function noticesOf(found: {
  inputs: Inputs
  event: Event
  bases: Bases
  base: Base | NotCompared | undefined
  opened: OpenedSettings | undefined
  gate: GateChange | { unknown: string } | undefined
  /** Files of the change that a sparse checkout leaves out. */
  sparse: number
  report: Report
  words: TrustStrings
}): Notice[] {
  const { inputs, event, bases, base, opened, gate, sparse, report, words } = found
  const notices: Notice[] = []
  const add = (level: Notice['level'], code: string, ...sentences: string[]): void => {
    notices.push({ level, code, message: sentences.join(' ') })
  }
  if (event.privileged) add('notice', 'privileged-event', words.privileged(event.name))
  if (opened !== undefined && !opened.settings.present) add('notice', 'no-settings', words.usedDefaults(short(opened.settings.commit)))
  else if (opened?.hasConfig === false) add('warning', 'no-config', words.noConfig(inputs.config ?? '', short(opened.settings.commit)))
  if (bases.settings === undefined && bases.compare !== undefined && event.name !== 'push')
    add('warning', 'settings-of-the-change', words.settingsOfTheChange)
  if (bases.settings === undefined && event.unprotected && ownSettings.includes(event.name))
    add('notice', 'unprotected-branch', words.unprotectedBranch)
  if (inputs.scanner.layouts !== undefined && report.images === undefined) add('warning', 'layouts-not-scanned', words.layoutsNotScanned)
  if (sparse > 0) add('warning', 'sparse-checkout', words.sparse(sparse))
  const strictly = [...(inputs.changedOnly ? [words.everythingJudged] : []), ...(inputs.newOnly ? [words.everythingCounts] : [])]
  const why = report.change?.problem
  if (typeof base === 'string') add('notice', 'not-compared', words.notCompared(base, short(bases.compare ?? '')), ...strictly)
  else if (base === undefined && strictly.length > 0) add('notice', 'not-compared', words.noBase(event.name), ...strictly)
  else if (why !== undefined) add('notice', 'not-compared', words.notComparedProblem(why), ...strictly)
  if (gate !== undefined && 'unknown' in gate) add('warning', 'gate-change-unknown', words.gateChangeUnknown(gate.unknown))
  else if (gate !== undefined) {
    add('notice', 'gate-change', words.gateChange(gate.files.length))
    if (gate.underHead !== undefined && 'problem' in gate.underHead)
      add('warning', 'broken-after-merge', words.brokenAfterMerge(gate.underHead.problem))
  }
  return notices
}
