import type { Catalogue } from '../catalogue.ts'

/** Files of `.policy-gate` as such, and settings of a commit; what is wrong inside of a file is said in both languages where it is found. */
export const settings: Catalogue = {
  'The configuration must be a mapping of keys to values.': '설정은 키와 값의 매핑이어야 합니다.',
  '{name}: the configuration is read from {file} only: rename the file.': '{name}: 설정은 {file}에서만 읽습니다. 파일 이름을 바꾸세요.',
  '{name}: this is read from {file} only: rename the file.': '{name}: 이 내용은 {file}에서만 읽습니다. 파일 이름을 바꾸세요.',
  '{file}: there is no such file, but it was named as the configuration: check the path.':
    '{file}: 설정으로 지정한 파일이 없습니다. 경로를 확인하세요.',
  '{path}: the configuration must be a file of the repository, named relative to its root.':
    '{path}: 설정은 저장소 안의 파일이어야 하며 저장소 루트 기준 경로로 지정합니다.',
  '{path}: policies of the working tree do not go with settings of a commit: put them below {folder}/policies, which is read from it.':
    '{path}: 작업 트리의 정책은 커밋의 설정과 함께 쓸 수 없습니다. 커밋에서 읽는 {folder}/policies 아래에 두세요.',
  '{folder} has more than {most} files in {commit}: keep there only what the gate reads.':
    '커밋 {commit}의 {folder}에 파일이 {most}개 넘게 있습니다. 게이트가 읽는 파일만 두세요.',
  '{path} has more than {limit} MiB in {commit}.': '커밋 {commit}의 {path} 파일이 {limit} MiB를 넘습니다.',
  'The settings of the commit cannot be written to a temporary folder ({code}).': '커밋의 설정을 임시 폴더에 쓸 수 없습니다({code}).',
  '{path} is {what} in {commit}: settings are read from the files of the commit itself, so put the file there.':
    '커밋 {commit}의 {path}: 파일이 아니라 {~what}입니다. 설정은 커밋에 든 파일에서만 읽으므로 파일 자체를 두세요.',
  'a folder': '폴더',
  'a symbolic link': '심볼릭 링크',
  'a submodule': '서브모듈',
  '{file}: the entry of {rule} for {kind} {name} has the fingerprint of another finding, so it was changed by hand: take the file back from the version history, or remove it and run `policy-gate baseline create`.':
    '{file}: {kind} {name}의 {rule} 항목에 다른 검출 항목의 지문(fingerprint)이 있어 직접 수정된 것으로 보입니다. 버전 이력에서 파일을 되돌리거나, 삭제한 뒤 `policy-gate baseline create`를 실행하세요.',
  'The cache folder {folder} {problem}: name another one with --cache-dir.':
    '캐시 폴더 {folder}: {~problem}. --cache-dir로 다른 폴더를 지정하세요.',
  'belongs to another user': '다른 사용자의 폴더입니다',
  'is no folder': '폴더가 아닙니다',
  'is a link to a folder of another user': '다른 사용자의 폴더를 가리키는 링크입니다',
  'can be written to by everybody': '누구나 쓸 수 있는 폴더입니다',
  'POLICY_GATE_CACHE_KEY must have at least {least} characters.': 'POLICY_GATE_CACHE_KEY는 {least}자 이상이어야 합니다.',
  'a link lies in the place of a folder of the cache': '캐시 폴더의 위치에 링크가 있습니다',
  'the key belongs to another user': '키가 다른 사용자의 것입니다',
}
