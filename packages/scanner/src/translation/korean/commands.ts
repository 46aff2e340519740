import type { Catalogue } from '../catalogue.ts'

/** Flags and words of the command line, and what its commands say beside reports: `cli`, `discover/root.ts`. */
export const commands: Catalogue = {
  'There is no command "{name}"; the commands are {list}.': '"{name}" 명령이 없습니다. 사용할 수 있는 명령: {list}.',
  '`policy-gate {command}` takes no words, but "{words}" follows.':
    '`policy-gate {command}` 뒤에는 플래그만 쓸 수 있는데 "{words}"이(가) 있습니다.',
  'Unknown flag {flag}.': '없는 플래그입니다: {flag}.',
  '{flag} needs a value.': '{flag} 플래그에 값이 필요합니다.',
  '{flag} needs a value: {list}.': '{flag} 플래그에 값이 필요합니다: {list}.',
  '{flag} needs a value, but {next} follows; if that is the value, write {written}.':
    '{flag} 플래그에 값이 필요한데 {next}이(가) 있습니다. 그 값이 맞으면 {written}처럼 쓰세요.',
  '{flag} takes no value.': '{flag} 플래그에는 값을 쓸 수 없습니다.',
  '{flag} is "{value}", but must be one of {list}.': '{flag} 값이 "{value}"입니다. 다음 중 하나여야 합니다: {list}.',
  '{flag} is "{value}", but must be a whole number.': '{flag} 값이 "{value}"입니다. 정수여야 합니다.',
  '{flag} is "{value}", which is no date with a time zone: write it as 2026-01-31T00:00:00Z.':
    '{flag} 값이 "{value}"입니다. 시간대가 있는 날짜를 2026-01-31T00:00:00Z 형식으로 쓰세요.',
  '--image-layout is "{value}", but must be a reference and a path: registry.example/shop/order:1.4.0=./order.tar.':
    '--image-layout 값이 "{value}"입니다. 참조와 경로를 registry.example/shop/order:1.4.0=./order.tar 형식으로 쓰세요.',
  '--image-layout was given, but no image was scanned: ask for it with `--images changed`, or with images.scan of the configuration.':
    '--image-layout을 지정했지만 이미지를 스캔하지 않았습니다. `--images changed` 또는 설정의 images.scan으로 스캔을 요청하세요.',
  'See `policy-gate {command} --help`.': '사용법: `policy-gate {command} --help`',
  'There are {files} --output but only {formats} --format: give each file its format.':
    '--output은 {files}개인데 --format은 {formats}개입니다. 파일마다 형식을 지정하세요.',
  'Only one report can go to standard output: give the others an --output.':
    '표준 출력에는 보고서 하나만 쓸 수 있습니다. 나머지에는 --output을 지정하세요.',
  'Two reports would be written to {file}: give each an --output of its own.':
    '두 보고서가 {file}에 쓰이게 됩니다. 각각 다른 --output을 지정하세요.',
  'The {format} report could not be written to {file} ({code}): name a file that can be written with --output.':
    '{format} 보고서를 {file}에 쓸 수 없습니다({code}). --output으로 쓸 수 있는 파일을 지정하세요.',
  'The output cannot be written ({code}): is the disk full?': '출력을 쓸 수 없습니다({code}). 디스크 공간을 확인하세요.',
  '--root {path} is no folder: name the folder of the repository.': '--root {path}: 폴더가 아닙니다. 저장소의 폴더를 지정하세요.',
  '{path} lies outside the root {root}: scan it in a run of its own, or name another --root.':
    '{path}: 루트({root}) 밖에 있습니다. 따로 검사하거나 다른 --root를 지정하세요.',
  '{path} does not exist or cannot be read: check the path.': '{path}: 없거나 읽을 수 없습니다. 경로를 확인하세요.',

  '{file} exists already and was left as it is: run `policy-gate baseline update`, or remove it first.':
    '{file}: 이미 있어 그대로 두었습니다. `policy-gate baseline update`를 실행하거나 먼저 삭제하세요.',
  'There is no {file}: run `policy-gate baseline create` first.':
    '{file} 파일이 없습니다. 먼저 `policy-gate baseline create`를 실행하세요.',
  'Say what to do with the baseline: `policy-gate baseline create` or `policy-gate baseline update`.':
    '기준선에 대한 동작을 지정하세요: `policy-gate baseline create` 또는 `policy-gate baseline update`.',
  '--add belongs to `policy-gate baseline update`: create takes in everything.':
    '--add는 `policy-gate baseline update`에만 쓸 수 있습니다. create는 모든 항목을 넣습니다.',
  'The baseline was not created: something could not be evaluated. See `policy-gate scan`, mend or exclude it, and try again.':
    '평가하지 못한 항목이 있어 기준선을 만들지 않았습니다. `policy-gate scan`으로 확인하여 고치거나 제외한 뒤 다시 시도하세요.',
  'The baseline was not updated: something could not be evaluated. See `policy-gate scan`, mend or exclude it, and try again.':
    '평가하지 못한 항목이 있어 기준선을 갱신하지 않았습니다. `policy-gate scan`으로 확인하여 고치거나 제외한 뒤 다시 시도하세요.',
  'The baseline cannot be written to {file} ({code}): check the permissions, or name another file with --output.':
    '기준선을 {file}에 쓸 수 없습니다({code}). 권한을 확인하거나 --output으로 다른 파일을 지정하세요.',
  'Name the branch or commit to compare with: `policy-gate diff --base origin/main`.':
    '비교할 브랜치나 커밋을 지정하세요: `policy-gate diff --base origin/main`.',
  'At {ref}: {problem}': '{ref} 기준: {~problem}',
  'Name one rule, e.g. `policy-gate explain pod-security/privileged`; `policy-gate rules` lists them.':
    '규칙 하나를 지정하세요. 예: `policy-gate explain pod-security/privileged`. 목록: `policy-gate rules`.',
  'There is no rule {id}: `policy-gate rules` lists them.': '{id} 규칙이 없습니다. `policy-gate rules`로 목록을 볼 수 있습니다.',
  '--{first} does not go with --{second}: {why}.': '--{first}와(과) --{second}는 함께 쓸 수 없습니다. {~why}.',
  'the first writes what the second looks at': '하나는 파일을 쓰고 다른 하나는 그 파일을 확인합니다',
  'only the registries know what tags mean': '태그가 가리키는 이미지는 레지스트리만 압니다',
  'the lock file is written to the working tree': '잠금 파일은 작업 트리에 씁니다',
  '{file} exists already and was left as it is: edit it, or remove it first.':
    '{file}: 이미 있어 그대로 두었습니다. 직접 수정하거나 먼저 삭제하세요.',
  '{file} cannot be written ({code}): check the permissions of this folder.': '{file}: 쓸 수 없습니다({code}). 폴더 권한을 확인하세요.',
  'Name the JSON reports of the shards, or the folder that holds them: `policy-gate merge reports`.':
    '샤드의 JSON 보고서나 그 폴더를 지정하세요: `policy-gate merge reports`.',
  '--new-only needs the state to compare with: add --changed-since, e.g. `--changed-since origin/main`.':
    '--new-only에는 비교 대상이 필요합니다. `--changed-since origin/main`처럼 --changed-since를 추가하세요.',
  '`policy-gate trivy` is followed by install or info.': '`policy-gate trivy` 뒤에 install 또는 info를 쓰세요.',

  'Did you mean "{word}"?': '혹시 "{word}"인가요?',
  'Node {version} is too old: 22.12 or newer is needed, e.g. `npx -y node@24`.':
    'Node {version}: 22.12 이상이 필요합니다. 예: `npx -y node@24`.',
  'new enough': '지원되는 버전',
  '{count} rules. More about one: policy-gate explain <rule>': '규칙 {count}개. 자세한 설명: policy-gate explain <규칙>',
  '{count} rules, {digest}': '규칙 {count}개, {digest}',
  'the policies answer': '정책 응답 정상',
  readable: '읽을 수 있음',
  'none, the defaults hold': '없음, 기본값 적용',
  'It is needed only for scans of images and infrastructure, which are off here.':
    '이미지와 인프라를 스캔할 때만 필요하며, 이 저장소에서는 꺼져 있습니다.',
  '{count} files': '파일 {count}개',
  'no files': '파일 없음',
  'policy-gate failed: {problem}': 'policy-gate 오류: {problem}',
  'This is a fault of policy-gate, not of your files; nothing was judged. Please report it with this text.':
    '파일이 아니라 policy-gate의 결함이며, 아무것도 평가하지 못했습니다. 이 내용과 함께 신고해 주세요.',
}
