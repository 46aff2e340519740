import type { Language, NotEvaluatedReason, Severity, Summary, Verdict, WaiverReport } from '../model.ts'

/** The words of the reporters themselves; texts of rules and findings come from the rules. */
export interface Strings {
  severity: Record<Severity, string>
  verdict: Record<Verdict, string>
  reason: Record<NotEvaluatedReason, string>
  notEvaluated: string
  howToFix: string
  total: string
  units: string
  objects: string
  related: string
  notPrinted(count: number): string
  checked(summary: Summary, rules: number): string
  /** What a pass does not cover; an empty list when everything was judged and nothing set aside. */
  setAside(summary: Summary): string[]
  everythingEvaluated: string
  noFindings: string
  more(count: number): string
  alike(count: number): string
  notResolved: string
  suspended: string
  unitTotal(units: number, objects: number): string
  noUnits: string
  moreFindings(count: number): string
  seeAlso: string
  waived: string
  baseline: string
  waivers: string
  waiverStatus(waiver: WaiverReport): string
  waiverPeople(waiver: Pick<WaiverReport, 'owner' | 'approvedBy'>): string
  baselineGone(gone: number): string
  leftOut(count: number, kept: number): string
  testCasePass(rules: number): string
}

const plural = (count: number, noun: string): string => `${count} ${noun}${count === 1 ? '' : 's'}`

const en: Strings = {
  severity: { critical: 'critical', high: 'high', medium: 'medium', low: 'low', info: 'info' },
  verdict: { pass: 'PASS', warn: 'WARN', fail: 'FAIL', error: 'ERROR' },
  reason: {
    'parse-failed': 'cannot be parsed',
    'render-failed': 'cannot be rendered',
    unreadable: 'cannot be read',
    'too-large': 'too large',
    timeout: 'took too long',
    'rule-failed': 'a rule failed',
    'not-an-object': 'not a Kubernetes object',
    'outside-root': 'outside the repository',
    'image-not-scanned': 'image was not scanned',
    'file-not-scanned': 'file was not scanned',
    'unresolved-image': 'image is not known before the deployment',
    'image-partly-scanned': 'image was scanned in part',
    'remote-source': 'remote source',
    'unknown-value': 'value not known before deployment',
    'unresolved-reference': 'reference not resolved',
    excluded: 'excluded',
  },
  notEvaluated: 'Not evaluated',
  howToFix: 'How to fix',
  total: 'total',
  units: 'units',
  objects: 'objects',
  related: 'see',
  notPrinted: (count) => `${plural(count, 'more finding')} not printed`,
  checked: ({ objects, units, files }, rules) =>
    `Checked ${plural(objects, 'object')} in ${plural(units, 'unit')} from ${plural(files, 'file')} with ${plural(rules, 'rule')}.`,
  setAside: ({ notEvaluated, waived, baseline, exempted }) => [
    ...(notEvaluated > 0 ? [`${notEvaluated} not evaluated`] : []),
    ...(waived > 0 ? [`${plural(waived, 'finding')} waived`] : []),
    ...(baseline > 0 ? [`${plural(baseline, 'finding')} in the baseline`] : []),
    ...(exempted > 0 ? [`${plural(exempted, 'object')} in exempt namespaces`] : []),
  ],
  everythingEvaluated: 'Everything that was found was evaluated.',
  noFindings: 'No open findings.',
  more: (count) => `and ${count} more`,
  alike: (count) => `and ${count} more like it`,
  notResolved: 'not resolved',
  suspended: 'suspended',
  noUnits: 'No file that could hold a Kubernetes object was found: check the paths.',
  unitTotal: (units, objects) => `${plural(units, 'unit')}, ${plural(objects, 'object')}.`,
  moreFindings: (count) => `${count} more without annotation; the report has them all.`,
  seeAlso: 'Related',
  waived: 'waived',
  baseline: 'in the baseline',
  waivers: 'Waivers',
  waiverStatus: ({ status, findings, expiresAt }) =>
    ({
      applied: `covers ${plural(findings, 'finding')} until ${expiresAt}`,
      unused: `covers nothing (until ${expiresAt}): remove it`,
      unknown: `covers nothing that was judged (until ${expiresAt})`,
      expired: `expired after ${expiresAt}, ${plural(findings, 'finding')} no longer covered`,
    })[status],
  waiverPeople: ({ owner, approvedBy }) => `owner ${owner}, approved by ${approvedBy.join(', ')}`,
  baselineGone: (gone) => `${plural(gone, 'finding')} of the baseline ${gone === 1 ? 'is' : 'are'} gone: policy-gate baseline update`,
  leftOut: (count, kept) => `${plural(count, 'result')} left out: the ${kept} worst are here, the JSON report has all.`,
  testCasePass: (rules) => `no open findings (${plural(rules, 'rule')})`,
}

