import type { Language } from '../../../scanner/src/model.ts'

/** What is said about whose settings hold, and what the change was compared with. */
export interface TrustStrings {
  headOnPrivileged(event: string): string
  baseWithoutBase(event: string): string
  settingsUnreachable(of: { commit: string; hasToken: boolean; problem: string }): string
  settingsTooLarge(mebibytes: number): string
  treeTooLarge: string
  notTheChange(of: { head: string; change: string; event: string }): string
  usedSettings(commit: string): string
  usedDefaults(commit: string): string
  noConfig(file: string, commit: string): string
  settingsOfTheChange: string
  unprotectedBranch: string
  staleMerge: string
  privileged(event: string): string
  notCompared(why: NotCompared, commit: string): string
  notComparedProblem(problem: string): string
  noBase(event: string): string
  everythingJudged: string
  everythingCounts: string
  gateChange(files: number): string
  gateChangeUnknown(problem: string): string
  brokenAfterMerge(problem: string): string
  previewTooLong(seconds: number): string
  submodule: string
  replacedByReport: string
  layoutOfCommit(file: string): string
  layoutUnknown(file: string): string
  layoutsNotScanned: string
  absentFile: string
  sparse(files: number): string
}

/** Why a change is not compared: no repository; the parent, or where the change parted, is not in the clone; contents are not. */
export type NotCompared = 'no-repository' | 'absent' | 'parted' | 'contents'

const en: TrustStrings = {
  headOnPrivileged: (event) =>
    `config-source is "head", but on ${event} a token that may write is at hand: settings of the change are never used there. Leave config-source out.`,
  baseWithoutBase: (event) =>
    `config-source is "base", but ${event} has no commit that a change goes to. Leave config-source out, or write "head".`,
  settingsUnreachable: ({ commit, hasToken, problem }) =>
    `The settings of the base commit ${commit} cannot be read, so nothing was judged: the clone does not have them (${problem}). Check out with \`fetch-depth: 2\`${
      hasToken ? ', or give the job the permission `contents: read`' : ', or give the action a token with the permission `contents: read`'
    }.`,
  settingsTooLarge: (mebibytes) => `The settings of the base commit have more than ${mebibytes} MiB: keep there only what the gate reads.`,
  treeTooLarge: 'GitHub does not list all files of the base commit, because there are too many: check out with `fetch-depth: 2`.',
  notTheChange: ({ head, change, event }) =>
    `The commit that is checked out (${head}) does not hold the change of this ${event} (${change}), so a verdict would be about something else. Check out the change: without \`ref\`, or with its own.`,
  usedSettings: (commit) => `Settings: .policy-gate of the base commit ${commit}.`,
  usedDefaults: (commit) => `The base commit ${commit} has no .policy-gate: the defaults hold, which are strict.`,
  noConfig: (file, commit) =>
    `The base commit ${commit} has no ${file}, which the input config names: the defaults hold, which are strict.`,
  settingsOfTheChange: 'config-source is "head": the change is judged by its own settings, so it can weaken the gate that judges it.',
  staleMerge:
    'The target branch of the pull request was changed, and this run has the merge commit for the branch before: push to the pull request, or close and reopen it, so that GitHub makes a new one.',
  unprotectedBranch:
    'Nothing protects this branch, so whoever pushed to it wrote the settings that it was judged by. A pull request of the same commit shows this check too: on push, run for protected branches only.',
  privileged: (event) =>
    `On ${event} somebody else's text is judged while a token that may write is at hand. Off are: settings of the change, what they would say, the cache, and the upload of SARIF.`,
  notCompared: (why, commit) =>
    ({
      'no-repository': 'Nothing is marked as new or fixed: the workspace is no git repository. Check out with actions/checkout and git.',
      absent: `Nothing is marked as new or fixed: the base commit ${commit} is not in this clone. Check out with \`fetch-depth: 2\`.`,
      parted: `Nothing is marked as new or fixed: where the change and ${commit} parted is not in this clone. Check out with \`fetch-depth: 0\`.`,
      contents: `Nothing is marked as new or fixed: this clone does not have all files of the base commit ${commit}. Check out without \`filter\`.`,
    })[why],
  notComparedProblem: (problem) => `Nothing is marked as new or fixed, because the base commit could not be judged: ${problem}`,
  noBase: (event) => `Nothing is marked as new or fixed: ${event} has no commit to compare with.`,
  everythingJudged: 'changed-only needs that: everything was judged.',
  everythingCounts: 'new-only needs that: every finding counts.',
  gateChange: (files) =>
    `This change touches ${files === 1 ? 'a file' : `${files} files`} that decide${files === 1 ? 's' : ''} about the gate. The report lists what; settings hold only after the merge.`,
  gateChangeUnknown: (problem) => `Whether this change touches the gate itself is not known: ${problem}`,
  brokenAfterMerge: (problem) => `The settings of this change cannot be used; after the merge the gate would end with an error: ${problem}`,
  previewTooLong: (seconds) => `judging by them took longer than ${seconds} s.`,
  submodule:
    'The change sets this submodule, and it is not checked out: check out with `submodules: true`, or exclude it in the configuration.',
  absentFile:
    'The commit has this file and the work tree has not: check out without removing files, on a disk that tells upper from lower case, or exclude it in the configuration.',
  sparse: (files) =>
    `The sparse checkout leaves out ${files} file${files === 1 ? '' : 's'} of the change that may be deployed; nobody has judged ${files === 1 ? 'it' : 'them'}.`,
  replacedByReport:
    'A report is written in the place of this file of the change, which was removed for it: give the input of the report another name.',
  layoutOfCommit: (file) =>
    `image-layouts names ${file}, which the checked out commit has, so that a change could have brought it in place of what was built: write it in this job, to a place that is in no commit, such as \`\${{ runner.temp }}\`.`,
  layoutUnknown: (file) =>
    `image-layouts names ${file} in the workspace, which is no git repository, so nobody can tell whether a change brought it: write it to \`\${{ runner.temp }}\`.`,
  layoutsNotScanned:
    'image-layouts was given, but no image was scanned, since neither the input images nor images.scan of the configuration asks for it.',
}

