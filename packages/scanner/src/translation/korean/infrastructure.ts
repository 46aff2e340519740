import type { Catalogue } from '../catalogue.ts'

/** Terraform, CloudFormation, Dockerfiles and playbooks: `infrastructure`. */
export const infrastructure: Catalogue = {
  'The file is no YAML: {problem}.': 'YAML이 아닙니다: {problem}.',
  'The file is nested too deeply.': '파일의 중첩이 너무 깊습니다.',
  'The file has more than {limit} MiB and was not scanned: split it, or exclude it.':
    '파일이 {limit} MiB를 넘어 스캔하지 않았습니다. 나누거나 제외하세요.',
  'A template of a Dockerfile: what it becomes is not known, so it was not judged.':
    'Dockerfile의 템플릿입니다. 결과를 알 수 없어 평가하지 않았습니다.',
  'The file holds more than one template, which CloudFormation does not take: split it.':
    '파일에 템플릿이 여러 개 있습니다. CloudFormation에서는 쓸 수 없으므로 파일을 나누세요.',
  'This could not be scanned: {problem}': '스캔하지 못했습니다: {~problem}',
  'These {count} files and folders could not be scanned: {problem}': '파일과 폴더 {count}개를 스캔하지 못했습니다: {~problem}',
  'The call of {address} was not followed: its {attribute} depends on what only Terraform knows. Give its variables values in terraform.tfvars or as defaults, or write out what it is made of.':
    '{address} 호출을 따라가지 않았습니다. {attribute} 값은 Terraform을 실행해야 알 수 있습니다. 변수의 값을 terraform.tfvars나 기본값으로 지정하거나 값을 직접 쓰세요.',
  '{address} was not judged: its {attribute} depends on what only Terraform knows. Give its variables values in terraform.tfvars or as defaults, or write out what it is made of.':
    '{address}: 평가하지 않았습니다. {attribute} 값은 Terraform을 실행해야 알 수 있습니다. 변수의 값을 terraform.tfvars나 기본값으로 지정하거나 값을 직접 쓰세요.',
  'The file was not scanned: {problem}.': '파일을 스캔하지 못했습니다: {~problem}.',
  'The scanner speaks of a file that it was not given ({path}).': '스캐너가 전달받지 않은 파일({path})을 언급합니다.',
  'it cannot be read as what it seems to be ({type})': '{type} 파일로 보이지만 그렇게 읽을 수 없습니다',
  'Terraform merges this file over the others of its folder, and the scanner does not: write what it says into those.':
    'Terraform은 이 파일을 같은 폴더의 다른 파일에 병합하지만 스캐너는 그렇지 않습니다. 내용을 다른 파일로 옮기세요.',
  'OpenTofu reads another file in place of this one, and the scanner both: keep the two in folders of their own.':
    'OpenTofu는 이 파일 대신 다른 파일을 읽지만 스캐너는 둘 다 읽습니다. 두 파일을 서로 다른 폴더에 두세요.',
  'The module "{name}" has a source that is not written out and was not downloaded: what it creates was not judged.':
    '"{name}" 모듈: 소스가 직접 적혀 있지 않고 내려받지도 않아 생성되는 내용을 평가하지 않았습니다.',
  'The module "{name}" comes from {source} and was not downloaded: what it creates was not judged.':
    '"{name}" 모듈: {source}에서 가져오며 내려받지 않아 생성되는 내용을 평가하지 않았습니다.',
  'The module "{name}" calls itself in a circle, through {folder}: that call was not followed.':
    '"{name}" 모듈: {folder}을(를) 거쳐 자기 자신을 호출하므로 따라가지 않았습니다.',
  'The module "{name}" lies outside the repository ({source}) and was not read.':
    '"{name}" 모듈: 저장소 밖({source})에 있어 읽지 않았습니다.',
  'The module "{name}" leads to {folder}, where no Terraform file is.': '"{name}" 모듈: {folder}에 Terraform 파일이 없습니다.',
}
