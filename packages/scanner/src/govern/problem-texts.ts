import { type DocumentTexts, documentTexts } from '../documents/texts.ts'
import type { Language } from '../model.ts'
import { didYouMean, didYouMeanKo } from '../nearest.ts'

/** What is wrong with a waiver or baseline file, and what would be right. `at` is the path of the value: `waivers[0].expiresAt`. */
export interface ProblemTexts extends DocumentTexts {
  version(value: string): string
  waiverId(value: string): string
  ruleForm(value: string): string
  noRule(id: string, near: string | undefined): string
  noDomain(domain: string, near: string | undefined): string
  noChecks(id: string, rule: string): string
  sameId(id: string): string
  noScope: string
  everything(pattern: string): string
  patternForm(pattern: string): string
  noFolders(pattern: string): string
  imageForm(pattern: string): string
  criticalScope(rule: string): string
  ownApproval(approver: string): string
  dateForm(at: string, value: string): string
  approvedLater(date: string, today: string): string
  expiresBefore(expiresAt: string, approvedAt: string): string
  tooLate(expiresAt: string, last: string, from: string): string
  fingerprintForm: string
  sameEntry(rule: string): string
}

const en: ProblemTexts = {
  ...documentTexts.en,
  version: (value) => `schemaVersion is ${value}, but this policy-gate reads "1": update policy-gate, or create the baseline anew.`,
  waiverId: (value) => `id is ${value}: use at most 64 letters, digits, ".", "_" and "-", e.g. "W-2026-014".`,
  ruleForm: (value) =>
    `${value} is no rule: write an id such as "mesh/mtls-strict", "image/vulnerability/CVE-2024-1234" for one check of a rule, or "mesh/*" for all rules of a domain. A rule alone stands for all of its checks.`,
  noRule: (id, word) => `There is no rule ${id}: \`policy-gate rules\` lists them.${didYouMean(word)}`,
  noDomain: (domain, word) => `There is no domain ${domain}: \`policy-gate rules\` lists them.${didYouMean(word)}`,
  noChecks: (id, rule) => `${id}: the rule ${rule} has no checks of its own: write ${rule}.`,
  sameId: (id) => `There is another waiver ${id}: give each an id of its own.`,
  noScope: 'The scope is empty: name objects, units, paths or images. To turn a rule off, use the configuration.',
  everything: (pattern) => `${pattern} stands for everything: leave it out, or name something. To turn a rule off, use the configuration.`,
  patternForm: (pattern) =>
    `${pattern} is no pattern: only *, ** and ? are wildcards, paths are relative to the root; write a list in place of braces.`,
  noFolders: (pattern) => `${pattern} holds a "/", which no kind, namespace or name has.`,
  imageForm: (pattern) =>
    `${pattern} is no repository of images: write registry and repository without tag and digest, e.g. "docker.io/library/nginx".`,
  criticalScope: (rule) =>
    `${rule} is critical: its waiver must name each object, the units or the files in full, or of one check in images the repositories. Write a name, unit, path or image without wildcards.`,
  ownApproval: (approver) => `${approver} owns this waiver and cannot approve it: name somebody else in approvedBy.`,
  dateForm: (at, value) => `${at} is ${value}, which is no day: write it as "2026-01-31".`,
  approvedLater: (date, today) => `approvedAt is ${date}, but today is ${today}: a waiver holds once it is approved.`,
  expiresBefore: (expiresAt, approvedAt) => `expiresAt is ${expiresAt}, before approvedAt ${approvedAt}: correct one of them.`,
  tooLate: (expiresAt, last, from) =>
    `expiresAt is ${expiresAt}, more than 90 days after ${from}: write ${last} or earlier, and renew the waiver then.`,
  fingerprintForm: 'fingerprint must be 64 hexadecimal digits: `policy-gate baseline` writes them.',
  sameEntry: (rule) => `This finding of ${rule} is listed twice: run \`policy-gate baseline update\` on a file without the second entry.`,
}

