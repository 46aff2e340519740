import type { GateChange, Report } from '../model.ts'
import { visible } from '../sanitize.ts'
import { comparedWith, severityCounts } from './facts.ts'
import { openFindings } from './overview.ts'
import type { Strings } from './strings.ts'
import type { SurfaceStrings } from './surface-strings.ts'

interface Words {
  words: Strings
  surface: SurfaceStrings
}

function gateLines({ files, underHead }: GateChange, { words, surface }: Words): string[] {
  const list = files.map(({ file, change, role }) => `  ${visible(file)}  ${surface.changeOfFile[change]}, ${surface.role[role]}`)
  return [`${surface.sections.gate}:`, ...list, ...(underHead === undefined ? [] : [`  ${underHeadText(underHead, { words, surface })}`])]
}

/** What the settings of the change would say, and that they do not hold. */
export function underHeadText(head: NonNullable<GateChange['underHead']>, { words, surface }: Words): string {
  if ('problem' in head) return `${surface.headProblem} ${visible(head.problem)} ${surface.notApplied}`
  return `${surface.underHead(words.verdict[head.verdict], severityCounts(head.findings, { words, surface }) || surface.noOpenShort)} ${surface.notApplied}`
}

/** Which part was judged, under whose settings, what the change adds and mends, and what it does to its own gate. */
export function changeLines({ shard, settings, change, findings }: Report, texts: Words): string[] {
  const { surface } = texts
  const { added, unchanged } = openFindings({ findings })
  return [
    ...(shard === undefined ? [] : [surface.shard(shard.index, shard.total)]),
    ...(settings === undefined ? [] : [visible(surface.settings(settings))]),
    ...(change === undefined
      ? []
      : change.problem !== undefined
        ? comparedWith({ change }, surface).map(visible)
        : [`${visible(surface.compared(change.base))} ${surface.changeCounts(added.length, unchanged.length, change.fixed.length)}`]),
    ...(change?.gate === undefined ? [] : gateLines(change.gate, texts)),
  ]
}
