import type { Catalogue } from '../catalogue.ts'

/** What is wrong with a YAML or JSON text: `parse`. */
export const syntax: Catalogue = {
  'The file is not text: it holds a NUL byte.': '텍스트 파일이 아닙니다. NUL 바이트가 들어 있습니다.',
  'The file is not text: it holds a NUL character.': '텍스트 파일이 아닙니다. NUL 문자가 들어 있습니다.',
  'The file is not valid {encoding} text.': '올바른 {encoding} 텍스트가 아닙니다.',
  'a carriage return stands without a line feed': '줄 바꿈(LF) 없이 캐리지 리턴(CR)만 있습니다',
  'the line separator {name} splits lines for some readers of YAML only: write it as an escape in double quotes':
    '줄 구분 문자 {name}의 처리가 YAML 파서마다 다릅니다. 큰따옴표 안에 이스케이프로 쓰세요',
  'the character {name} is not allowed': '허용되지 않는 문자입니다: {name}',
  'the lines of this block scalar are not indented alike: readers of YAML disagree what belongs to it':
    '블록 스칼라의 줄 들여쓰기가 서로 달라 YAML 파서마다 다르게 해석합니다',
  'inside brackets this must be quoted: readers of YAML disagree': '괄호 안에서는 따옴표로 묶어야 합니다. YAML 파서마다 다르게 해석합니다',
  'inside brackets a colon needs a space behind it: readers of YAML disagree':
    '괄호 안에서는 콜론 뒤에 공백이 필요합니다. YAML 파서마다 다르게 해석합니다',
  'the merge key << needs a mapping or a list of mappings': '병합 키 <<에는 매핑이나 매핑 목록이 필요합니다',
  'the key "{key}" stands before the merge key << that sets it too, and readers disagree which wins: put << first':
    '"{key}" 키가 같은 키를 설정하는 병합 키 <<보다 앞에 있어 YAML 파서마다 결과가 다릅니다. <<를 맨 앞에 두세요',
  'missing closing quote': '닫는 따옴표가 없습니다',
  'this string holds half a surrogate pair': '문자열에 서로게이트 쌍의 절반만 들어 있습니다',
  'an empty line after an escaped line break: write \\n instead': '이스케이프한 줄 바꿈 뒤에 빈 줄이 있습니다. 대신 \\n을 쓰세요',
  'anchors, tags or rare syntax in a file this big: split it': '큰 파일에 앵커, 태그, 드문 문법이 쓰였습니다. 파일을 나누세요',
  'the directive %YAML stands twice': '%YAML 지시문이 두 번 있습니다',
  'a directive stands without a document after it': '지시문 뒤에 문서가 없습니다',
  'a tag needs a space behind it: readers of YAML disagree': '태그 뒤에 공백이 필요합니다. YAML 파서마다 다르게 해석합니다',
  'the anchor name "{name}" means different things to readers of YAML': '앵커 이름 "{name}"의 해석이 YAML 파서마다 다릅니다',
  'the alias *{name} has no anchor': '별칭 *{name}에 해당하는 앵커가 없습니다',
  'the anchor &{name} holds an alias to itself': '앵커 &{name} 안에 자신을 가리키는 별칭이 있습니다',
  'aliases expand to too many nodes': '별칭을 펼치면 노드가 너무 많습니다',
  'the merge key << stands twice in one mapping: give it a list': '한 매핑에 병합 키 <<가 두 번 있습니다. 목록 하나로 쓰세요',
  'the key "{name}" stands twice in one mapping': '한 매핑에 "{name}" 키가 두 번 있습니다',
  'a key must be a scalar, not a mapping or sequence': '키는 매핑이나 시퀀스가 아니라 스칼라여야 합니다',
  'a key must be text: {why}': '키는 문자열이어야 합니다: {~why}',
  'this one is null': 'null입니다',
  'this number is too big': '숫자가 너무 큽니다',
  'infinity and "not a number" have no JSON form': '무한대와 NaN은 JSON으로 나타낼 수 없습니다',
  'the number {number} is too big': '숫자 {number}: 너무 큽니다',
  'this string is not valid JSON': '올바른 JSON 문자열이 아닙니다',
  'the JSON text ends too early': 'JSON이 중간에 끝납니다',
  'unexpected {character} in JSON': 'JSON에 올 수 없는 문자입니다: {character}',
  'mappings and sequences are nested more than {depth} levels deep': '매핑과 시퀀스가 {depth}단계보다 깊게 중첩되었습니다',
  '"{value}" is not a !!timestamp': '"{value}": !!timestamp 값이 아닙니다',
  'the tag {name} is unknown': '알 수 없는 태그입니다: {name}',
  '"{value}" is not a {name}': '"{value}": {name} 값이 아닙니다',
  'the tag {name} is unknown or does not fit a {kind}': '알 수 없거나 {kind}에 쓸 수 없는 태그입니다: {name}',
  'a !!binary value is not valid base64': '!!binary 값이 올바른 base64가 아닙니다',
}
