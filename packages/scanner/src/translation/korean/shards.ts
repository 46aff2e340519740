import type { Catalogue } from '../catalogue.ts'

/** Reports of parts that cannot be joined: `shards`. */
export const shards: Catalogue = {
  '{name} is "{text}", but must be <number>/<total>, counted from 1 to at most {most}: 2/5 is the second of five.':
    '{name} 값이 "{text}"입니다. <순번>/<전체> 형식으로 1부터 {most}까지 쓸 수 있습니다. 예: 2/5는 다섯 개 중 두 번째입니다.',
  'There is no report to merge: name the JSON reports of the shards, or their folder.':
    '병합할 보고서가 없습니다. 샤드의 JSON 보고서나 그 폴더를 지정하세요.',
  '{name} was judged with {what} than {first}: {remedy}.': '{name}: {first}와(과) 판정 조건이 다릅니다({~what}). {~remedy}.',
  'another number of shards': '샤드 수',
  'divide into the same number everywhere': '모두 같은 수로 나누세요',
  'other policies': '정책',
  'give every shard the same policies': '모든 샤드에 같은 정책을 지정하세요',
  'the settings of another commit': '설정을 읽은 커밋',
  'scan every shard against the same commit': '모든 샤드를 같은 커밋 기준으로 검사하세요',
  'another configuration': '설정',
  'give every shard the same flags and configuration': '모든 샤드에 같은 플래그와 설정을 지정하세요',
  'another commit': '커밋',
  'check the same commit out for every shard': '모든 샤드에서 같은 커밋을 체크아웃하세요',
  'other units': '배포 단위',
  'scan the same commit and paths in every shard, and write reports outside of them':
    '모든 샤드에서 같은 커밋과 경로를 검사하고 보고서는 그 밖에 쓰세요',
  'another commit to compare with': '비교 대상 커밋',
  'compare every shard with the same commit': '모든 샤드를 같은 커밋과 비교하세요',
  'other images or files to scan': '스캔할 이미지나 파일',
  'other waivers or another baseline': '예외 승인 또는 기준선',
  'scan the same commit in every shard': '모든 샤드에서 같은 커밋을 검사하세요',
  '{names} are both shard {index}: merge each shard once.': '{names}: 모두 {index}번 샤드입니다. 샤드마다 한 번만 병합하세요.',
  'Shard {list} of {total} is missing beside {first}: its part was not judged, or its report not handed on. Look at the job of that shard.':
    '{first}의 샤드 {total}개 중 {list}번이 없습니다. 해당 부분을 평가하지 않았거나 보고서가 전달되지 않았습니다. 그 샤드의 작업을 확인하세요.',
  'Shards {list} of {total} are missing beside {first}: its part was not judged, or its report not handed on. Look at the job of that shard.':
    '{first}의 샤드 {total}개 중 {list}번이 없습니다. 해당 부분을 평가하지 않았거나 보고서가 전달되지 않았습니다. 그 샤드의 작업을 확인하세요.',
  "{name} is a file of the commit, so it may be anybody's and no shard has handed it on: put the reports into a folder that no commit has, best outside of the checkout.":
    '{name}: 커밋에 든 파일이므로 샤드가 만든 보고서가 아닐 수 있습니다. 보고서를 커밋되지 않는 폴더(가능하면 체크아웃 밖)에 두세요.',
  '{name} was judged with settings of {used}, not of {wanted}: merge with the settings that the shards had.':
    '{name}: {wanted}이(가) 아니라 {~used}의 설정으로 판정했습니다. 샤드와 같은 설정으로 병합하세요.',
  'the working tree': '작업 트리',
  '{name} was judged with other policies ({theirs}) than there are here ({ours}): merge in a checkout of the same commit, with the same version, settings and --policy.':
    '{name}: 정책({theirs})이 여기의 정책({ours})과 다릅니다. 같은 커밋의 체크아웃에서 같은 버전, 설정, --policy로 병합하세요.',
  '{name} is about commit {theirs}, but {ours} is checked out here: merge in a checkout of the same commit.':
    '{name}: 커밋 {theirs}의 보고서인데 여기에는 {ours}이(가) 체크아웃되어 있습니다. 같은 커밋의 체크아웃에서 병합하세요.',
  '{name} is too large for a report ({size} bytes): merge only the JSON reports of this scan.':
    '{name}: 보고서라기에는 너무 큽니다({size}바이트). 이 검사의 JSON 보고서만 병합하세요.',
  '{path} holds more than {most} entries: name the folder of the downloaded reports.':
    '{path}: 항목이 {most}개를 넘습니다. 내려받은 보고서의 폴더를 지정하세요.',
  '{name} is a link or no file at all: put the report itself there.': '{name}: 링크이거나 파일이 아닙니다. 보고서 자체를 두세요.',
  '{path} holds no .json file: write one in each shard (--format json --output <file>) and name where they lie.':
    '{path}: .json 파일이 없습니다. 샤드마다 보고서를 쓰고(--format json --output <file>) 그 위치를 지정하세요.',
  '{name} cannot be read ({code}): check that every shard has written its report.':
    '{name}: 읽을 수 없습니다({code}). 모든 샤드가 보고서를 썼는지 확인하세요.',
  '{name} is no UTF-8 text, so it is no report.': '{name}: UTF-8 텍스트가 아니므로 보고서가 아닙니다.',
  '{name} is no JSON, so it is no report: was the scan that wrote it ended early?':
    '{name}: JSON이 아니므로 보고서가 아닙니다. 보고서를 쓰던 검사가 중단되지 않았는지 확인하세요.',
  '{name} is nested deeper than {depth} levels, which no report is.': '{name}: {depth}단계보다 깊게 중첩되어 있어 보고서가 아닙니다.',
  '{name} is a report of form {form}, but this version reads form 1: scan and merge with one version.':
    '{name}: 보고서 형식 {form}은(는) 이 버전이 읽을 수 없습니다(1만 가능). 같은 버전으로 검사하고 병합하세요.',
  '{name} is no report of policy-gate: {problem}.': '{name}: policy-gate의 보고서가 아닙니다({problem}).',
  '{name} was written by version {theirs}, this is {ours}: scan and merge with one version.':
    '{name}: 버전 {theirs}(으)로 만든 보고서인데 지금은 {ours}입니다. 같은 버전으로 검사하고 병합하세요.',
  '{name} holds {value}, which this version does not know: scan and merge with one version.':
    '{name}: 이 버전이 모르는 값({value})이 있습니다. 같은 버전으로 검사하고 병합하세요.',
  '{name} is the report of a whole scan, not of a shard: write it with `policy-gate scan --shard i/n`.':
    '{name}: 샤드가 아니라 전체 검사의 보고서입니다. `policy-gate scan --shard i/n`으로 만드세요.',
  '{name} says that it is shard {index} of {total}.': '{name}: 샤드 {total}개 중 {index}번이라고 되어 있습니다.',
}
