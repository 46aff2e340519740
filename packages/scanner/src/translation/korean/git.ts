import type { Catalogue } from '../catalogue.ts'

/** Clones, commits and the index: `git`, `config/commit`. */
export const git: Catalogue = {
  'The commit has folders that are nested more than {depth} deep.': '커밋의 폴더가 {depth}단계보다 깊게 중첩되었습니다.',
  'What is to be read from the commit has {size} MiB; at most {limit} are read.':
    '커밋에서 읽을 내용이 {size} MiB로, 읽을 수 있는 {limit} MiB를 넘습니다.',
  'The object {hash} of this clone is damaged: make a new clone.': '이 클론의 오브젝트 {hash}이(가) 손상되었습니다. 새로 클론하세요.',
  'This clone does not have the object {hash}: fetch it, e.g. with `git fetch --unshallow`, or with `git fetch --refetch --no-filter` where the clone was made with `--filter`.':
    '이 클론에 오브젝트 {hash}이(가) 없습니다. `git fetch --unshallow`로, `--filter`로 만든 클론이라면 `git fetch --refetch --no-filter`로 가져오세요.',
  'A commit of this repository is damaged: it names no tree.': '이 저장소의 커밋이 손상되었습니다(트리 없음).',
  'A tree of this repository is damaged.': '이 저장소의 트리가 손상되었습니다.',
  'The commit has a path that no checkout can have: "{name}".': '커밋에 체크아웃할 수 없는 경로가 있습니다: "{name}".',
  'The commit has a path that no checkout can have: {path}.': '커밋에 체크아웃할 수 없는 경로가 있습니다: {path}.',
  'Git does not say which of the ignored files are tracked ({why}), and a tracked one is deployed: make `git ls-files` work here.':
    '무시 대상 파일 중 어느 것을 git이 추적하는지 알 수 없습니다({why}). 추적되는 파일은 배포되므로 `git ls-files`가 동작하도록 하세요.',
  'A content is not in this clone ({detail}): clone without `--filter`, or run `git fetch --refetch --no-filter`.':
    '이 클론에 없는 내용이 있습니다({detail}). `--filter` 없이 클론하거나 `git fetch --refetch --no-filter`를 실행하세요.',
  'What is read from git has {size} MiB; at most {limit} are read.':
    'git에서 읽을 내용이 {size} MiB로, 읽을 수 있는 {limit} MiB를 넘습니다.',
  'What is read from git cannot be written to the temporary folder ({code}): is it full?':
    'git에서 읽은 내용을 임시 폴더에 쓸 수 없습니다({code}). 공간이 충분한지 확인하세요.',
  'This clone has no branch or commit "{ref}", but it has {remote}: name that.':
    '이 클론에 "{ref}" 브랜치나 커밋은 없지만 {remote}은(는) 있습니다. {remote}을(를) 지정하세요.',
  'This clone has no commit "{ref}".': '이 클론에 "{ref}" 커밋이 없습니다.',
  'Nothing was committed here yet, so there is nothing to compare with.': '아직 커밋이 없어 비교할 대상이 없습니다.',
  'The checked out commit and {ref} have no commit in common in this clone.': '이 클론에는 체크아웃된 커밋과 {ref}의 공통 커밋이 없습니다.',
  'Fetch it first: `git fetch origin {ref}`.': '먼저 가져오세요: `git fetch origin {ref}`.',
  'The clone is shallow: check out with the whole history (`fetch-depth: 0` of actions/checkout, `GIT_DEPTH: 0` in GitLab), or run `git fetch --unshallow`.':
    '얕은 클론입니다. 전체 이력으로 체크아웃하거나(actions/checkout은 `fetch-depth: 0`, GitLab은 `GIT_DEPTH: 0`) `git fetch --unshallow`를 실행하세요.',
  'GIT_INDEX_FILE names {file}, which does not exist: unset it, or name the index that is committed.':
    'GIT_INDEX_FILE에 지정된 {file}이(가) 없습니다. 설정을 해제하거나 커밋할 인덱스를 지정하세요.',
  'The index has conflicts of a merge ({list}): resolve them and `git add` the files.':
    '인덱스에 병합 충돌이 있습니다({list}). 충돌을 해결하고 `git add`를 실행하세요.',
  'The content of a staged file is not in this clone ({hash}).': '스테이징된 파일의 내용이 이 클론에 없습니다({hash}).',
  'git cannot be started ({code}).': 'git을 시작할 수 없습니다({code}).',
  'git is needed to compare with another commit, and was not found: install it.':
    '다른 커밋과 비교하려면 git이 필요한데 찾을 수 없습니다. git을 설치하세요.',
  'it took too long or answered too much': '시간이 초과되었거나 출력이 너무 큽니다',
  'without a word': '메시지 없음',
  '`git {command}` failed: {problem}.': '`git {command}` 명령이 실패했습니다: {~problem}.',
  '`git {command}` gave an answer that is not understood.': '`git {command}` 명령의 출력을 해석할 수 없습니다.',
  'This folder is in no git repository, so no commit can be read: run this in a clone of the repository, or leave out what names a commit.':
    '이 폴더는 git 저장소가 아니어서 커밋을 읽을 수 없습니다. 저장소의 클론에서 실행하거나 커밋을 지정하는 옵션을 빼세요.',
  'git cannot read this repository: {problem}.': 'git이 이 저장소를 읽을 수 없습니다: {problem}.',
  'The folder belongs to another user: change its owner (`chown -R`) to the one that runs policy-gate.':
    '다른 사용자의 폴더입니다. 소유자를 policy-gate를 실행하는 사용자로 바꾸세요(`chown -R`).',
  '{names} and {count} more': '{names} 외 {count}개',
}
