import type { Catalogue } from '../catalogue.ts'

/** What Trivy could not do, and what is wrong with it: `images/trivy`. */
export const trivy: Catalogue = {
  'the archive is damaged': '아카이브가 손상되었습니다',
  'it is no database, or its beginning is damaged': '데이터베이스가 아니거나 앞부분이 손상되었습니다',
  'it has {size} bytes of {end}, so the download was cut off': '{end}바이트 중 {size}바이트만 있어 다운로드가 중단된 것으로 보입니다',
  'its list of packages cannot be read ({problem})': '패키지 목록을 읽을 수 없습니다({problem})',
  'more of its files cannot be read than are listed': '목록에 있는 것보다 많은 파일을 읽을 수 없습니다',
  'it has packages of an operating system, but does not say of which one, so nothing is known about them':
    '운영 체제 패키지가 있지만 어떤 운영 체제인지 알 수 없어 패키지를 판정할 수 없습니다',
  'it has an operating system ({name}) without a list of packages that Trivy can judge':
    '운영 체제({name})에 Trivy가 판정할 수 있는 패키지 목록이 없습니다',
  '{system}, and no vulnerability of its packages either': '{~system}. 패키지의 취약점 정보도 없습니다',
  '{system} is newer than this Trivy: its end of support is not known': '{system}: 이 Trivy보다 새 버전이라 지원 종료일을 알 수 없습니다',
  '{repository} is no reference of a database: it is written registry/repository:2.':
    '{repository}: 데이터베이스 참조가 아닙니다. registry/repository:2 형식으로 쓰세요.',
  'The vulnerability database was not downloaded': '취약점 데이터베이스를 내려받지 못했습니다',
  'There is no vulnerability database: run `policy-gate trivy install --database`, or name a folder that holds one.':
    '취약점 데이터베이스가 없습니다. `policy-gate trivy install --database`를 실행하거나 데이터베이스가 있는 폴더를 지정하세요.',
  '{folder} holds no vulnerability database: `trivy.db` and `metadata.json` must lie in it, or in its folder `db`.':
    '{folder}: 취약점 데이터베이스가 없습니다. 폴더나 그 아래 `db`에 `trivy.db`와 `metadata.json`이 있어야 합니다.',
  'The vulnerability database lies in what is scanned, so a change could have brought it: keep it elsewhere.':
    '취약점 데이터베이스가 검사 대상 안에 있어 변경이 가져온 것일 수 있습니다. 다른 곳에 두세요.',
  'it cannot be read': '읽을 수 없습니다',
  'The vulnerability database cannot be used: {problem}. Download it again.':
    '취약점 데이터베이스를 사용할 수 없습니다: {~problem}. 다시 내려받으세요.',
  'The vulnerability database is not the one that was downloaded: download it again.':
    '취약점 데이터베이스가 내려받은 것과 다릅니다. 다시 내려받으세요.',
  'The vulnerability database does not say when it was built: download it again.':
    '취약점 데이터베이스에 생성일이 없습니다. 다시 내려받으세요.',
  'The vulnerability database says that it was built on {day}, after {today}: it cannot be trusted.':
    '취약점 데이터베이스의 생성일({day})이 오늘({today})보다 뒤이므로 신뢰할 수 없습니다. 다시 내려받으세요.',
  'The vulnerability database is {age} days old (built on {day}), and at most {limit} are allowed: download it again, or raise `images.maximumDatabaseAge`.':
    '취약점 데이터베이스가 {age}일 지났습니다(생성일 {day}, 허용 {limit}일). 다시 내려받거나 `images.maximumDatabaseAge`를 높이세요.',
  'The vulnerability database has no `metadata.json` that says when it was built: download it again.':
    '취약점 데이터베이스의 생성일이 적힌 `metadata.json`이 없습니다. 다시 내려받으세요.',
  'The vulnerability database has schema {version}, but {wanted} is read: download it again.':
    '취약점 데이터베이스의 스키마({version})를 읽을 수 없습니다({wanted}만 가능). 다시 내려받으세요.',
  'the registry of the database wants to be asked less often: try again later, or name a repository of your own for it':
    '데이터베이스 레지스트리의 요청 한도를 넘었습니다. 나중에 다시 시도하거나 자체 저장소를 지정하세요',
  'the registry of the database refuses an anonymous download: name a repository that everybody may read':
    '데이터베이스 레지스트리가 익명 다운로드를 거부합니다. 누구나 읽을 수 있는 저장소를 지정하세요',
  'there is no database at this reference: it is written `registry/repository:2`':
    '이 참조에 데이터베이스가 없습니다. `registry/repository:2` 형식으로 쓰세요',
  'the registry of the database cannot be reached ({detail}): check network and proxy, or name a folder that holds the database':
    '데이터베이스 레지스트리에 연결할 수 없습니다({detail}). 네트워크와 프록시를 확인하거나 데이터베이스가 있는 폴더를 지정하세요',
  'the Trivy server cannot be reached ({detail}): check its address, and that it runs':
    'Trivy 서버에 연결할 수 없습니다({detail}). 주소와 실행 상태를 확인하세요',
  'the Trivy server wants another token': 'Trivy 서버가 토큰을 받아들이지 않습니다',
  'Trivy took too long: raise `images.timeout`': 'Trivy 실행 시간이 초과되었습니다. `images.timeout`을 높이세요',
  'it holds Java archives, which can only be judged with the Java database: name a folder with it, or leave the image out':
    'Java 아카이브가 있어 Java 데이터베이스가 있어야 판정할 수 있습니다. 데이터베이스가 있는 폴더를 지정하거나 이미지를 제외하세요',
  'the vulnerability database has another schema than this Trivy reads: download it again':
    '취약점 데이터베이스의 스키마를 이 Trivy가 읽을 수 없습니다. 다시 내려받으세요',
  'there is no vulnerability database: allow the download, or name a folder that holds it':
    '취약점 데이터베이스가 없습니다. 다운로드를 허용하거나 데이터베이스가 있는 폴더를 지정하세요',
  'the vulnerability database is damaged: download it again': '취약점 데이터베이스가 손상되었습니다. 다시 내려받으세요',
  'another process has opened the cache of this scan: run again': '다른 프로세스가 이 스캔의 캐시를 쓰고 있습니다. 다시 실행하세요',
  'the disk is full: Trivy unpacks images into the temporary folder (TMPDIR)':
    '디스크가 가득 찼습니다. Trivy는 임시 폴더(TMPDIR)에 이미지를 풉니다',
  'Trivy may not read or write a file that it needs: check who owns the temporary folder':
    'Trivy가 필요한 파일을 읽거나 쓸 수 없습니다. 임시 폴더의 소유자를 확인하세요',
  'the image cannot be read ({detail})': '이미지를 읽을 수 없습니다({detail})',
  'this version of Trivy lacks a flag that is needed: use 0.69 or newer':
    '이 버전의 Trivy에는 필요한 플래그가 없습니다. 0.69 이상을 사용하세요',
  'Trivy ran out of memory: raise `images.memory`': 'Trivy의 메모리가 부족합니다. `images.memory`를 높이세요',
  'it was ended after {timeout} s: raise `images.timeout`': '{timeout}초가 지나 중단했습니다. `images.timeout`을 높이세요',
  'it needed more than {memory} MiB and was ended: raise `images.memory`':
    '메모리를 {memory} MiB보다 많이 써서 중단했습니다. `images.memory`를 높이세요',
  'it was called off': '취소되었습니다',
  'the program cannot be started ({detail})': '프로그램을 시작할 수 없습니다({detail})',
  'it was ended by {signal}, perhaps because memory ran out': '{~signal}(으)로 중단되었습니다. 메모리가 부족했을 수 있습니다',
  'a signal': '시그널',
  'Trivy ended with exit code {code}': 'Trivy가 종료 코드 {code}(으)로 끝났습니다',
  'Trivy ended with exit code {code} ({detail})': 'Trivy가 종료 코드 {code}(으)로 끝났습니다({detail})',
  '{path} is not {expected}': '{path}: {~expected} 값이 아닙니다',
  'an object': '오브젝트',
  'true or false': 'true 또는 false',
  'a list': '목록',
  'A comment in {file} switched off a check of Trivy: remove it.': '{~file}의 주석이 Trivy의 점검 항목을 껐습니다. 주석을 삭제하세요.',
  'a file': '파일',
  'Trivy could not read more files than are listed.': 'Trivy가 읽지 못한 파일이 더 있습니다.',
  'Server {url}': '서버 {url}',
  'Vulnerability database of {date}': '취약점 데이터베이스 {date}',
  'Vulnerability database of {date}, SHA-256 {sha256}': '취약점 데이터베이스 {date}, SHA-256 {sha256}',
  'Java database of {date}': 'Java 데이터베이스 {date}',
  'Trivy {version} is not published for {platform} on {architecture}: build it, and name it with --trivy.':
    'Trivy {version}은(는) {platform}/{architecture}용으로 배포되지 않습니다. 직접 빌드하여 --trivy로 지정하세요.',
  'The archive of Trivy is not the released one: its SHA-256 is {sha256}, expected {expected}. Nothing was installed.':
    'Trivy 아카이브가 릴리스된 것과 다릅니다(SHA-256 {sha256}, 기대한 값 {expected}). 설치하지 않았습니다.',
  'There is no {name} in the archive.': '아카이브에 {name} 파일이 없습니다.',
  'There is no file {file}.': '{file} 파일이 없습니다.',
  '{url} is no address of a mirror: it begins with https://.': '{url}: 미러 주소가 아닙니다. https://로 시작해야 합니다.',
  '{url} answers {status}: is it a mirror of the release page?': '{url}: 응답이 {status}입니다. 릴리스 페이지의 미러가 맞는지 확인하세요.',
  'Trivy cannot be downloaded from {url} ({why}): name a mirror with --downloads, or an archive with --archive.':
    '{url}에서 Trivy를 내려받을 수 없습니다({why}). --downloads로 미러를 지정하거나 --archive로 아카이브를 지정하세요.',
  '{name} has more than {limit} MiB: that is no archive of Trivy.': '{name}: {limit} MiB를 넘으므로 Trivy 아카이브가 아닙니다.',
  '{folder} holds no Java database: `trivy-java.db` and `metadata.json` must lie in it.':
    '{folder}: Java 데이터베이스가 없습니다. `trivy-java.db`와 `metadata.json`이 있어야 합니다.',
  'The Java database lies in what is scanned, so a change could have brought it: keep it elsewhere.':
    'Java 데이터베이스가 검사 대상 안에 있어 변경이 가져온 것일 수 있습니다. 다른 곳에 두세요.',
  'The temporary folder {folder} has a colon or @ in its name: set TMPDIR.':
    '임시 폴더 {folder}의 이름에 콜론이나 @가 있습니다. TMPDIR을 다른 폴더로 지정하세요.',
  'Trivy could not scan the image': 'Trivy가 이미지를 스캔하지 못했습니다',
  'The image cannot be scanned: {what}.': '이미지를 스캔할 수 없습니다: {~what}.',
  'its layout cannot be read': '레이아웃을 읽을 수 없습니다',
  'its configuration says of two different layers that they are the same, so build it again':
    '이미지 설정에서 서로 다른 두 레이어를 같다고 합니다. 이미지를 다시 빌드하세요',
  'Trivy could not judge the packages of the image': 'Trivy가 이미지의 패키지를 판정하지 못했습니다',
  'Trivy could not scan the files': 'Trivy가 파일을 스캔하지 못했습니다',
  'Trivy did not see all of the image: {what}.': 'Trivy가 이미지의 일부를 확인하지 못했습니다: {~what}.',
  'it wrote no report': '보고서를 만들지 않았습니다',
  'its report has more than {limit} MiB': '보고서가 {limit} MiB를 넘습니다',
  'its report is no JSON': '보고서가 JSON이 아닙니다',
  "Trivy's report cannot be read ({problem}): this version may be too new.":
    'Trivy의 보고서를 읽을 수 없습니다({~problem}). 이 버전이 너무 새로울 수 있습니다.',
  'the report has another schema than 2': '보고서의 스키마가 2가 아닙니다',
  '{path} is not a status': '{path}: 상태 값이 아닙니다',
  '{path} is not a severity': '{path}: 심각도 값이 아닙니다',
  'There is no file {program}: --trivy names a Trivy program.': '{program} 파일이 없습니다. --trivy에는 Trivy 프로그램을 지정합니다.',
  '{program} lies in what is scanned, so a change could have brought it: name a Trivy program outside of it.':
    '{program}: 검사 대상 안에 있어 변경이 가져온 것일 수 있습니다. 검사 대상 밖의 Trivy 프로그램을 지정하세요.',
  '{what}: run `policy-gate trivy install`, or name a program with --trivy.':
    '{~what}. `policy-gate trivy install`을 실행하거나 --trivy로 프로그램을 지정하세요.',
  'Trivy {version} is not installed': 'Trivy {version}이(가) 설치되어 있지 않습니다',
  'The cache folder lies in what is scanned, so the Trivy in it is not trusted':
    '캐시 폴더가 검사 대상 안에 있어 그 안의 Trivy를 신뢰할 수 없습니다',
  'Trivy {version} was not installed by this user, or by another key': 'Trivy {version}을(를) 다른 사용자나 다른 키로 설치했습니다',
  'The installed Trivy has changed since its installation (SHA-256 {sha256}, was {recorded})':
    '설치한 뒤 Trivy가 바뀌었습니다(SHA-256 {sha256}, 설치 당시 {recorded})',
  'There is no folder to keep Trivy in: set HOME or XDG_CACHE_HOME, or POLICY_GATE_CACHE_KEY with --cache-dir.':
    'Trivy를 보관할 폴더가 없습니다. HOME이나 XDG_CACHE_HOME을 설정하거나, --cache-dir와 함께 POLICY_GATE_CACHE_KEY를 설정하세요.',
  'there is no secret to authenticate it with': '인증에 쓸 비밀 키가 없습니다',
  '{url} is no address of a Trivy server: it is written https://host[:port].':
    '{url}: Trivy 서버 주소가 아닙니다. https://host[:port] 형식으로 쓰세요.',
  'The token of the Trivy server would be sent without TLS: write https:// in place of {url}.':
    'Trivy 서버의 토큰이 TLS 없이 전송됩니다. {url} 대신 https:// 주소를 쓰세요.',
  'it answers {status}': '응답 {status}',
  'The Trivy server {url} cannot be asked ({why}): check its address, and that it runs.':
    'Trivy 서버 {url}에 요청할 수 없습니다({~why}). 주소와 실행 상태를 확인하세요.',
  'it does not say its version': '버전을 알리지 않음',
  'The Trivy server {problem}: update it.': 'Trivy 서버: {~problem}. 업데이트하세요.',
  'The Trivy server has no vulnerability database: let it download one.':
    'Trivy 서버에 취약점 데이터베이스가 없습니다. 서버에서 내려받게 하세요.',
  '{path} is to be scanned twice': '{path}: 스캔 대상에 두 번 들어 있습니다',
  '{path} is no path inside of the repository': '{path}: 저장소 안의 경로가 아닙니다',
  'A Trivy server has a database of its own: name either the server or a database.':
    'Trivy 서버는 자체 데이터베이스를 씁니다. 서버와 데이터베이스 중 하나만 지정하세요.',
  'The Trivy server changed its version or database during the scan: run again.':
    '스캔하는 동안 Trivy 서버의 버전이나 데이터베이스가 바뀌었습니다. 다시 실행하세요.',
  'The Trivy program {problem}: use another one.': 'Trivy 프로그램: {~problem}. 다른 프로그램을 사용하세요.',
  'Trivy does not say its version': 'Trivy의 버전을 확인할 수 없습니다',
  '{about}: is the program Trivy?': '{~about}: Trivy 프로그램이 맞는지 확인하세요.',
  'calls itself version "{version}", which is none': '버전 "{version}"은(는) 올바른 버전이 아닙니다',
  'is version {version}, which was published with malicious code (CVE-2026-33634)':
    '버전 {version}은(는) 악성 코드가 포함되어 배포된 버전입니다(CVE-2026-33634)',
  'is version {version}; 0.69 or newer is needed': '버전 {version}입니다. 0.69 이상이 필요합니다',
}
