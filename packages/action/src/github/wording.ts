import type { Language } from '../../../scanner/src/model.ts'

/** The ways to show a result on GitHub. */
export const surfaces = ['comment', 'check-run', 'sarif'] as const
export type Surface = (typeof surfaces)[number]

/** What a job has to be allowed for each of them. */
export const permissions: Record<Surface, string> = {
  comment: 'pull-requests: write',
  'check-run': 'checks: write',
  sarif: 'security-events: write',
}

/** Why something is not shown on GitHub. */
export interface Wording {
  surface: Record<Surface, string>
  noToken(left: string): string
  readOnly(left: string): string
  notPermitted(of: { surface: string; permission: string; detail: string }): string
  tokenRejected: string
  locked: string
  codeScanningOff: string
  rateLimited(surface: string): string
  tooLarge(surface: string): string
  rejected(surface: string, detail: string): string
  unreachable(surface: string, detail: string): string
  failed(surface: string, detail: string): string
  noPullRequest: string
  uploadedBefore(category: string): string
  notUploadedOnError: string
  notUploadedPrivileged: string
  notUploadedPartial: string
  notUploadedOther: string
  noSarif: string
  pending(seconds: number): string
  dryRun(surface: string, detail: string): string
  /** What was done about the comment. */
  kept: Record<'created' | 'updated' | 'unchanged', string>
  commentOn(number: string, characters: number): string
  checkRun(name: string, annotations: number, conclusion: string): string
  moreAnnotations(count: number): string
}

const stands = ' The verdict stands.'

const en: Wording = {
  surface: { comment: 'the comment on the pull request', 'check-run': 'the check run', sarif: 'the upload to code scanning' },
  noToken: (left) => `No token was given, so this was left out: ${left}.${stands}`,
  readOnly: (left) =>
    `The token of a pull request from a fork, or by Dependabot, can only read, so this was left out: ${left}. The step summary has it all.${stands}`,
  notPermitted: ({ surface, permission, detail }) =>
    `The token may not make ${surface} (${detail}): add \`${permission}\` to \`permissions\` of the job, or turn it off.${stands}`,
  tokenRejected: `GitHub does not accept the token: it has expired, or it is another server's.${stands}`,
  locked: `The conversation of the pull request is locked, so no comment could be written.${stands}`,
  codeScanningOff: `Code scanning is off for this repository, so nothing was uploaded: turn it on in the settings, or turn upload-sarif off.${stands}`,
  rateLimited: (surface) => `GitHub's rate limit is used up, so ${surface} could not be made.${stands}`,
  tooLarge: (surface) => `GitHub says that ${surface} is too large.${stands}`,
  rejected: (surface, detail) => `GitHub refused ${surface}: ${detail}.${stands}`,
  unreachable: (surface, detail) => `GitHub could not be reached for ${surface} (${detail}).${stands}`,
  failed: (surface, detail) => `GitHub failed at ${surface} (${detail}).${stands}`,
  noPullRequest: `No open pull request has the commit that this run was started for, so there is no comment.${stands}`,
  uploadedBefore: (category) =>
    `A SARIF file of category "${category}" was uploaded by this job already, and GitHub keeps one only: give each step a category of its own.`,
  notUploadedOnError: 'No SARIF is uploaded for the verdict error: it would close the alerts of what was not judged.',
  notUploadedPrivileged: 'No SARIF is uploaded for this event: the alerts would be those of the default branch.',
  notUploadedOther: 'No SARIF is uploaded: another commit is checked out than the one of the event, whose alerts they would be.',
  notUploadedPartial:
    'No SARIF is uploaded for a push that was judged with changed-only or new-only: the alerts of everything else on the branch would be closed.',
  noSarif: 'There is no SARIF file, so nothing was uploaded.',
  pending: (seconds) => `GitHub has taken the SARIF file but not processed it within ${seconds} s; it will show the alerts later.`,
  dryRun: (surface, detail) => `Not sent, because this is a dry run: ${surface} (${detail}).`,
  kept: { created: 'created', updated: 'updated', unchanged: 'unchanged' },
  commentOn: (number, characters) => `pull request ${number}, ${characters} characters`,
  checkRun: (name, annotations, conclusion) => `${name}: ${conclusion}, ${annotations} annotation${annotations === 1 ? '' : 's'}`,
  moreAnnotations: (count) => `${count} more without annotation; the reports have them all.`,
}

