import type { Language, Verdict } from '../../scanner/src/model.ts'
import type { Progress } from '../../scanner/src/scan.ts'

/** What the action itself says; texts of reports are the reporters'. */
export interface ActionStrings {
  inputs: string
  unknownInput(name: string, known: string[], suggestion: string): string
  notOneOf(name: string, value: string, choices: readonly string[], suggestion: string): string
  notYesOrNo(name: string, value: string): string
  notShard(value: string): string
  shardAndMerge: string
  mergeAnd(name: string): string
  outside(name: string, value: string): string
  notRelative(name: string, value: string): string
  noFolder(name: string, value: string): string
  sameFile(file: string): string
  isFolder(name: string, value: string): string
  notAbsolute(name: string, value: string): string
  inWorkspace(name: string, value: string): string
  notUrl(name: string): string
  twoTrivys: string
  offlineAnd(name: string): string
  downloadsWithoutInstall: string
  notLayout(value: string): string
  notReference(name: string, value: string): string
  sameLayout(reference: string): string
  noLayout(name: string, value: string): string
  layoutsWithoutScan: string
  category: string
  token: string
  did(word: string): string
  noWorkspace: string
  emptyWorkspace: string
  noEvent(problem: string): string
  noField(name: string, event: string): string
  stopped(signal: string): string
  tooOld(version: string): string
  fault(message: string): string
  nothingJudged: string
  afterVerdict(message: string): string
  reportNotWritten(format: string, file: string, problem: string): string
  surfaceFailed(surface: string, message: string): string
  outputsNotWritten(problem: string): string
  summaryNotWritten(problem: string): string
  verdict(verdict: string, reasons: string): string
  warnMode(verdict: string): string
  step: Record<Progress['step'], string>
  done(done: number, total: number): string
  written(format: string, file: string): string
  words: Record<Verdict, string>
}

const en: ActionStrings = {
  inputs: 'The inputs of the action are not right:',
  unknownInput: (name, known, suggestion) => `${name}: there is no such input; the inputs are ${known.join(', ')}.${suggestion}`,
  notOneOf: (name, value, choices, suggestion) => `${name} is "${value}", but must be one of ${choices.join(', ')}.${suggestion}`,
  notYesOrNo: (name, value) => `${name} is "${value}", but must be true or false.`,
  notShard: (value) => `shard is "${value}", but must be a part and the number of parts, such as 2/5.`,
  shardAndMerge: 'shard and merge cannot be given together: shards scan, and one job behind them merges.',
  mergeAnd: (name) => `${name} says nothing where reports are merged: give it to the jobs that scan.`,
  outside: (name, value) => `${name} is "${value}", which leads out of the workspace.`,
  notRelative: (name, value) => `${name} is "${value}", but must be a path inside of the repository.`,
  noFolder: (name, value) => `${name} is "${value}", which is no folder of the workspace: is the repository checked out?`,
  sameFile: (file) => `Two reports would be written to "${file}": give each a file of its own.`,
  isFolder: (name, value) => `${name} is "${value}", which is a folder: name a file.`,
  notAbsolute: (name, value) => `${name} is "${value}", but must be an absolute path: the workspace holds what is judged.`,
  inWorkspace: (name, value) =>
    `${name} is "${value}", which lies in the workspace, so that a change could have brought it: put it elsewhere.`,
  notUrl: (name) => `${name} must be an address that begins with https:// (or http://), without user and password.`,
  twoTrivys: 'trivy and trivy-install cannot be given together: the one names a program, the other gets one.',
  offlineAnd: (name) => `${name} needs the network, which offline turns off.`,
  downloadsWithoutInstall: 'trivy-downloads says where trivy-install downloads from: add trivy-install: true.',
  notLayout: (value) =>
    `image-layouts has "${value}", but each line must be a reference and a path: registry.example/shop/order:1.4.0=order.tar.`,
  notReference: (name, value) => `${name} has "${value}", which is no image reference: write registry/repository:tag.`,
  sameLayout: (reference) => `image-layouts names ${reference} twice: give each image one path.`,
  noLayout: (name, value) => `${name} has "${value}", which is no file and no folder: does a step before this one write it?`,
  layoutsWithoutScan: 'image-layouts says nothing where images is none: leave one of them out.',
  category: 'category may have letters, digits and . _ - / only, and at most 100 of them.',
  token: 'token has white space or control characters: give it as the secret is.',
  did: (word) => ` Did you mean "${word}"?`,
  noWorkspace: 'GITHUB_WORKSPACE is not a folder: this program runs as a step of GitHub Actions, after a checkout.',
  emptyWorkspace: 'The workspace is empty: check the repository out before this step (actions/checkout).',
  noEvent: (problem) => `The event that started the workflow cannot be read (${problem}), so nobody can tell what this change goes to.`,
  noField: (name, event) => `The payload of ${event} has no usable ${name}, so nobody can tell what this change goes to.`,
  tooOld: (version) =>
    `policy-gate needs Node 22.12 or newer, and this is ${version}: the runner has to be 2.327.1 or newer, which brings Node 24.`,
  stopped: (signal) => `The job was stopped (${signal}) before everything was judged.`,
  fault: (message) => `policy-gate failed: ${message}. This is a fault of policy-gate, not of your files; nothing was judged.`,
  nothingJudged: 'Nothing was judged, so this is no pass.',
  afterVerdict: (message) => `The verdict stands, but not everything could be shown: ${message}`,
  reportNotWritten: (format, file, problem) => `The ${format} report could not be written to ${file} (${problem}); the verdict stands.`,
  surfaceFailed: (surface, message) => `The ${surface} could not be made (${message}); the verdict stands.`,
  outputsNotWritten: (problem) => `The outputs of the step could not be written (${problem}); the exit code says the verdict.`,
  summaryNotWritten: (problem) => `The step summary could not be written (${problem}); the verdict stands.`,
  verdict: (verdict, reasons) => `policy-gate: ${verdict}${reasons === '' ? '' : ` - ${reasons}`}`,
  warnMode: (verdict) => `The verdict is ${verdict}; the job does not fail because mode is warn.`,
  step: {
    discover: 'Looking for what is deployed',
    read: 'Reading and rendering',
    images: 'Scanning images',
    files: 'Scanning files',
    evaluate: 'Judging',
    report: 'Locating findings',
  },
  done: (done, total) => `${done} of ${total}`,
  written: (format, file) => `${format}: ${file}`,
  words: { pass: 'PASS', warn: 'WARN', fail: 'FAIL', error: 'ERROR' },
}

