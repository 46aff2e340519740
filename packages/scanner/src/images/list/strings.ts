import type { Language } from '../../model.ts'

/** Words of the list of images. */
export interface ListStrings {
  image: string
  platforms: string
  units: string
  objects: string
  where: string
  none: string
  total(counts: { images: number; uses: number; units: number; objects: number }): string
  unknown(count: number): string
  notEvaluated(count: number): string
  moved(from: string, to: string): string
  alike(count: number): string
  locked(counts: { file: string; images: number; added: number; changed: number }): string
  checked(counts: { images: number; moved: number; missing: number; unknown: number }): string
  missing(image: string): string
  tagMoved(image: string, from: string, to: string): string
}

const plural = (count: number, one: string, many = `${one}s`) => `${count} ${count === 1 ? one : many}`

const en: ListStrings = {
  image: 'IMAGE',
  platforms: 'PLATFORMS',
  units: 'UNITS',
  objects: 'OBJECTS',
  where: 'WHERE',
  none: 'No object names an image.',
  total: ({ images, uses, units, objects }) =>
    `${plural(images, 'image')}, named ${plural(uses, 'time')} in ${plural(objects, 'object')} of ${plural(units, 'unit')}.`,
  unknown: (count) => `Nothing is known of ${plural(count, 'image')}:`,
  notEvaluated: (count) => `Not evaluated (${count}): the list may lack images.`,
  moved: (from, to) => `the tag has moved: ${from} in the lock file, ${to} now`,
  alike: (count) => `${count} more like it`,
  locked: ({ file, images, added, changed }) => `${file}: ${plural(images, 'image')}, ${added} new, ${changed} changed.`,
  checked: ({ images, moved, missing, unknown }) =>
    `${plural(images, 'tag')} checked: ${moved} moved, ${missing} without an entry, ${unknown} unknown.`,
  missing: (image) => `${image} has no entry in the lock file: run \`policy-gate images --lock\`.`,
  tagMoved: (image, from, to) =>
    `${image} has moved from ${from} to ${to}: look at what has changed, then run \`policy-gate images --lock\`, or write the old digest into the manifest.`,
}

const ko: ListStrings = {
  image: '이미지',
  platforms: '플랫폼',
  units: '배포 단위',
  objects: '오브젝트',
  where: '위치',
  none: '이미지를 지정하는 오브젝트가 없습니다.',
  total: ({ images, uses, units, objects }) =>
    `이미지 ${images}개: 배포 단위 ${units}개의 오브젝트 ${objects}개에서 ${uses}번 지정되었습니다.`,
  unknown: (count) => `내용을 알 수 없는 이미지 ${count}개:`,
  notEvaluated: (count) => `평가되지 않음(${count}): 목록에 빠진 이미지가 있을 수 있습니다.`,
  moved: (from, to) => `태그가 옮겨졌습니다: 잠금 파일에는 ${from}, 지금은 ${to}`,
  alike: (count) => `같은 항목 ${count}개 더`,
  locked: ({ file, images, added, changed }) => `${file}: 이미지 ${images}개, 추가 ${added}개, 변경 ${changed}개.`,
  checked: ({ images, moved, missing, unknown }) =>
    `태그 ${images}개 확인: 이동 ${moved}개, 항목 없음 ${missing}개, 확인 불가 ${unknown}개.`,
  missing: (image) => `${image}: 잠금 파일에 항목이 없습니다. \`policy-gate images --lock\`을 실행하세요.`,
  tagMoved: (image, from, to) =>
    `${image}: ${from}에서 ${to}(으)로 옮겨졌습니다. 무엇이 바뀌었는지 확인한 뒤 \`policy-gate images --lock\`을 실행하거나 매니페스트에 이전 다이제스트를 쓰세요.`,
}

export const listStrings: Record<Language, ListStrings> = { en, ko }