const ko: ProblemTexts = {
  ...documentTexts.ko,
  version: (value) => `schemaVersion: ${value} 버전은 읽을 수 없습니다("1"만 가능). policy-gate를 업데이트하거나 기준선을 새로 만드세요.`,
  waiverId: (value) => `id: ${value}은(는) 쓸 수 없습니다. 영문자, 숫자, ".", "_", "-"로 64자 이내로 쓰세요. 예: "W-2026-014".`,
  ruleForm: (value) =>
    `${value}은(는) 규칙이 아닙니다. "mesh/mtls-strict" 같은 규칙 ID, 규칙의 한 점검 항목을 뜻하는 "image/vulnerability/CVE-2024-1234", 도메인 전체를 뜻하는 "mesh/*" 중 하나를 쓰세요. 규칙 ID만 쓰면 그 규칙의 모든 점검 항목을 뜻합니다.`,
  noRule: (id, word) => `${id} 규칙이 없습니다. \`policy-gate rules\`로 목록을 볼 수 있습니다.${didYouMeanKo(word)}`,
  noDomain: (domain, word) => `${domain} 도메인이 없습니다. \`policy-gate rules\`로 목록을 볼 수 있습니다.${didYouMeanKo(word)}`,
  noChecks: (id, rule) => `${id}: ${rule} 규칙에는 점검 항목이 따로 없습니다. ${rule}(으)로 쓰세요.`,
  sameId: (id) => `ID가 ${id}인 예외 승인이 또 있습니다. 서로 다른 ID를 쓰세요.`,
  noScope: '범위(scope)가 비어 있습니다. objects, units, paths, images 중 하나를 지정하세요. 규칙을 끄려면 설정 파일을 사용하세요.',
  everything: (pattern) => `${pattern} 패턴은 모든 것에 해당합니다. 삭제하거나 대상을 지정하세요. 규칙을 끄려면 설정 파일을 사용하세요.`,
  patternForm: (pattern) =>
    `${pattern}은(는) 패턴이 아닙니다. 와일드카드는 *, **, ?만 쓸 수 있고 경로는 저장소 루트 기준입니다. 중괄호 대신 목록을 쓰세요.`,
  noFolders: (pattern) => `${pattern}: kind, namespace, name에는 "/"가 들어가지 않습니다.`,
  imageForm: (pattern) =>
    `${pattern}은(는) 이미지 저장소가 아닙니다. 태그와 다이제스트 없이 레지스트리와 저장소를 쓰세요. 예: "docker.io/library/nginx".`,
  criticalScope: (rule) =>
    `${rule}은(는) 심각(critical) 규칙입니다. 예외 승인 대상 오브젝트 이름, 배포 단위 또는 파일을, 이미지의 점검 항목 하나라면 이미지 저장소를 와일드카드 없이 지정하세요.`,
  ownApproval: (approver) => `${approver}은(는) 이 예외 승인의 담당자이므로 직접 승인할 수 없습니다. approvedBy에 다른 사람을 지정하세요.`,
  dateForm: (at, value) => `${at}: ${value}은(는) 날짜가 아닙니다. "2026-01-31" 형식으로 쓰세요.`,
  approvedLater: (date, today) => `approvedAt이 ${date}이지만 오늘은 ${today}입니다. 예외 승인은 승인일부터 유효합니다. 날짜를 고치세요.`,
  expiresBefore: (expiresAt, approvedAt) => `expiresAt(${expiresAt})이 approvedAt(${approvedAt})보다 앞섭니다. 하나를 고치세요.`,
  tooLate: (expiresAt, last, from) =>
    `expiresAt이 ${expiresAt}로, ${from}부터 90일이 넘습니다. ${last} 또는 그 이전으로 쓰고 만료 때 갱신하세요.`,
  fingerprintForm: 'fingerprint는 16진수 64자리여야 합니다. `policy-gate baseline` 명령이 기록합니다.',
  sameEntry: (rule) => `${rule}의 같은 항목이 두 번 있습니다. 두 번째 항목을 삭제하고 \`policy-gate baseline update\`를 실행하세요.`,
}

export const problemTexts: Record<Language, ProblemTexts> = { en, ko }
