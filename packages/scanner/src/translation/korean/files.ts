import type { Catalogue } from '../catalogue.ts'

/** What cannot be read or rendered: `discover`, `files.ts`, `render`, `engines`, `hooks`. */
export const files: Catalogue = {
  'No kustomization uses this component, so nothing of it was judged.':
    '이 컴포넌트를 사용하는 kustomization이 없어 내용을 평가하지 않았습니다.',
  'The folder cannot be read ({code}): check its permissions.': '폴더를 읽을 수 없습니다({code}). 권한을 확인하세요.',
  'The symbolic link leads out of the repository and was not followed: put the file itself here.':
    '심볼릭 링크가 저장소 밖을 가리켜 따라가지 않았습니다. 파일 자체를 이 위치에 두세요.',
  'The symbolic link leads nowhere: mend or remove it.': '심볼릭 링크가 가리키는 대상이 없습니다. 링크를 고치거나 삭제하세요.',
  'Only .yaml, .yml and .json files are read; Terraform and Dockerfiles with `--infrastructure`.':
    '.yaml, .yml, .json 파일만 읽습니다. Terraform과 Dockerfile은 `--infrastructure`를 지정해야 읽습니다.',
  'This is a file, not a folder.': '폴더가 아니라 파일입니다.',
  'The file belongs to git itself and was not read.': 'git이 내부적으로 쓰는 파일이므로 읽지 않았습니다.',
  'The file lies outside the repository (through a symbolic link) and was not read: put the file itself here.':
    '심볼릭 링크를 따라간 파일이 저장소 밖에 있어 읽지 않았습니다. 파일 자체를 이 위치에 두세요.',
  '{folder}: folders are nested more than {depth} deep, or links lead in a circle.':
    '{folder}: 폴더가 {depth}단계보다 깊게 중첩되었거나 링크가 순환합니다.',
  'The file is a pointer of Git LFS to {oid}, not its content: check out with `lfs: true` or `git lfs pull`.':
    '파일 내용이 아니라 Git LFS 포인터({oid})입니다. `lfs: true`로 체크아웃하거나 `git lfs pull`을 실행하세요.',
  'It is not a regular file.': '일반 파일이 아닙니다.',
  'The file has {size} MiB; at most {limit} MiB are read. Split it, or exclude it in .policy-gate/config.yaml.':
    '파일 크기가 {size} MiB로, 읽을 수 있는 {limit} MiB를 넘습니다. 파일을 나누거나 .policy-gate/config.yaml에서 제외하세요.',
  'The file has {size} bytes.': '파일 크기가 {size}바이트입니다.',
  'The file cannot be read: {why}.': '파일을 읽을 수 없습니다: {~why}.',
  'unknown error': '알 수 없는 오류',
  'permission denied': '권한 없음',
  'no such file': '파일이 없음',
  'a loop of symbolic links': '심볼릭 링크 순환',

  'Item {index} of the list is not an object: every item needs apiVersion and kind.':
    '목록의 {index}번 항목(0부터)이 오브젝트가 아닙니다. 모든 항목에 apiVersion과 kind가 필요합니다.',
  'The document is a bare list of Kubernetes objects, which nothing can deploy: write them as documents or as items of a List.':
    'Kubernetes 오브젝트를 나열하기만 한 문서는 배포할 수 없습니다. 문서를 나누거나 List의 items로 작성하세요.',
  'The document looks like a Kubernetes object but has no {key}: add it, or exclude the file in .policy-gate/config.yaml.':
    'Kubernetes 오브젝트로 보이지만 {key} 키가 없습니다. 추가하거나 .policy-gate/config.yaml에서 파일을 제외하세요.',
  '{kind} {name} has more than {limit} MiB of JSON; the API server takes 3.':
    '{kind} {name}: JSON 크기가 {limit} MiB를 넘습니다. API 서버의 한도는 3 MiB입니다.',
  'Values of {kind} {name} are encrypted, so rules do not see what they say.':
    '{kind} {name}: 값이 암호화되어 있어 규칙이 내용을 확인할 수 없습니다.',
  '{problem} (the file looks like a Go template: only charts with a Chart.yaml are rendered)':
    '{~problem} (Go 템플릿으로 보이는 파일입니다. Chart.yaml이 있는 차트만 렌더링합니다.)',
  'The rendered text is not valid YAML: {problem} (line {line} of what the template gives).':
    '렌더링 결과가 올바른 YAML이 아닙니다: {~problem} (렌더링 결과의 {line}번째 줄).',
  'files have changed while they were read: run it again': '파일을 읽는 동안 내용이 바뀌었습니다. 다시 실행하세요',
  'kustomize gave no answer': 'kustomize가 응답하지 않았습니다',
  '{problem} (line {line} of its document)': '{~problem} (해당 문서의 {line}번째 줄)',
  'helmCharts ask for ever more charts': 'helmCharts가 차트를 끝없이 요구합니다',

  'the {name} engine cannot be started: {problem}': '{name} 엔진을 시작할 수 없습니다: {problem}',
  'the {name} engine did not answer within {seconds} s and was stopped': '{name} 엔진이 {seconds}초 안에 응답하지 않아 중지했습니다',
  'the {name} engine needed more memory than it may use': '{name} 엔진이 허용된 메모리보다 많이 필요로 합니다',
  'the {name} engine stopped: {problem}': '{name} 엔진이 중단되었습니다: {problem}',
  'the {name} engine stopped ({signal})': '{name} 엔진이 중단되었습니다({~signal})',
  'the {name} engine stopped ({signal}): {problem}': '{name} 엔진이 중단되었습니다({~signal}): {problem}',
  'the {name} engine was not started: {problem}': '{name} 엔진을 시작하지 않았습니다: {problem}',
  'the {name} engine is not part of this installation; reinstall policy-gate':
    '설치된 policy-gate에 {name} 엔진이 없습니다. policy-gate를 다시 설치하세요',
  'the list of engines cannot be read: {problem}': '엔진 목록을 읽을 수 없습니다: {problem}',
  '{file} is not the file that engines.json describes (SHA-256 differs)': '{file}: engines.json에 기록된 파일이 아닙니다(SHA-256 불일치)',
  'the module starts with {pages} pages of memory, more than {limit}': '모듈의 초기 메모리가 {pages}페이지로 한도 {limit}페이지를 넘습니다',
  'the module has no memory of its own to limit': '모듈에 제한할 메모리가 없습니다',
  'the module ends in the middle of a number': '모듈이 숫자 중간에서 끝납니다',
  'exit code {code}': '종료 코드 {code}',

  'This folder is in no git repository: {remedy}.': '이 폴더는 git 저장소가 아닙니다. {~remedy}.',
  'nothing is staged here': '스테이징된 파일이 없습니다',
  'name the files to check': '검사할 파일을 지정하세요',
  '{list}: there is no such file, and there was none in the last commit: check the path.':
    '{list}: 파일이 없으며 마지막 커밋에도 없습니다. 경로를 확인하세요.',
  '{list} {verb} outside the repository: name files of it, or run policy-gate in the repository that has them.':
    '{list}: 저장소 밖에 있습니다. 저장소 안의 파일을 지정하거나, 해당 파일이 있는 저장소에서 policy-gate를 실행하세요.',
}
