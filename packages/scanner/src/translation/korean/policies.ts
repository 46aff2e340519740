import type { Catalogue } from '../catalogue.ts'

/** Rules that could not judge, and policies of users that cannot be used: `evaluate`, `gate`. */
export const policies: Catalogue = {
  '{what} is not known before the deployment.': '{~what}: 배포 전에는 알 수 없는 값입니다.',
  'Something about the image {image}': '{image} 이미지 정보의 일부',
  'The objects of an environment': '환경의 오브젝트',
  'The image {image}': '{image} 이미지',
  '{what} could not be judged by {rule}: {problem}.': '{~what}: {rule} 규칙으로 평가하지 못했습니다({~problem}).',
  '{what} could not be judged: {problem}.': '{~what}: 평가하지 못했습니다({~problem}).',
  'the policy gave no findings': '정책이 findings를 내지 않았습니다',
  'the policy gave a finding that is no object': '정책의 검출 항목이 오브젝트가 아닙니다',
  '{rule} names an object that it was not given': '{rule}: 전달받지 않은 오브젝트를 가리킵니다',
  '{rule} gives the severity {severity}, which is none of {list}':
    '{rule}: 심각도 {severity}은(는) 없는 값입니다(사용할 수 있는 값: {list})',
  '{rule} gives a finding without a path (a list of keys and indexes)': '{rule}: 검출 항목에 path(키와 순번의 목록)가 없습니다',
  'the policy answers for a rule that it does not have: {name}': '정책이 자신에게 없는 규칙의 답을 냈습니다: {name}',
  'the policy gave an entry of {type} that is no object': '정책의 {type} 항목이 오브젝트가 아닙니다',
  '{rule} gives the key {key}, which an answer about images does not have': '{rule}: 이미지에 대한 답에는 {key} 키를 쓸 수 없습니다',
  '{rule} gives {key} in another form than {wanted}': '{rule}: {key}의 형식이 다릅니다(필요한 형식: {~wanted})',
  'a variant of its METADATA': 'METADATA의 variant',
  'indexes of uses, each once': '중복 없는 uses의 순번',
  'the policy did not answer for every object': '정책이 일부 오브젝트에 대해 답하지 않았습니다',
  'the evaluation thread failed: {problem}': '평가 스레드가 실패했습니다: {problem}',
  'the evaluation thread ended early': '평가 스레드가 중간에 끝났습니다',
  'a policy took longer than {seconds} s and was ended': '정책 평가가 {seconds}초를 넘어 중단했습니다',
  'the objects are too large to be judged': '오브젝트가 너무 커서 평가할 수 없습니다',
  'the evaluation thread is closed': '평가 스레드가 닫혔습니다',
  'cannot evaluate {entrypoint}: the result is undefined': '{entrypoint}을(를) 평가할 수 없습니다: 결과가 undefined입니다',
  'cannot {what}: {problem}': '정책 실행 오류({~what}): {problem}',
  'load the policy': '정책 불러오기',
  'evaluate {entrypoint}': '{entrypoint} 평가',
  'set data': 'data 설정',

  'The gate policy failed: {problem}.': '게이트 정책이 실패했습니다: {problem}.',
  'The gate policy gave no verdict.': '게이트 정책이 판정을 내지 않았습니다.',
  'The gate policy answered {answer}, which is no verdict.': '게이트 정책의 답 {answer}은(는) 판정이 아닙니다.',

  'The built-in policies cannot be read ({problem}): install policy-gate again.':
    '기본 정책을 읽을 수 없습니다({~problem}). policy-gate를 다시 설치하세요.',
  'rules.json holds no rules': 'rules.json에 규칙이 없습니다',
  'There are two rules {id}: give the package of your own another name.': '{id} 규칙이 두 개입니다. 직접 만든 패키지의 이름을 바꾸세요.',
  'the package has no METADATA: start from `pnpm new-rule`.': '패키지에 METADATA가 없습니다. `pnpm new-rule`로 시작하세요.',
  'the rule has no set `findings`, so it could never find anything.': '규칙에 `findings` 집합이 없어 아무것도 검출할 수 없습니다.',
  'custom.{key} must be one of {list}': 'custom.{key}: 다음 중 하나여야 합니다: {list}',
  'custom.{key} is not a key of rules; the keys are {list}': 'custom.{key}: 없는 키입니다. 사용할 수 있는 키: {list}',
  'custom.{key} says nothing in a rule of scope {scope}': 'custom.{key}: scope가 {scope}인 규칙에는 쓸 수 없습니다',
  'custom.kinds must name what the rule judges, e.g. [pods]': 'custom.kinds: [pods]처럼 규칙이 판정할 대상을 지정해야 합니다',
  '{key} is missing': '{key}: 키가 없습니다',
  'custom.families: {family} is not one of {list}': 'custom.families: {family}은(는) 없는 값입니다. 사용할 수 있는 값: {list}',
  'custom.params.{name} needs default, description and schema': 'custom.params.{name}: default, description, schema가 필요합니다',
  '{path}: the policies cannot be read ({code}): check the path.': '{path}: 정책을 읽을 수 없습니다({code}). 경로를 확인하세요.',
  '{path}: there is no policy in it: put .rego files there, or remove it from --policy.':
    '{path}: 정책이 없습니다. .rego 파일을 두거나 --policy에서 빼세요.',
  '{path}: the symbolic link leads out of the folder: put the file itself there.':
    '{path}: 심볼릭 링크가 폴더 밖을 가리킵니다. 파일 자체를 두세요.',
  '{path}: it is not a regular file.': '{path}: 일반 파일이 아닙니다.',
  '{path}: the file has more than {limit} MiB.': '{path}: 파일이 {limit} MiB를 넘습니다.',
  '{path}: policies are a folder, a .rego file, a bundle (.tar.gz) or a compiled .wasm.':
    '{path}: 정책은 폴더, .rego 파일, 번들(.tar.gz), 컴파일된 .wasm 중 하나여야 합니다.',
  '{file}: a data file must hold a mapping at its top.': '{file}: 데이터 파일의 최상위는 매핑이어야 합니다.',
  '{file}: the folder {folder} and another data file both set {key}.':
    '{file}: {folder} 폴더와 다른 데이터 파일이 모두 {key} 키를 설정합니다.',
  '{file}: another data file sets {key} too.': '{file}: 다른 데이터 파일도 {key} 키를 설정합니다.',
  '{folder}: the symbolic link leads out of the repository: put the policies themselves there.':
    '{folder}: 심볼릭 링크가 저장소 밖을 가리킵니다. 정책 자체를 두세요.',
  '{name}: this is no policy that OPA compiled to WASM ({problem}).': '{name}: OPA가 WASM으로 컴파일한 정책이 아닙니다({problem}).',
  '{name}: none of the entrypoints ({list}) is named deny, warn or violation: build the policy with such an entrypoint, e.g. `opa build -t wasm -e main/deny`.':
    '{name}: 진입점({list}) 중에 deny, warn, violation이 없습니다. `opa build -t wasm -e main/deny`처럼 해당 진입점으로 정책을 빌드하세요.',
  '{name}: a data file sets data.{key}, which policy-gate sets itself: put it below another key.':
    '{name}: 데이터 파일이 policy-gate가 쓰는 data.{key}를 설정합니다. 다른 키 아래에 두세요.',
  '{name}: no module holds rules: write packages rules.<domain>.<name>, or rules named deny, warn or violation.':
    '{name}: 규칙이 있는 모듈이 없습니다. rules.<domain>.<name> 패키지나 deny, warn, violation 규칙을 작성하세요.',
  '{file}: this package would never be asked: a rule is a package rules.<domain>.<name> with METADATA (`policy-gate explain` shows some).':
    '{file}: 실행되지 않는 패키지입니다. 규칙은 METADATA가 있는 rules.<domain>.<name> 패키지입니다(예시: `policy-gate explain`).',
  '{rule}: nothing would ever ask this rule: the scope file is for what policy-gate itself reads from a scanner.':
    '{rule}: 실행되지 않는 규칙입니다. scope: file은 policy-gate가 스캐너에서 읽는 결과에만 씁니다.',
  '{rule}: kinds name no versions: write "{right}" instead of "{written}".':
    '{rule}: kinds에는 버전을 쓰지 않습니다. "{written}" 대신 "{right}"로 쓰세요.',
  'A parameter of a rule has a schema that is not valid ({problem}): correct its METADATA.':
    '규칙 파라미터의 스키마가 올바르지 않습니다({problem}). METADATA를 수정하세요.',
}
