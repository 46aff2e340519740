import type { GateFile, Language, SettingsOrigin, Verdict } from '../model.ts'
import type { CountKind } from './overview.ts'

/** The words of the Markdown and HTML reports beside those of `strings.ts`. */
export interface SurfaceStrings {
  /** Heading of a report; `name` tells several gates apart and may be empty. */
  title(verdict: string, name: string): string
  warnMode: string
  count: Record<CountKind, string>
  total: string
  severity: string
  finding: string
  findings: string
  where: string
  rule: string
  unit: string
  environment: string
  file: string
  changeOfFile: Record<GateFile['change'], string>
  change: string
  role: Record<GateFile['role'], string>
  heldBy: string
  reason: string
  message: string
  sections: Record<
    | 'blocking'
    | 'findings'
    | 'new'
    | 'unchanged'
    | 'fixed'
    | 'units'
    | 'remedies'
    | 'waivers'
    | 'baseline'
    | 'coverage'
    | 'gate'
    | 'notices',
    string
  >
  /** How many findings of a severity: `2 critical`. */
  numbered(count: number, severity: string): string
  /** A number after a heading. */
  counted(heading: string, count: number): string
  noOpen: string
  noOpenShort: string
  noNew: string
  more(count: number): string
  moreRows(count: number): string
  moreOfUnit(count: number): string
  andMore(count: number): string
  seeRun: string
  cleanUnits(count: number): string
  gateIntro: string
  underHead(verdict: string, counts: string): string
  notApplied: string
  headProblem: string
  settings(origin: SettingsOrigin): string
  ownSettings: string
  compared(base: string): string
  changeCounts(added: number, unchanged: number, fixed: number): string
  notCompared: string
  baseProblem(base: string): string
  shard(index: number, total: number): string
  waiver: string
  waiverState: string
  people: string
  why: string
  policies: string
  generatedAt(date: string): string
  contents: string
}

export const verdictSymbols: Record<Verdict, string> = { pass: '✅', warn: '⚠️', fail: '❌', error: '⛔' }

const plural = (count: number, noun: string): string => `${count} ${noun}${count === 1 ? '' : 's'}`
const short = (commit: string): string => commit.slice(0, 12)

const en: SurfaceStrings = {
  title: (verdict, name) => `policy-gate${name === '' ? '' : ` ${name}`}: ${verdict}`,
  warnMode: 'Mode warn: this verdict is shown and does not fail the job.',
  count: { open: 'open', new: 'new', unchanged: 'unchanged', fixed: 'fixed', waived: 'waived', baseline: 'in the baseline' },
  total: 'total',
  severity: 'Severity',
  finding: 'Finding',
  findings: 'Findings',
  where: 'Where',
  rule: 'Rule',
  unit: 'Unit',
  environment: 'Environment',
  file: 'File',
  changeOfFile: { added: 'added', changed: 'changed', removed: 'removed' },
  change: 'Change',
  role: {
    settings: 'settings of the gate: read from the base commit only',
    workflow: 'runs or guards the gate: already as in this change',
  },
  heldBy: 'What it is',
  reason: 'Why',
  message: 'Message',
  sections: {
    blocking: 'Could not be evaluated',
    findings: 'Findings',
    new: 'New findings',
    unchanged: 'Findings that the base has too',
    fixed: 'Fixed by this change',
    units: 'Units',
    remedies: 'How to fix',
    waivers: 'Waivers',
    baseline: 'In the baseline',
    coverage: 'What was checked and what was not',
    gate: 'This change touches its own gate',
    notices: 'Notices',
  },
  numbered: (count, severity) => `${count} ${severity}`,
  counted: (heading, count) => `${heading} (${count})`,
  noOpen: 'No open findings.',
  noOpenShort: 'no open findings',
  noNew: 'This change adds no finding.',
  more: (count) => `${plural(count, 'more finding')} not shown here; the JSON report has all.`,
  moreRows: (count) => `${count} more not shown here; the JSON report has all.`,
  moreOfUnit: (count) => `${plural(count, 'more finding')} here.`,
  andMore: (count) => `and ${count} more`,
  seeRun: 'Full report of this run',
  cleanUnits: (count) => `${plural(count, 'unit')} without open findings.`,
  gateIntro: 'What decides about a change is read from its base. These files differ between base and change:',
  underHead: (verdict, counts) => `Under the settings of this change the verdict would be ${verdict} (${counts}).`,
  notApplied: 'Not applied: the settings of the base hold until this is merged.',
  headProblem: 'The settings of this change cannot be used, so the gate would be broken after the merge:',
  settings: ({ commit, present }) =>
    present
      ? `Settings: those of commit ${short(commit)}, not those of the change.`
      : `Settings: the strict defaults, because commit ${short(commit)} has no .policy-gate folder.`,
  ownSettings: 'Settings: those of the working tree.',
  compared: (base) => `Compared with commit ${short(base)}.`,
  changeCounts: (added, unchanged, fixed) => `Findings: ${added} new, ${unchanged} unchanged, ${fixed} fixed.`,
  notCompared: 'Not compared with an earlier state: new and old findings are not told apart.',
  baseProblem: (base) => `Commit ${short(base)}, which the change goes to, could not be judged: new and old findings are not told apart.`,
  shard: (index, total) => `Only part ${index} of ${total} of the units; \`policy-gate merge\` joins the parts.`,
  waiver: 'Waiver',
  waiverState: 'State',
  people: 'Owner and approval',
  why: 'Reason',
  policies: 'policies',
  generatedAt: (date) => `Date: ${date}`,
  contents: 'Contents',
}

