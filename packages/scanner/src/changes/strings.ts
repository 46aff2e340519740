import type { Language } from '../model.ts'
import type { AffectedReason } from './affected.ts'
import type { DiffReport } from './report.ts'
import type { UnitChange } from './units.ts'

/** The words of `policy-gate diff`. */
export interface DiffStrings {
  compared(report: DiffReport): string
  nothing: string
  change: Record<UnitChange['change'], string>
  reason: Record<AffectedReason, string>
  findingState: Record<'new' | 'absent', string>
  /** A value that is not told. */
  redacted: string
  more(count: number): string
  notEvaluated: string
  notEvaluatedBefore(count: number): string
  objects(counts: DiffReport['summary']['objects']): string
  units(counts: DiffReport['summary']['units']): string
  findings(counts: { new: number; fixed: number; unchanged: number }): string
  failing(count: number, severity: string): string
}

const plural = (count: number, noun: string): string => `${count} ${noun}${count === 1 ? '' : 's'}`
const commitOf = ({ base }: DiffReport): string => `${base.ref} (${base.commit.slice(0, 12)})`

const en: DiffStrings = {
  compared: (report) => `Compared with ${commitOf(report)}: ${plural(report.summary.affected, 'unit')} affected.`,
  nothing: 'Nothing that would be deployed has changed.',
  change: { added: 'new unit', removed: 'unit removed', changed: 'changed' },
  reason: {
    new: 'new',
    definition: 'deployed or rendered otherwise',
    files: 'files changed',
    environment: 'shares the environment of a changed unit',
  },
  findingState: { new: 'new', absent: 'fixed' },
  redacted: 'changed (the content of Secrets is not shown)',
  more: (count) => `and ${count} more`,
  notEvaluated: 'Not evaluated',
  notEvaluatedBefore: (count) => `${count} not evaluated before the change, so some of this may not be new`,
  objects: ({ added, removed, changed }) => `Objects: ${added} added, ${removed} removed, ${changed} changed.`,
  units: ({ added, removed, changed }) => `Units: ${added} added, ${removed} removed, ${changed} changed.`,
  findings: (counts) => `Findings: ${counts.new} new, ${counts.fixed} fixed, ${counts.unchanged} unchanged.`,
  failing: (count, severity) => `${plural(count, 'new finding')} at or above ${severity}`,
}

const ko: DiffStrings = {
  compared: (report) => `${commitOf(report)} 기준 비교: 영향받는 배포 단위 ${report.summary.affected}개.`,
  nothing: '배포될 내용에 변경 사항이 없습니다.',
  change: { added: '새 배포 단위', removed: '제거된 배포 단위', changed: '변경됨' },
  reason: {
    new: '신규',
    definition: '배포 또는 렌더링 방식 변경',
    files: '파일 변경',
    environment: '변경된 배포 단위와 같은 환경',
  },
  findingState: { new: '신규', absent: '해소' },
  redacted: '변경됨 (Secret의 내용은 표시하지 않음)',
  more: (count) => `외 ${count}개`,
  notEvaluated: '평가되지 않음',
  notEvaluatedBefore: (count) => `변경 전에 평가되지 않은 항목 ${count}건이 있어 일부는 신규가 아닐 수 있음`,
  objects: ({ added, removed, changed }) => `오브젝트: 추가 ${added}개, 제거 ${removed}개, 변경 ${changed}개.`,
  units: ({ added, removed, changed }) => `배포 단위: 추가 ${added}개, 제거 ${removed}개, 변경 ${changed}개.`,
  findings: (counts) => `검출 항목: 신규 ${counts.new}개, 해소 ${counts.fixed}개, 기존 ${counts.unchanged}개.`,
  failing: (count, severity) => `심각도 ${severity} 이상의 신규 검출 항목 ${count}개`,
}

export const diffStrings: Record<Language, DiffStrings> = { en, ko }