const ko: ActionStrings = {
  inputs: '액션의 입력값이 올바르지 않습니다:',
  unknownInput: (name, known, suggestion) => `${name}: 그런 입력은 없습니다. 사용할 수 있는 입력: ${known.join(', ')}.${suggestion}`,
  notOneOf: (name, value, choices, suggestion) =>
    `${name} 값이 "${value}"입니다. 다음 중 하나여야 합니다: ${choices.join(', ')}.${suggestion}`,
  notYesOrNo: (name, value) => `${name} 값이 "${value}"입니다. true 또는 false여야 합니다.`,
  notShard: (value) => `shard 값이 "${value}"입니다. 2/5처럼 순번과 전체 개수를 적어야 합니다.`,
  shardAndMerge: 'shard와 merge는 함께 쓸 수 없습니다. 샤드는 검사만 하고, 그 뒤의 작업 하나가 병합합니다.',
  mergeAnd: (name) => `보고서를 병합할 때 ${name} 입력은 의미가 없습니다. 검사하는 작업에 지정하세요.`,
  outside: (name, value) => `${name} 값이 "${value}"인데 작업 공간 밖으로 이어집니다.`,
  notRelative: (name, value) => `${name} 값이 "${value}"입니다. 저장소 안의 경로여야 합니다.`,
  noFolder: (name, value) => `${name} 값이 "${value}"인데 작업 공간에 그런 폴더가 없습니다. 저장소를 체크아웃했는지 확인하세요.`,
  sameFile: (file) => `두 보고서가 "${file}"에 쓰이게 됩니다. 각각 다른 파일을 지정하세요.`,
  isFolder: (name, value) => `${name} 값이 "${value}"인데 폴더입니다. 파일 이름을 지정하세요.`,
  notAbsolute: (name, value) => `${name} 값이 "${value}"입니다. 작업 공간에는 평가 대상이 있으므로 절대 경로여야 합니다.`,
  inWorkspace: (name, value) => `${name} 값이 "${value}"인데 작업 공간 안에 있어 변경이 가져온 것일 수 있습니다. 다른 곳에 두세요.`,
  notUrl: (name) => `${name} 값은 사용자와 비밀번호 없이 https://(또는 http://)로 시작하는 주소여야 합니다.`,
  twoTrivys: 'trivy와 trivy-install은 함께 쓸 수 없습니다. 하나는 프로그램을 지정하고, 다른 하나는 프로그램을 받아옵니다.',
  offlineAnd: (name) => `${name} 입력에는 네트워크가 필요한데 offline이 네트워크를 끕니다.`,
  downloadsWithoutInstall: 'trivy-downloads는 trivy-install이 받아올 곳입니다. trivy-install: true를 추가하세요.',
  notLayout: (value) =>
    `image-layouts에 "${value}" 줄이 있습니다. 줄마다 이미지 참조와 경로를 적어야 합니다: registry.example/shop/order:1.4.0=order.tar`,
  notReference: (name, value) => `${name}의 "${value}" 값은 이미지 참조가 아닙니다. registry/repository:tag 형식으로 적으세요.`,
  sameLayout: (reference) => `image-layouts에 ${reference} 이미지가 두 번 있습니다. 이미지마다 경로를 하나만 지정하세요.`,
  noLayout: (name, value) => `${name}의 "${value}" 파일이나 폴더가 없습니다. 앞 단계에서 만드는지 확인하세요.`,
  layoutsWithoutScan: 'images 값이 none이면 image-layouts는 의미가 없습니다. 둘 중 하나를 지우세요.',
  category: 'category에는 영문자, 숫자, . _ - / 만 100자까지 쓸 수 있습니다.',
  token: 'token에 공백이나 제어 문자가 있습니다. 시크릿 값을 그대로 지정하세요.',
  did: (word) => ` 혹시 "${word}"인가요?`,
  noWorkspace: 'GITHUB_WORKSPACE가 폴더가 아닙니다. 이 프로그램은 체크아웃 뒤에 GitHub Actions의 단계로 실행됩니다.',
  emptyWorkspace: '작업 공간이 비어 있습니다. 이 단계 앞에서 저장소를 체크아웃하세요 (actions/checkout).',
  noEvent: (problem) => `워크플로를 시작한 이벤트를 읽을 수 없어 (${problem}) 변경이 어디로 병합되는지 알 수 없습니다.`,
  noField: (name, event) => `${event} 이벤트의 내용에 쓸 수 있는 ${name} 값이 없어 변경이 어디로 병합되는지 알 수 없습니다.`,
  tooOld: (version) =>
    `policy-gate에는 Node 22.12 이상이 필요한데 지금은 ${version}입니다. Node 24가 들어 있는 러너 2.327.1 이상을 사용하세요.`,
  stopped: (signal) => `모두 평가하기 전에 작업이 중단되었습니다 (${signal}).`,
  fault: (message) => `policy-gate 오류: ${message}. 파일이 아니라 policy-gate의 결함이며, 아무것도 평가하지 못했습니다.`,
  nothingJudged: '아무것도 평가하지 못했으므로 통과가 아닙니다.',
  afterVerdict: (message) => `판정은 그대로이지만 일부를 표시하지 못했습니다: ${message}`,
  reportNotWritten: (format, file, problem) => `${format} 보고서를 ${file}에 쓸 수 없습니다 (${problem}). 판정은 그대로입니다.`,
  surfaceFailed: (surface, message) => `만들지 못했습니다: ${surface} (${message}). 판정은 그대로입니다.`,
  outputsNotWritten: (problem) => `단계의 출력값을 쓸 수 없습니다 (${problem}). 판정은 종료 코드로 알 수 있습니다.`,
  summaryNotWritten: (problem) => `작업 요약을 쓸 수 없습니다 (${problem}). 판정은 그대로입니다.`,
  verdict: (verdict, reasons) => `policy-gate: ${verdict}${reasons === '' ? '' : ` - ${reasons}`}`,
  warnMode: (verdict) => `판정은 ${verdict}이지만 mode가 warn이므로 작업은 실패하지 않습니다.`,
  step: {
    discover: '배포 대상을 찾는 중',
    read: '읽고 렌더링하는 중',
    images: '이미지를 스캔하는 중',
    files: '파일을 스캔하는 중',
    evaluate: '평가하는 중',
    report: '위치를 찾는 중',
  },
  done: (done, total) => `${total}개 중 ${done}개`,
  written: (format, file) => `${format}: ${file}`,
  words: { pass: '통과', warn: '경고', fail: '실패', error: '오류' },
}

export const actionStrings: Record<Language, ActionStrings> = { en, ko }
