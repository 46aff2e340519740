import type { Catalogue } from '../catalogue.ts'

/** What Argo CD and Flux would deploy and cannot be followed: `gitops`. */
export const gitops: Catalogue = {
  'What the {kind} {name} deploys was not looked for: write its apiVersion out, and do not ask for units of single files.':
    '{kind} {name}: 배포 대상을 찾지 않았습니다. apiVersion을 명시하고, 파일별 배포 단위(--unit file)를 쓰지 마세요.',
  'The HelmChartConfig {name} changes a chart that K3s brings along or installs; what it changes was not judged.':
    'HelmChartConfig {name}: K3s에 포함되거나 K3s가 설치하는 차트를 변경하며, 변경되는 내용은 평가하지 않았습니다.',
  'The HelmChart {name} holds its chart as an archive (chartContent), which was not judged: {remedy}':
    'HelmChart {name}: 차트를 압축 파일(chartContent)로 담고 있어 평가하지 않았습니다. {~remedy}',
  'K3s installs the chart {chart} for the HelmChart {name}, which was not judged: {remedy}':
    'HelmChart {name}: K3s가 설치하는 차트 {chart}을(를) 평가하지 않았습니다. {~remedy}',
  'keep the chart unpacked in this repository, where it is judged.': '차트를 압축하지 않은 상태로 이 저장소에 두면 평가합니다.',
  'Applications or Kustomizations lead to more than {most} others: make them fewer.':
    'Application이나 Kustomization에서 이어지는 정의가 {most}개를 넘습니다. 수를 줄이세요.',
  'Applications or Kustomizations lead to ever further ones ({rounds} levels of them): end the chain.':
    'Application이나 Kustomization이 {rounds}단계 넘게 계속 이어집니다. 연결을 끊으세요.',

  'A generated Application has no name.': '생성된 Application에 이름이 없습니다.',
  '{count} Applications with the name {name} are generated.': '이름이 {name}인 Application이 {count}개 생성됩니다.',
  'The Application has no source.': 'Application에 소스가 없습니다.',
  'The operation deploys something else than the sources of the Application, which was not judged: take it out.':
    'operation이 Application의 소스와 다른 것을 배포하며, 이는 평가하지 않았습니다. operation을 제거하세요.',
  'The source has options of {tools}; Argo CD takes one.': '소스에 {tools} 옵션이 함께 있습니다. Argo CD에서는 하나만 쓸 수 있습니다.',
  'A config management plugin renders this source, and only where Argo CD runs: what it gives is not judged.':
    '이 소스는 Argo CD가 실행되는 곳에서 플러그인(config management plugin)으로 렌더링되므로 결과를 평가하지 않았습니다.',
  '{file} is Jsonnet, which is not evaluated: commit the manifests that it gives, or exclude the Application.':
    '{file}: Jsonnet은 평가하지 않습니다. 생성된 매니페스트를 커밋하거나 Application을 제외하세요.',
  'The engine gave no answer.': '엔진이 응답하지 않았습니다.',
  'The generator makes an Application for each cluster that Argo CD knows: list them in clusters: of the configuration.':
    '이 생성기는 Argo CD에 등록된 클러스터마다 Application을 만듭니다. 설정의 clusters에 클러스터를 나열하세요.',
  'A matrix generator combines two generators; here are {count}.': 'matrix 생성기는 생성기 2개를 조합합니다. 지금은 {count}개입니다.',
  'A merge generator needs two generators or more; here are {count}.':
    'merge 생성기에는 생성기가 2개 이상 필요합니다. 지금은 {count}개입니다.',
  'the parameters were not combined': '파라미터를 조합하지 못했습니다',
  'The generator asks a source code host for its repositories, so what it gives cannot be known from this repository: its Applications are not judged.':
    '생성기가 소스 코드 호스팅 서비스의 저장소 목록을 조회하므로 이 저장소만으로는 결과를 알 수 없어, 생성되는 Application을 평가하지 않았습니다.',
  'The generator asks a source code host for its pull requests, so what it gives cannot be known from this repository: its Applications are not judged.':
    '생성기가 소스 코드 호스팅 서비스의 풀 리퀘스트를 조회하므로 이 저장소만으로는 결과를 알 수 없어, 생성되는 Application을 평가하지 않았습니다.',
  'The generator reads an object of the cluster that Argo CD runs in, so what it gives cannot be known from this repository: its Applications are not judged.':
    '생성기가 Argo CD가 실행되는 클러스터의 오브젝트를 읽으므로 이 저장소만으로는 결과를 알 수 없어, 생성되는 Application을 평가하지 않았습니다.',
  'The generator asks a plugin, so what it gives cannot be known from this repository: its Applications are not judged.':
    '생성기가 플러그인을 호출하므로 이 저장소만으로는 결과를 알 수 없어, 생성되는 Application을 평가하지 않았습니다.',
  'The generator is of no kind that is known here: its Applications are not judged.':
    '알 수 없는 종류의 생성기이므로, 생성되는 Application을 평가하지 않았습니다.',
  'More than {most} Applications would be generated: those of this ApplicationSet are not judged.':
    'Application이 {most}개 넘게 생성되므로 이 ApplicationSet의 Application을 평가하지 않았습니다.',
  'The generator reads another repository: declare it in repositories: of the configuration where a copy of it is here.':
    '생성기가 다른 저장소를 읽습니다. 그 사본이 여기에 있으면 설정의 repositories에 선언하세요.',
  '{file} is no object and no list of objects, so the generator fails.': '{file}: 오브젝트도 오브젝트 목록도 아니어서 생성기가 실패합니다.',
  'Matrix and merge generators can be nested once only.': 'matrix와 merge 생성기는 한 번만 중첩할 수 있습니다.',
  'A generator inside of another one must be of one kind.': '중첩된 생성기에는 종류를 하나만 지정해야 합니다.',
  'the generator was not rendered': '생성기를 렌더링하지 못했습니다',
  'An element of a list generator must be an object.': 'list 생성기의 항목은 오브젝트여야 합니다.',
  'elementsYaml must be a YAML list of objects.': 'elementsYaml은 오브젝트의 YAML 목록이어야 합니다.',
  '{key} of the element must be a text, unless the ApplicationSet has goTemplate: true.':
    '항목의 {key} 값은 문자열이어야 합니다. ApplicationSet에 goTemplate: true를 설정하면 다른 유형도 쓸 수 있습니다.',
  'values were not rendered': '값을 렌더링하지 못했습니다',
  'There is no chart at {folder}.': '{folder}: 차트가 없습니다.',
  'There is no kustomization at {folder}.': '{folder}: kustomization이 없습니다.',
  'The file {file} does not exist.': '{file} 파일이 없습니다.',
  '{image} is no image that kustomize can set.': '{image}: kustomize가 설정할 수 있는 이미지 형식이 아닙니다.',
  'It has no name, or its count is no number.': '이름이 없거나 count가 숫자가 아닙니다.',
  '{key} is in the kustomization already, which Argo CD refuses without {force}.':
    '{key}: kustomization에 이미 있습니다. Argo CD는 {force} 없이는 이를 거부합니다.',
  'The component {path} does not exist.': '{path} 컴포넌트가 없습니다.',
  "The selector's operator {operator} and its {count} values do not go together.":
    '셀렉터의 연산자 {operator}에 값 {count}개를 함께 쓸 수 없습니다.',
  'The chart {chart} of {url} is not in this repository: keep a copy and declare it in repositories: of the configuration.':
    '{url}의 {chart} 차트가 이 저장소에 없습니다. 사본을 두고 설정의 repositories에 선언하세요.',
  'The source names no repository.': '소스에 저장소가 지정되어 있지 않습니다.',
  'The source lies in another repository ({url}); {remedy}': '소스가 다른 저장소({url})에 있습니다. {~remedy}',
  'its path is here too, so if it is this repository under another URL, declare that in repositories: of the configuration with path: .':
    '같은 경로가 여기에도 있습니다. URL만 다른 같은 저장소라면 설정의 repositories에 path: .로 선언하세요.',
  'where a copy of it is here, declare that in repositories: of the configuration.':
    '사본이 여기에 있으면 설정의 repositories에 선언하세요.',
  'The source has neither a path nor a chart nor a ref.': '소스에 path, chart, ref가 모두 없습니다.',
  'The path {path} lies outside of what is scanned.': '{path} 경로가 검사 대상 밖에 있습니다.',
  'The path {path} does not exist here.': '{path} 경로가 없습니다.',
  'The path {path} is no folder.': '{path} 경로가 폴더가 아닙니다.',
  '{file} overrides this source and cannot be read.': '이 소스를 재정의하는 {file} 파일을 읽을 수 없습니다.',
  'The values file {file} is a folder.': 'values 파일 {file}: 폴더입니다.',
  'The values files {file} do not exist: nothing matches.': 'values 파일 {file}: 일치하는 파일이 없습니다.',
  'The values file {file} does not exist.': 'values 파일 {file}: 파일이 없습니다.',
  'The values file {file} lies in another repository: declare it in repositories: of the configuration.':
    'values 파일 {file}: 다른 저장소에 있습니다. 설정의 repositories에 선언하세요.',
  'The values file {file} lies outside of its repository.': 'values 파일 {file}: 저장소 밖을 가리킵니다.',
  'The values file {file} is remote and was not fetched: keep a copy of it here.':
    'values 파일 {file}: 원격 파일이므로 가져오지 않았습니다. 사본을 이 저장소에 두세요.',
  'No source has the ref that {file} names.': '{file}: 여기에 적힌 ref를 가진 소스가 없습니다.',
  'The file {file} lies outside of its repository.': '{file} 파일이 저장소 밖을 가리킵니다.',

  '{name} holds no {path}: Flux fails on it. Correct the path or the source.':
    '{name}: {path} 경로가 없어 Flux가 실패합니다. 경로나 소스를 수정하세요.',
  '{name} puts {path} together from several places of this repository, so it was not judged as a whole.':
    '{name}: {~path}의 내용을 이 저장소의 여러 위치에서 모으므로 전체를 평가하지 않았습니다.',
  'its root': '최상위 폴더',
  'The HelmRelease names no chart: set spec.chart or spec.chartRef.':
    'HelmRelease에 차트가 없습니다. spec.chart나 spec.chartRef를 설정하세요.',
  'The chart': '차트',
  '{name} leaves {chart} out: Flux fails on it. Correct what it ignores.':
    '{name}: {chart} 차트를 제외하므로 Flux가 실패합니다. 제외(ignore) 설정을 수정하세요.',
  'The values file {name} cannot be read: Flux fails on it. Correct valuesFiles.':
    'values 파일 {name}: 읽을 수 없어 Flux가 실패합니다. valuesFiles를 수정하세요.',
  '{folder} is a packaged chart, which is not opened here: unpack it into a folder.':
    '{folder}: 패키징된 차트는 열지 않습니다. 폴더에 압축을 푸세요.',
  '{folder} holds no Chart.yaml: Flux fails on it. Correct the path of the chart.':
    '{folder}: Chart.yaml이 없어 Flux가 실패합니다. 차트 경로를 수정하세요.',
  '{name} gives no values: Flux takes a ConfigMap or a Secret.':
    '{name}: 값을 제공할 수 없습니다. Flux는 ConfigMap이나 Secret만 사용합니다.',
  '{key} of {kind} {name} {why}, so its value is not known here.': '{kind} {name}의 {key} 값을 알 수 없습니다({~why}).',
  'is encrypted': '암호화됨',
  'is no base64 of a text': '텍스트의 base64가 아님',
  'ExternalArtifact {name}': 'ExternalArtifact {name}',
  '{name} copies "{source}" to "{destination}", which Flux cannot read.':
    '{name}: "{source}"를 "{destination}"(으)로 복사하는데 Flux가 읽을 수 없는 형식입니다.',
  '{name} is made with the strategy {strategy}, which is not followed here.': '{name}: {strategy} 전략은 여기에서 지원하지 않습니다.',
  'The pattern {pattern} of {name} has too many alternatives: write it shorter.':
    '{name}의 패턴 {pattern}에 선택지가 너무 많습니다. 줄이세요.',
  'The component {path} is no relative path: Flux refuses it.': '컴포넌트 {path}: 상대 경로가 아니어서 Flux가 거부합니다.',
  '{name} holds no folder {folder}: Flux fails on it. Correct spec.path, or what the source leaves out.':
    '{name}: {folder} 폴더가 없어 Flux가 실패합니다. spec.path나 소스의 제외(ignore) 설정을 수정하세요.',
  "{folder} uses {path}, which is not in the source's artifact: Flux fails on it. {remedy}":
    '{folder}: 소스 아티팩트에 없는 {path}를 사용하므로 Flux가 실패합니다. {~remedy}',
  'Copy it into the artifact, or take it out of what the source ignores.': '아티팩트에 복사하거나 소스의 제외(ignore) 설정에서 빼세요.',
  "{folder} uses {path}, in whose place the source's artifact has something else, so it was not judged.":
    '{folder}: 사용하는 {path} 위치에 소스 아티팩트의 다른 내용이 있어 평가하지 않았습니다.',
  '{name} is at {url}, outside of this repository, so what it holds was not judged: map the URL to a folder that holds it (vendored, submodule, second checkout) with `repositories:` in .policy-gate/config.yaml.':
    '{name}: 이 저장소 밖({url})에 있어 내용을 평가하지 않았습니다. 내용을 담은 폴더(벤더링, 서브모듈, 별도 체크아웃)를 .policy-gate/config.yaml의 `repositories:`에서 이 URL에 연결하세요.',
  '{name} is not among the objects that this repository deploys to the cluster, {consequence}':
    '{name}: 이 저장소가 클러스터에 배포하는 오브젝트 중에 없습니다. {~consequence}',
  'so what it holds was not judged.': '그 내용은 평가하지 않았습니다.',
  'so the chart was not judged.': '차트를 평가하지 않았습니다.',
  'so the chart from it was not judged.': '거기에서 가져오는 차트를 평가하지 않았습니다.',
  'and no ArtifactGenerator there makes it, so what it holds was not judged.':
    '이를 만드는 ArtifactGenerator도 없어 그 내용은 평가하지 않았습니다.',
  'so its variables were taken as empty, or as the defaults that the manifests give them.':
    '그 변수는 빈 값이나 매니페스트에 적힌 기본값으로 처리했습니다.',
  'so the chart was rendered without the values it gives.': '그 값 없이 차트를 렌더링했습니다.',
  '{name} is made of sources that lead back to itself.': '{name}: 소스가 자기 자신으로 순환합니다.',
  'A source of kind {kind} is none that Flux takes here: name a GitRepository, OCIRepository, Bucket or ExternalArtifact.':
    '{kind} 종류는 Flux가 여기에서 소스로 쓸 수 없습니다. GitRepository, OCIRepository, Bucket, ExternalArtifact 중 하나를 지정하세요.',
  'The chart {chart} of {name}': '{name}의 {chart} 차트',
  'Only {prefix} of {name} is scanned, and this lies outside of it: scan the whole repository.':
    '{name}에서 {prefix}만 검사하는데 이 대상은 그 밖에 있습니다. 저장소 전체를 검사하세요.',
  'The variable {name} is no text: the API server refuses it. Put it in quotes.':
    '변수 {name}: 문자열이 아니어서 API 서버가 거부합니다. 따옴표로 묶으세요.',
  '{name} is no name of a variable: Flux fails on it. Letters, digits and _ are allowed.':
    '{name}: 변수 이름으로 쓸 수 없어 Flux가 실패합니다. 영문자, 숫자, _만 쓸 수 있습니다.',
  'Values of earlier releases stay in force (preserveValues); they are in the cluster only, so the chart was rendered without them.':
    '이전 릴리스의 값이 유지됩니다(preserveValues). 클러스터에만 있는 값이므로 그 값 없이 차트를 렌더링했습니다.',
  '{kind} {name} has no {key}: Flux fails on it.': '{kind} {name}: {key} 키가 없어 Flux가 실패합니다.',
}