const ko: SurfaceStrings = {
  title: (verdict, name) => `policy-gate${name === '' ? '' : ` ${name}`}: ${verdict}`,
  warnMode: 'mode: warn이므로 판정을 표시만 하고 작업은 실패시키지 않습니다.',
  count: { open: '미해결', new: '신규', unchanged: '기존', fixed: '해소', waived: '예외 승인', baseline: '기준선에 있음' },
  total: '합계',
  severity: '심각도',
  finding: '검출 항목',
  findings: '검출 수',
  where: '위치',
  rule: '규칙',
  unit: '배포 단위',
  environment: '환경',
  file: '파일',
  changeOfFile: { added: '추가', changed: '변경', removed: '삭제' },
  change: '변경',
  role: { settings: '게이트 설정: 기준 커밋에서만 읽음', workflow: '게이트를 실행하거나 보호하는 파일: 이 변경의 내용이 이미 쓰임' },
  heldBy: '역할',
  reason: '이유',
  message: '내용',
  sections: {
    blocking: '평가하지 못한 것',
    findings: '검출 항목',
    new: '새로 생긴 검출 항목',
    unchanged: '기준 커밋에도 있는 검출 항목',
    fixed: '이 변경으로 해소된 항목',
    units: '배포 단위',
    remedies: '조치 방법',
    waivers: '예외 승인',
    baseline: '기준선에 있는 항목',
    coverage: '검사한 것과 검사하지 않은 것',
    gate: '이 변경은 게이트 자체를 바꿉니다',
    notices: '알림',
  },
  numbered: (count, severity) => `${severity} ${count}`,
  counted: (heading, count) => `${heading} (${count})`,
  noOpen: '미해결 검출 항목이 없습니다.',
  noOpenShort: '미해결 검출 항목 없음',
  noNew: '이 변경으로 새로 생긴 검출 항목이 없습니다.',
  more: (count) => `검출 항목 ${count}개는 여기에 표시하지 않았습니다. 전체는 JSON 보고서에 있습니다.`,
  moreRows: (count) => `${count}개는 여기에 표시하지 않았습니다. 전체는 JSON 보고서에 있습니다.`,
  moreOfUnit: (count) => `검출 항목 ${count}개 더 있음.`,
  andMore: (count) => `외 ${count}개`,
  seeRun: '이 실행의 전체 보고서',
  cleanUnits: (count) => `미해결 검출 항목이 없는 배포 단위 ${count}개.`,
  gateIntro: '변경을 판정하는 설정은 기준 커밋에서 읽습니다. 기준과 변경 사이에 다음 파일이 다릅니다.',
  underHead: (verdict, counts) => `이 변경의 설정을 쓰면 판정은 ${verdict}입니다(${counts}).`,
  notApplied: '적용하지 않음: 병합되기 전까지는 기준 커밋의 설정이 유효합니다.',
  headProblem: '이 변경의 설정은 쓸 수 없으므로 병합하면 게이트가 동작하지 않습니다.',
  settings: ({ commit, present }) =>
    present
      ? `설정: 변경이 아니라 커밋 ${short(commit)}의 설정을 사용했습니다.`
      : `설정: 커밋 ${short(commit)}에 .policy-gate 폴더가 없으므로 엄격한 기본값을 사용했습니다.`,
  ownSettings: '설정: 작업 트리의 설정을 사용했습니다.',
  compared: (base) => `비교 대상: 커밋 ${short(base)}.`,
  changeCounts: (added, unchanged, fixed) => `검출 항목: 신규 ${added}개, 기존 ${unchanged}개, 해소 ${fixed}개.`,
  notCompared: '이전 상태와 비교하지 않아 신규 항목과 기존 항목을 구분하지 않습니다.',
  baseProblem: (base) => `변경이 병합될 커밋 ${short(base)}의 판정에 실패해 신규 항목과 기존 항목을 구분하지 않습니다.`,
  shard: (index, total) => `배포 단위를 ${total}개로 나눈 것 중 ${index}번째 부분만 검사했습니다. \`policy-gate merge\`로 합칩니다.`,
  waiver: '예외 승인',
  waiverState: '상태',
  people: '담당자와 승인자',
  why: '사유',
  policies: '정책',
  generatedAt: (date) => `날짜: ${date}`,
  contents: '목차',
}

export const surfaceStrings: Record<Language, SurfaceStrings> = { en, ko }