const ko: TrustStrings = {
  headOnPrivileged: (event) =>
    `config-source 값이 "head"입니다. ${event} 이벤트에서는 쓰기 권한이 있는 토큰이 함께 있으므로 변경 자신의 설정을 쓰지 않습니다. config-source를 지우세요.`,
  baseWithoutBase: (event) =>
    `config-source 값이 "base"인데 ${event} 이벤트에는 변경이 병합될 커밋이 없습니다. config-source를 지우거나 "head"로 지정하세요.`,
  settingsUnreachable: ({ commit, hasToken, problem }) =>
    `기준 커밋 ${commit}의 설정을 읽을 수 없어 아무것도 평가하지 않았습니다. 클론에 설정이 없습니다 (${problem}). \`fetch-depth: 2\`로 체크아웃하거나 ${
      hasToken ? '작업에 `contents: read` 권한을 주세요' : '`contents: read` 권한이 있는 토큰을 지정하세요'
    }.`,
  settingsTooLarge: (mebibytes) => `기준 커밋의 설정이 ${mebibytes} MiB보다 큽니다. 게이트가 읽는 파일만 두세요.`,
  treeTooLarge: '기준 커밋의 파일이 너무 많아 GitHub가 모두 나열하지 않습니다. `fetch-depth: 2`로 체크아웃하세요.',
  notTheChange: ({ head, change, event }) =>
    `체크아웃된 커밋(${head})에 이 ${event} 이벤트의 변경(${change})이 없어, 판정해도 이 변경에 대한 판정이 되지 않습니다. \`ref\` 없이 체크아웃하거나 변경의 ref를 지정하세요.`,
  usedSettings: (commit) => `설정: 기준 커밋 ${commit}의 .policy-gate.`,
  usedDefaults: (commit) => `기준 커밋 ${commit}에 .policy-gate가 없습니다. 엄격한 기본값을 적용합니다.`,
  noConfig: (file, commit) => `config 입력에 지정된 ${file} 파일이 기준 커밋 ${commit}에 없습니다. 엄격한 기본값을 적용합니다.`,
  settingsOfTheChange:
    'config-source 값이 "head"입니다. 변경이 자신의 설정으로 판정받으므로, 자신을 판정하는 게이트를 약하게 만들 수 있습니다.',
  staleMerge:
    '풀 리퀘스트의 대상 브랜치가 바뀌었는데 이 실행의 병합 커밋은 이전 브랜치의 것입니다. 풀 리퀘스트에 푸시하거나 닫았다 다시 열어 새 병합 커밋이 만들어지게 하세요.',
  unprotectedBranch:
    '이 브랜치는 보호되지 않으므로, 푸시한 사람이 쓴 설정으로 판정했습니다. 같은 커밋의 풀 리퀘스트에도 이 검사가 표시되므로 push에서는 보호된 브랜치에서만 실행하세요.',
  privileged: (event) =>
    `${event} 이벤트에서는 쓰기 권한이 있는 토큰을 가진 채 다른 사람의 내용을 판정합니다. 변경 자신의 설정, 그 설정에 따른 미리 보기, 캐시, SARIF 업로드를 사용하지 않습니다.`,
  notCompared: (why, commit) =>
    ({
      'no-repository':
        '신규 항목과 해소된 항목을 구분하지 않았습니다. 작업 공간이 git 저장소가 아닙니다. actions/checkout과 git으로 체크아웃하세요.',
      absent: `신규 항목과 해소된 항목을 구분하지 않았습니다. 기준 커밋 ${commit}이 클론에 없습니다. \`fetch-depth: 2\`로 체크아웃하세요.`,
      parted: `신규 항목과 해소된 항목을 구분하지 않았습니다. 변경이 ${commit}에서 갈라진 지점이 클론에 없습니다. \`fetch-depth: 0\`으로 체크아웃하세요.`,
      contents: `신규 항목과 해소된 항목을 구분하지 않았습니다. 기준 커밋 ${commit}의 파일이 클론에 모두 있지 않습니다. \`filter\` 없이 체크아웃하세요.`,
    })[why],
  notComparedProblem: (problem) => `기준 커밋을 평가할 수 없어 신규 항목과 해소된 항목을 구분하지 않았습니다: ${problem}`,
  noBase: (event) => `신규 항목과 해소된 항목을 구분하지 않았습니다. ${event} 이벤트에는 비교할 커밋이 없습니다.`,
  everythingJudged: 'changed-only를 적용할 수 없어 모두 평가했습니다.',
  everythingCounts: 'new-only를 적용할 수 없어 모든 검출 항목을 판정에 반영합니다.',
  gateChange: (files) => `이 변경은 게이트를 좌우하는 파일 ${files}개를 바꿉니다. 목록은 보고서에 있으며, 설정은 병합한 뒤에만 적용됩니다.`,
  gateChangeUnknown: (problem) => `이 변경이 게이트 자체를 바꾸는지 알 수 없습니다: ${problem}`,
  brokenAfterMerge: (problem) => `이 변경의 설정은 사용할 수 없으며, 병합하면 게이트가 오류로 끝납니다: ${problem}`,
  previewTooLong: (seconds) => `그 설정으로 평가하는 데 ${seconds}초가 넘게 걸렸습니다.`,
  submodule: '변경이 이 서브모듈을 지정하는데 체크아웃되어 있지 않습니다. `submodules: true`로 체크아웃하거나 설정에서 제외하세요.',
  absentFile:
    '커밋에 있는 이 파일이 작업 트리에 없습니다. 파일을 지우지 말고, 대소문자를 구별하는 디스크에 체크아웃하거나, 설정에서 제외하세요.',
  sparse: (files) => `스파스 체크아웃에서 빠진 변경 파일 중 배포될 수 있는 ${files}개는 평가하지 않았습니다.`,
  replacedByReport: '변경의 이 파일 자리에 보고서를 쓰므로 파일을 지웠습니다. 보고서 입력에 다른 이름을 지정하세요.',
  layoutOfCommit: (file) =>
    `image-layouts에 지정된 ${file}은(는) 체크아웃된 커밋에 들어 있어, 빌드한 이미지 대신 변경이 가져온 것일 수 있습니다. 이 작업 안에서 \`\${{ runner.temp }}\`처럼 커밋에 없는 곳에 만드세요.`,
  layoutUnknown: (file) =>
    `image-layouts에 지정된 ${file}은(는) 작업 공간에 있는데, 작업 공간이 git 저장소가 아니어서 변경이 가져온 것인지 알 수 없습니다. \`\${{ runner.temp }}\`에 만드세요.`,
  layoutsNotScanned:
    'image-layouts가 지정되었지만 images 입력이나 설정의 images.scan이 이미지 스캔을 요청하지 않아 아무 이미지도 스캔하지 않았습니다.',
}

export const trustStrings: Record<Language, TrustStrings> = { en, ko }
