import type { Catalogue } from '../catalogue.ts'

/** What registries answer, and what is wrong with images there: `images/registry`. */
export const registry: Catalogue = {
  '{image}: the registry {name} (asked at {host}) {what}: {remedy}.': '{image}: {name} 레지스트리({host}에서 조회): {~what}. {~remedy}.',
  '{image}: the registry {name} {what}: {remedy}.': '{image}: {name} 레지스트리: {~what}. {~remedy}.',
  '{name} (asked at {host})': '{name}({host}에서 조회)',
  'lists more than {most} attachments': '첨부 항목이 {most}개를 넘습니다',
  'lists attachments in something that is no JSON': '첨부 목록이 JSON이 아닙니다',
  'answers with other bytes than the digest of a layer says': '레이어의 내용이 다이제스트와 다릅니다',
  'answers with more than the {size} bytes of a layer': '레이어 크기({size}바이트)보다 많은 내용을 보냈습니다',
  'answers with a manifest that does not have its digest': '매니페스트의 내용이 다이제스트와 다릅니다',
  'has a manifest with {bytes} bytes where {announced} were announced':
    '매니페스트가 {announced}바이트라고 했지만 실제로는 {bytes}바이트입니다',
  '{image}: its configuration has {size} bytes, but at most {limit} are read.':
    '{image}: 이미지 설정이 {size}바이트로, 읽을 수 있는 {limit}바이트를 넘습니다.',
  'answers with other bytes than the digest says': '내용이 다이제스트와 다릅니다',
  'name an image, or push it again as one (OCI, or Docker schema 2)':
    '이미지를 지정하거나, 이미지(OCI 또는 Docker schema 2)로 다시 푸시하세요',
  'docker-credential-{name} failed (exit code {status})': 'docker-credential-{name}: 실패했습니다(종료 코드 {~status})',
  'none, it was ended': '없음, 중단됨',
  'docker-credential-{name} answered something else than a credential': 'docker-credential-{name}: 응답이 자격 증명이 아닙니다',
  '{name} is no name of a credential helper': '{name}: 자격 증명 도우미의 이름이 아닙니다',
  'docker-credential-{name} was not found in the folders of PATH that lie outside of the scanned one':
    'docker-credential-{name}: 검사 대상 밖의 PATH 폴더에 없습니다',
  '{program} cannot be started ({code})': '{program}: 시작할 수 없습니다({code})',
  'the Docker configuration': 'Docker 설정',
  '{file}: the Docker configuration cannot be read ({code}): check its permissions.':
    '{file}: Docker 설정을 읽을 수 없습니다({code}). 권한을 확인하세요.',
  '{file}: a Docker configuration in the scanned folder, or named relative to it, is not used, since anybody who can change a file could choose where passwords go: set DOCKER_CONFIG to a folder elsewhere.':
    '{file}: 검사 대상 폴더에 있거나 상대 경로로 지정한 Docker 설정은 쓰지 않습니다. 파일을 바꿀 수 있는 누구나 비밀번호를 보낼 곳을 정할 수 있기 때문입니다. DOCKER_CONFIG를 다른 위치의 폴더로 지정하세요.',
  '{file}: the Docker configuration is no valid JSON: correct it, or sign in again with `docker login`.':
    '{file}: Docker 설정이 올바른 JSON이 아닙니다. 수정하거나 `docker login`으로 다시 로그인하세요.',
  'push the image again, or ask those who run the registry': '이미지를 다시 푸시하거나 레지스트리 관리자에게 문의하세요',
  'does not have it (404)': '이미지가 없습니다(404)',
  'check repository and tag': '저장소와 태그를 확인하세요',
  'wants to be asked less often (429)': '요청 한도를 넘었습니다(429)',
  'wants to be asked less often (429, again in {seconds} s)': '요청 한도를 넘었습니다(429, {seconds}초 뒤 다시 가능)',
  'sign in to it for a higher limit, use a mirror in images.registries, or try again later':
    '로그인하여 한도를 높이거나, images.registries에 미러를 지정하거나, 나중에 다시 시도하세요',
  'answers with an error of its own ({status})': '레지스트리 내부 오류입니다({status})',
  'try again later': '나중에 다시 시도하세요',
  'answers with {status}': '응답이 {status}입니다',
  'check that it is a registry (OCI distribution)': '레지스트리(OCI distribution)가 맞는지 확인하세요',
  'is at {address}, an address of this machine or of a private network': '주소가 {address}로, 이 컴퓨터나 사설 네트워크의 주소입니다',
  'name the registry in images.registries of the configuration if it is meant':
    '의도한 것이라면 설정의 images.registries에 레지스트리를 지정하세요',
  'has a name that cannot be resolved': '이름을 확인(DNS 조회)할 수 없습니다',
  'check the name of the registry': '레지스트리 이름을 확인하세요',
  'has a certificate that is not trusted ({code})': '인증서를 신뢰할 수 없습니다({code})',
  'give its authority in NODE_EXTRA_CA_CERTS': 'NODE_EXTRA_CA_CERTS에 인증 기관을 지정하세요',
  'does not speak TLS': 'TLS를 사용하지 않습니다',
  'set plainHttp for it in images.registries if that is meant': '의도한 것이라면 images.registries에서 plainHttp를 설정하세요',
  'does not answer in HTTP': 'HTTP로 응답하지 않습니다',
  'has broken off the transfer': '전송이 도중에 끊겼습니다',
  'cannot be reached': '연결할 수 없습니다',
  'cannot be reached ({code})': '연결할 수 없습니다({code})',
  'check the network, or try again later': '네트워크를 확인하거나 나중에 다시 시도하세요',
  '{image}: the layout {folder} does not have {path}: write it anew, with all platforms that are wanted.':
    '{image}: 레이아웃 {folder}에 {path}이(가) 없습니다. 필요한 모든 플랫폼을 포함하여 다시 만드세요.',
  '{folder} is no OCI layout: it has no index.json. Write one, e.g. with `docker save <image> | tar -x -C <folder>` or `docker buildx build --output type=oci,tar=false,dest=<folder>`.':
    '{folder}: index.json이 없어 OCI 레이아웃이 아닙니다. `docker save <image> | tar -x -C <folder>`나 `docker buildx build --output type=oci,tar=false,dest=<folder>` 등으로 만드세요.',
  'has an index where the manifest of a platform is wanted': '플랫폼의 매니페스트가 있어야 할 위치에 인덱스가 있습니다',
  '{image}: its layers have {size} MiB, but at most {limit} are got: raise images.maximumSize if it is meant to be as large.':
    '{image}: 레이어가 {size} MiB로, 가져올 수 있는 {limit} MiB를 넘습니다. 원래 큰 이미지라면 images.maximumSize를 높이세요.',
  '{image}: it has a layer that its registry may not give away ({type}), as base images of Windows have: it cannot be scanned as a whole.':
    '{image}: Windows 베이스 이미지처럼 레지스트리가 배포할 수 없는 레이어({type})가 있어 전체를 스캔할 수 없습니다.',
  '{image}: it has a layer of an unknown type ({type}): it cannot be scanned as a whole.':
    '{image}: 알 수 없는 유형({type})의 레이어가 있어 전체를 스캔할 수 없습니다.',
  '{image}: its layers cannot be written ({code}): make room in the folder of temporary files (TMPDIR).':
    '{image}: 레이어를 쓸 수 없습니다({code}). 임시 폴더(TMPDIR)에 공간을 확보하세요.',
  'has it only in the old format (schema 1), which runtimes no longer pull':
    '런타임이 더 이상 지원하지 않는 예전 형식(schema 1)만 있습니다',
  'calls it {told}, but the content says {own}': '응답의 유형({told})이 내용의 유형({own})과 다릅니다',
  'has {type} there, which is no container image': '컨테이너 이미지가 아닙니다({type})',
  'has a manifest that is an index at the same time': '매니페스트이면서 인덱스인 문서가 있습니다',
  'has an artifact there ({type}), which is no container image': '컨테이너 이미지가 아닌 아티팩트입니다({type})',
  'answers with something that is no JSON object': '응답이 JSON 오브젝트가 아닙니다',
  'has a manifest without the list of its parts': '매니페스트에 구성 요소 목록이 없습니다',
  'has a manifest with more than {most} parts': '매니페스트의 구성 요소가 {most}개를 넘습니다',
  'has a manifest with a part without a SHA-256 digest': '매니페스트에 SHA-256 다이제스트가 없는 구성 요소가 있습니다',
  'has a manifest with a part without its size': '매니페스트에 크기가 없는 구성 요소가 있습니다',
  'has a configuration that names layers without SHA-256 digests': '이미지 설정에 SHA-256 다이제스트가 없는 레이어가 있습니다',
  'HTTPS_PROXY: only proxies at http:// are known: write http://<host>:<port>.':
    'HTTPS_PROXY: http:// 프록시만 지원합니다. http://<host>:<port> 형식으로 쓰세요.',
  'cannot be reached through the proxy, which answers with {status}': '프록시를 통해 연결할 수 없습니다(프록시 응답 {status})',
  'check HTTPS_PROXY, or name the registry in NO_PROXY': 'HTTPS_PROXY를 확인하거나 NO_PROXY에 레지스트리를 지정하세요',
  '{image}: no registry is asked (--offline), and nothing is kept of it: scan it once with a connection.':
    '{image}: --offline이므로 레지스트리에 조회하지 않았고 보관된 결과도 없습니다. 네트워크에 연결된 상태에서 한 번 스캔하세요.',
  '{image}: it is no reference of an image: write registry/repository:tag.':
    '{image}: 이미지 참조가 아닙니다. registry/repository:tag 형식으로 쓰세요.',
  '{image}: the registry {registry} does not have the tag {tag} (404): check it.':
    '{image}: {registry} 레지스트리에 {tag} 태그가 없습니다(404). 태그를 확인하세요.',
  '{image}: the reference holds a placeholder, so nobody can say which image is meant.':
    '{image}: 참조에 자리 표시자가 있어 어떤 이미지인지 알 수 없습니다.',
  '{image}: it is no reference of an image, since {why}.': '{image}: 이미지 참조가 아닙니다. {~why}.',
  '{image}: only SHA-256 digests can be proved: name the image by sha256:<64 hex digits>.':
    '{image}: SHA-256 다이제스트만 검증할 수 있습니다. sha256:<16진수 64자리>로 지정하세요.',
  'has more than {most} indexes in each other': '인덱스가 {most}단계보다 깊게 중첩되었습니다',
  'has a manifest with {layers} layers, but its configuration names {named}':
    '매니페스트의 레이어는 {layers}개인데 이미지 설정에는 {named}개입니다',
  'has several images for {platform} there, of which runtimes take different ones':
    '{platform} 플랫폼의 이미지가 여러 개 있어 런타임마다 다른 이미지를 선택합니다',
  '{names} and others': '{names} 등',
  '{image}: the registry {registry} has no image for {platform} there, only for {list}: choose an image for that platform, or name the platform of the nodes (nodeSelector, images.platforms).':
    '{image}: {registry} 레지스트리에 {platform}용 이미지가 없습니다(있는 플랫폼: {~list}). 해당 플랫폼의 이미지를 선택하거나 노드의 플랫폼을 지정하세요(nodeSelector, images.platforms).',
  'no platform at all': '없음',
  'images.registries: {host} is no host: write a name and, where needed, a port.':
    'images.registries: {host}은(는) 호스트가 아닙니다. 이름과, 필요하면 포트를 쓰세요.',
  '{registry} refuses the credential of {source} for {repository}; it was asked without one, as anybody may.':
    '{registry}: {repository} 저장소에 대해 {~source}의 자격 증명을 거부하여 자격 증명 없이 조회했습니다.',
  'refuses the credential of {source}, and does not let in anybody without ({status})':
    '{~source}의 자격 증명을 거부했으며, 자격 증명 없이는 접근할 수 없습니다({status})',
  'it may have expired, or not be allowed to pull from there: sign in again with `docker login`':
    '만료되었거나 이미지를 가져올 권한이 없는 자격 증명일 수 있습니다. `docker login`으로 다시 로그인하세요',
  'does not have it, or wants a credential ({status})': '이미지가 없거나 자격 증명이 필요합니다({status})',
  'does not have it, or wants a credential ({status}); {problem}': '이미지가 없거나 자격 증명이 필요합니다({status}). {~problem}',
  'check the name, and sign in with `docker login` where the image is private':
    '이름을 확인하고, 비공개 이미지라면 `docker login`으로 로그인하세요',
  'asks for a token without saying where from': '토큰을 요구하지만 발급 주소를 알리지 않습니다',
  'has a token service that gives none': '토큰 서비스가 토큰을 발급하지 않습니다',
  'sends us to {address}, which is not asked': '{address}(으)로 리디렉션하지만 그곳에는 요청하지 않습니다',
  'only https is, and what images.registries names with plainHttp': 'https와, images.registries에서 plainHttp로 지정한 곳만 허용합니다',
  'sends a credential on to another place': '자격 증명을 다른 곳으로 전달하려 합니다',
  'redirects without saying where to': '대상을 알리지 않고 리디렉션합니다',
  'redirects more than {most} times': '리디렉션이 {most}번을 넘습니다',
  'does not answer in time': '제시간에 응답하지 않습니다',
  'answers with more than {limit} bytes': '응답이 {limit}바이트를 넘습니다',
  'no such answer of a registry is as large': '레지스트리의 응답이 이렇게 클 수 없습니다. 주소를 확인하세요',
}