const ko: Strings = {
  severity: { critical: '심각', high: '높음', medium: '중간', low: '낮음', info: '정보' },
  verdict: { pass: '통과', warn: '경고', fail: '실패', error: '오류' },
  reason: {
    'parse-failed': '구문 분석 실패',
    'render-failed': '렌더링 실패',
    unreadable: '읽을 수 없음',
    'too-large': '너무 큼',
    timeout: '시간 초과',
    'rule-failed': '규칙 실행 실패',
    'not-an-object': 'Kubernetes 오브젝트가 아님',
    'outside-root': '저장소 밖의 경로',
    'image-not-scanned': '스캔하지 못한 이미지',
    'file-not-scanned': '스캔하지 못한 파일',
    'unresolved-image': '배포 전에는 알 수 없는 이미지',
    'image-partly-scanned': '일부만 스캔한 이미지',
    'remote-source': '원격 소스',
    'unknown-value': '배포 전에는 알 수 없는 값',
    'unresolved-reference': '확인되지 않은 참조',
    excluded: '제외됨',
  },
  notEvaluated: '평가되지 않음',
  howToFix: '조치 방법',
  total: '합계',
  units: '배포 단위',
  objects: '오브젝트',
  related: '참고',
  notPrinted: (count) => `검출 항목 ${count}개는 출력하지 않음`,
  checked: ({ objects, units, files }, rules) =>
    `파일 ${files}개, 배포 단위 ${units}개의 오브젝트 ${objects}개를 규칙 ${rules}개로 검사했습니다.`,
  setAside: ({ notEvaluated, waived, baseline, exempted }) => [
    ...(notEvaluated > 0 ? [`평가되지 않음 ${notEvaluated}건`] : []),
    ...(waived > 0 ? [`예외 승인 ${waived}건`] : []),
    ...(baseline > 0 ? [`기준선에 있음 ${baseline}건`] : []),
    ...(exempted > 0 ? [`면제 네임스페이스의 오브젝트 ${exempted}개`] : []),
  ],
  everythingEvaluated: '찾은 것을 모두 평가했습니다.',
  noFindings: '미해결 검출 항목이 없습니다.',
  more: (count) => `외 ${count}개`,
  alike: (count) => `같은 원인 ${count}건 더 있음`,
  notResolved: '해석하지 못함',
  suspended: '중지됨',
  noUnits: 'Kubernetes 오브젝트가 있을 만한 파일을 찾지 못했습니다. 경로를 확인하세요.',
  unitTotal: (units, objects) => `배포 단위 ${units}개, 오브젝트 ${objects}개.`,
  moreFindings: (count) => `주석으로 표시하지 않은 항목이 ${count}개 더 있습니다. 전체는 보고서에 있습니다.`,
  seeAlso: '관련 위치',
  waived: '예외 승인됨',
  baseline: '기준선에 있음',
  waivers: '예외 승인',
  waiverStatus: ({ status, findings, expiresAt }) =>
    ({
      applied: `검출 항목 ${findings}개에 적용 (${expiresAt}까지)`,
      unused: `해당 항목 없음 (${expiresAt}까지), 삭제하세요`,
      unknown: `검사한 범위에 해당 항목 없음 (${expiresAt}까지)`,
      expired: `만료됨 (만료일 ${expiresAt}), 검출 항목 ${findings}개에 더 이상 적용되지 않음`,
    })[status],
  waiverPeople: ({ owner, approvedBy }) => `담당자 ${owner}, 승인자 ${approvedBy.join(', ')}`,
  baselineGone: (gone) => `기준선의 검출 항목 ${gone}개가 해소되었습니다: policy-gate baseline update`,
  leftOut: (count, kept) => `결과 ${count}개를 제외했습니다. 가장 심각한 ${kept}개만 담았으며 전체는 JSON 보고서에 있습니다.`,
  testCasePass: (rules) => `미해결 검출 항목 없음 (규칙 ${rules}개)`,
}

export const strings: Record<Language, Strings> = { en, ko }
