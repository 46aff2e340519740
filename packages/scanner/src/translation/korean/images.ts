import type { Catalogue } from '../catalogue.ts'

/** Images beside registries and Trivy: references, lock file, layouts, catalogues of exploits, VEX. */
export const images: Catalogue = {
  '"{image}" holds a placeholder: which image it will be is known only when it is deployed.':
    '"{image}": 자리 표시자가 있어 어떤 이미지인지 배포할 때에야 알 수 있습니다.',
  '"{image}" is no image reference: {why}.': '"{image}": 이미지 참조가 아닙니다. {~why}.',
  '{image} is not scanned: `images.exclude` of the configuration says {pattern}.':
    '{image}: 설정의 `images.exclude`({pattern})에 따라 스캔하지 않았습니다.',
  '{image}: the {seconds} s for all images together were over: run again, or raise images.totalTimeout in the configuration.':
    '{image}: 이미지 전체에 주어진 {seconds}초가 지났습니다. 다시 실행하거나 설정의 images.totalTimeout을 높이세요.',
  'the {seconds} s for all images together were over: run again, or raise images.totalTimeout in the configuration.':
    '이미지 전체에 주어진 {seconds}초가 지났습니다. 다시 실행하거나 설정의 images.totalTimeout을 높이세요.',
  '{missed} of {all} images were not scanned, for the time for all of them (images.totalTimeout) was over.':
    '전체에 주어진 시간(images.totalTimeout)이 지나 이미지 {all}개 중 {missed}개를 스캔하지 못했습니다.',
  'no package of a system or a language is in it that the scanner knows, so nothing is known about what it runs.':
    '스캐너가 아는 운영 체제 패키지나 언어 패키지가 없어, 실행되는 내용에 대해 아무것도 알 수 없습니다.',
  'its layers did not come within {timeout} s: run again, or raise images.timeout in the configuration.':
    '레이어를 {timeout}초 안에 받지 못했습니다. 다시 실행하거나 설정의 images.timeout을 높이세요.',
  '{image}: no registry is asked, and .policy-gate/images.lock.yaml has no digest for it: run `policy-gate images --lock` with a connection.':
    '{image}: 레지스트리에 조회하지 않았고 .policy-gate/images.lock.yaml에도 다이제스트가 없습니다. 네트워크에 연결된 상태에서 `policy-gate images --lock`을 실행하세요.',
  'it has no repository': '저장소가 없습니다',
  'a repository cannot be 64 hexadecimal digits: a digest stands behind @sha256:':
    '16진수 64자리는 저장소 이름이 될 수 없습니다. 다이제스트는 @sha256: 뒤에 씁니다',
  '{registry} is no registry': '{registry}: 레지스트리 이름이 아닙니다',
  'the repository must be in lower case': '저장소 이름은 소문자여야 합니다',
  '{repository} is no repository': '{repository}: 저장소 이름이 아닙니다',
  'the repository has more than {most} characters': '저장소 이름이 {most}자를 넘습니다',
  '{tag} is no tag': '{~tag}: 태그가 아닙니다',
  '{digest} is no digest': '{~digest}: 다이제스트가 아닙니다',
  nothing: '빈 값',
  '{name} is no image reference: write registry/repository:tag.':
    '{name}: 이미지 참조가 아닙니다. registry/repository:tag 형식으로 쓰세요.',
  'There is no file or folder {path}: --image-layout names where {image} lies.':
    '{path}: 파일이나 폴더가 없습니다. --image-layout에는 {image}의 위치를 지정합니다.',
  '{path} is neither a file nor a folder: --image-layout names where {image} lies.':
    '{path}: 파일도 폴더도 아닙니다. --image-layout에는 {image}의 위치를 지정합니다.',
  'Nothing that was looked at runs an image that was given as a layout: {image}.':
    '레이아웃으로 지정했지만 실행하는 곳이 없는 이미지: {image}.',
  '{image}: {what} was looked at in place of what the registry has.': '{image}: 레지스트리의 이미지 대신 {~what} 확인했습니다.',
  'an image that was built here': '이 작업에서 빌드한 이미지를',
  'a bill of materials': 'SBOM을',
  '{archive} is no archive that tar can unpack: write an OCI layout, e.g. with `docker save`.':
    '{archive}: tar로 풀 수 있는 아카이브가 아닙니다. `docker save` 등으로 OCI 레이아웃을 만드세요.',
  'Nobody is named who locks the images: set `git config user.name` in this repository, or GITHUB_ACTOR.':
    '이미지를 기록하는 사람의 이름이 없습니다. 이 저장소에서 `git config user.name`을 설정하거나 GITHUB_ACTOR를 설정하세요.',
  'Nobody is named who locks the images: set `git config user.name`, or GITHUB_ACTOR.':
    '이미지를 기록하는 사람의 이름이 없습니다. `git config user.name`이나 GITHUB_ACTOR를 설정하세요.',
  '{file}: a link stands in its place, which may lead anywhere: remove it.':
    '{file}: 이 위치에 심볼릭 링크가 있어 어디로든 이어질 수 있습니다. 링크를 삭제하세요.',
  '{file}: it cannot be written ({code}): check its permissions.': '{file}: 쓸 수 없습니다({code}). 권한을 확인하세요.',
  'a comment such as "#model_version:v2025.03.14,score_date:2026-11-20T00:00:00Z"':
    '"#model_version:v2025.03.14,score_date:2026-11-20T00:00:00Z" 같은 주석',
  'the columns "cve,epss,percentile"': '"cve,epss,percentile" 열',
  'a row for each vulnerability': '취약점별 행',
  'a row such as "CVE-2024-1234,0.00043,0.0912"': '"CVE-2024-1234,0.00043,0.0912" 같은 행',
  '{file}: this cannot be unpacked ({problem}): download it again.': '{file}: 압축을 풀 수 없습니다({problem}). 다시 내려받으세요.',
  "{file}:{line}: this is not FIRST's file of EPSS scores, which has {expected} here: download it again.":
    '{file}:{line}: FIRST의 EPSS 점수 파일이 아닙니다(이 위치에 있어야 할 내용: {~expected}). 다시 내려받으세요.',
  "{file}:{line}: this is not CISA's catalogue, which has {expected} here: download it again.":
    '{file}:{line}: CISA의 KEV 목록이 아닙니다(이 위치에 있어야 할 내용: {~expected}). 다시 내려받으세요.',
  'dateReleased with a date': '날짜가 적힌 dateReleased',
  'a list of vulnerabilities': '취약점 목록',
  'the number of its {count} vulnerabilities': '취약점 개수({count})',
  'cveID, dateAdded and knownRansomwareCampaignUse': 'cveID, dateAdded, knownRansomwareCampaignUse',
  '{file}: this is no JSON ({problem}): download it again.': '{file}: JSON이 아닙니다({problem}). 다시 내려받으세요.',
  '{key} is {path}, but must be a file below {folder}.': '{key} 값이 {path}입니다. {folder} 아래의 파일이어야 합니다.',
  '{file}: there is no such file, but {key} of the configuration names it.': '{file}: 설정의 {key}에 지정된 파일이 없습니다.',
  'it cannot be read from "{rest}" on: write keys joined by dots and [] for every item of a list, as in spec.steps[].image.':
    '"{rest}"부터 해석할 수 없습니다. spec.steps[].image처럼 키는 점으로 잇고 목록의 모든 항목은 []로 쓰세요.',
  'it is empty: write keys joined by dots, as in spec.image.': '비어 있습니다. spec.image처럼 키를 점으로 이어 쓰세요.',
  'The path {path} of images.paths: {problem}': 'images.paths의 {path}: {~problem}',
  'names neither an image nor a package': '이미지도 패키지도 아닙니다',
  'has no repository_url: add the registry and repository of the image':
    'repository_url이 없습니다. 이미지의 레지스트리와 저장소를 추가하세요',
  'has the repository_url {url}, which is no repository': 'repository_url {url}: 이미지 저장소가 아닙니다',
  'has the version {version}, which is no digest: a tag stands in the qualifier tag':
    '버전 {version}: 다이제스트가 아닙니다. 태그는 tag 한정자에 쓰세요',
  '{pattern}: there is no such file, but vex of the configuration names it.': '{pattern}: 설정의 vex에 지정된 파일이 없습니다.',
  'vex holds {pattern}, but must name files below {folder}.': 'vex의 {pattern}: {folder} 아래의 파일을 지정해야 합니다.',
  'A document of the format {format} needs a time, and no image was scanned that would give one: add --now.':
    '{format} 문서에는 시각이 필요한데, 시각을 알 수 있는 스캔된 이미지가 없습니다. --now를 추가하세요.',
}