const standsKo = ' 판정은 그대로입니다.'

const ko: Wording = {
  surface: { comment: '풀 리퀘스트 댓글', 'check-run': '체크 런', sarif: '코드 스캐닝 업로드' },
  noToken: (left) => `토큰이 없어 다음을 건너뛰었습니다: ${left}.${standsKo}`,
  readOnly: (left) =>
    `포크나 Dependabot의 풀 리퀘스트에서는 토큰이 읽기 전용이므로 다음을 건너뛰었습니다: ${left}. 전체 내용은 작업 요약에 있습니다.${standsKo}`,
  notPermitted: ({ surface, permission, detail }) =>
    `토큰에 권한이 없습니다 (${surface}, ${detail}). 작업의 \`permissions\`에 \`${permission}\`를 추가하거나 이 기능을 끄세요.${standsKo}`,
  tokenRejected: `GitHub가 토큰을 받아들이지 않습니다. 만료되었거나 다른 서버의 토큰입니다.${standsKo}`,
  locked: `풀 리퀘스트의 대화가 잠겨 있어 댓글을 쓸 수 없습니다.${standsKo}`,
  codeScanningOff: `이 저장소는 코드 스캐닝이 꺼져 있어 업로드하지 않았습니다. 설정에서 켜거나 upload-sarif를 끄세요.${standsKo}`,
  rateLimited: (surface) => `GitHub 요청 한도를 다 써서 처리하지 못했습니다 (${surface}).${standsKo}`,
  tooLarge: (surface) => `GitHub가 너무 크다고 거부했습니다 (${surface}).${standsKo}`,
  rejected: (surface, detail) => `GitHub가 거부했습니다 (${surface}): ${detail}.${standsKo}`,
  unreachable: (surface, detail) => `GitHub에 연결할 수 없습니다 (${surface}, ${detail}).${standsKo}`,
  failed: (surface, detail) => `GitHub가 처리하지 못했습니다 (${surface}, ${detail}).${standsKo}`,
  noPullRequest: `이 실행의 커밋이 속한 열린 풀 리퀘스트가 없어 댓글을 쓰지 않았습니다.${standsKo}`,
  uploadedBefore: (category) =>
    `이 작업에서 범주 "${category}"의 SARIF 파일을 이미 업로드했습니다. GitHub는 하나만 유지하므로 단계마다 다른 category를 지정하세요.`,
  notUploadedOnError: '판정이 오류이면 SARIF를 업로드하지 않습니다. 평가하지 못한 항목의 경고가 닫히기 때문입니다.',
  notUploadedPrivileged: '이 이벤트에서는 SARIF를 업로드하지 않습니다. 기본 브랜치의 경고가 되기 때문입니다.',
  notUploadedOther: '이벤트의 커밋과 다른 커밋이 체크아웃되어 있어 SARIF를 업로드하지 않습니다. 이벤트 커밋의 경고가 되기 때문입니다.',
  notUploadedPartial:
    'changed-only나 new-only로 평가한 푸시에서는 SARIF를 업로드하지 않습니다. 브랜치에 남은 나머지 경고가 닫히기 때문입니다.',
  noSarif: 'SARIF 파일이 없어 업로드하지 않았습니다.',
  pending: (seconds) => `GitHub가 SARIF 파일을 받았지만 ${seconds}초 안에 처리하지 못했습니다. 경고는 나중에 표시됩니다.`,
  dryRun: (surface, detail) => `dry-run이므로 보내지 않았습니다: ${surface} (${detail}).`,
  kept: { created: '작성', updated: '갱신', unchanged: '변경 없음' },
  commentOn: (number, characters) => `풀 리퀘스트 ${number}, ${characters}자`,
  checkRun: (name, annotations, conclusion) => `${name}: ${conclusion}, 주석 ${annotations}개`,
  moreAnnotations: (count) => `주석으로 표시하지 않은 항목이 ${count}개 더 있습니다. 전체는 보고서에 있습니다.`,
}

export const wording: Record<Language, Wording> = { en, ko }
