import type { Json, JsonObject, Language, ObjectRef, Rule, RuleText } from '../model.ts'
import type { PlaceRole, SourcePlace } from '../provenance/place.ts'

/** The texts of a rule in a language. */
export function ruleText(rule: Rule, language: Language): RuleText {
  return language === 'ko' ? rule.ko : rule
}

/** The sentence of a finding: the rule's message, or one of its variants, with the params filled in. */
export function messageOf(rule: Rule, options: { language: Language; variant?: string; params: JsonObject }): string {
  const text = ruleText(rule, options.language)
  const template =
    options.variant === undefined ? text.message : (text.variants?.[options.variant] ?? rule.variants?.[options.variant] ?? text.message)
  return fill(template, options.params)
}

/** Replaces `{name}` by the param of that name; a placeholder without a param stays as it is. */
export function fill(template: string, params: JsonObject): string {
  return template.replace(/\{(\w+)\}/g, (placeholder, name: string) => (Object.hasOwn(params, name) ? show(params[name]!) : placeholder))
}

function show(value: Json): string {
  if (Array.isArray(value)) return value.map(show).join(', ')
  return typeof value === 'string' ? value : JSON.stringify(value)
}

const placeTexts: Record<Language, Record<PlaceRole, string>> = {
  en: {
    written: 'Written here.',
    template: 'The template writes it here.',
    literal: 'Written in an action of the template here.',
    include: 'Included from here.',
    values: 'The value {name} is set here.',
    'would-set': 'The value {name} would set it.',
    decides: 'The value {name} decides it.',
    patch: 'A patch sets it here.',
    transformer: 'The field {name} of the kustomization sets it here.',
    generator: 'It is generated here.',
    replacement: 'A replacement sets it here.',
    resource: 'The resource that it is built from.',
    substitution: 'The variable {name} is substituted; its value is here.',
  },
  ko: {
    written: '여기에 작성되어 있습니다.',
    template: '템플릿의 이 위치에서 출력됩니다.',
    literal: '템플릿 액션 안에 직접 작성된 값입니다.',
    include: '여기에서 include 됩니다.',
    values: 'values 키 {name}: 값이 여기에서 설정됩니다.',
    'would-set': 'values 키 {name}: 이 키로 설정할 수 있습니다.',
    decides: 'values 키 {name}: 이 값에 따라 결정됩니다.',
    patch: '패치가 여기에서 설정합니다.',
    transformer: 'kustomization 필드 {name}: 여기에서 설정됩니다.',
    generator: '여기에서 생성됩니다.',
    replacement: 'replacement 항목이 여기에서 설정합니다.',
    resource: '빌드의 바탕이 되는 리소스입니다.',
    substitution: '변수 {name}: 치환되는 값이 여기에 있습니다.',
  },
}

/** What a place has to do with a finding, in a sentence. */
export function placeMessage({ role, name }: SourcePlace, language: Language): string {
  return fill(placeTexts[language][role], name === undefined ? {} : { name })
}

const chainTexts = {
  en: {
    Application: 'The Application {name} deploys it.',
    ApplicationSet: 'The ApplicationSet {name} generates the Application from this.',
    Kustomization: 'The Flux Kustomization {name} deploys it.',
    HelmRelease: 'The HelmRelease {name} deploys it.',
  },
  ko: {
    Application: 'Application {name}: 이 리소스를 배포합니다.',
    ApplicationSet: 'ApplicationSet {name}: 여기에서 Application을 생성합니다.',
    Kustomization: 'Flux Kustomization {name}: 이 리소스를 배포합니다.',
    HelmRelease: 'HelmRelease {name}: 이 리소스를 배포합니다.',
  },
} satisfies Record<Language, Record<string, string>>

export type ChainKind = keyof (typeof chainTexts)['en']

/** What deploys a finding's object, in a sentence. */
export function chainMessage(kind: ChainKind, name: string, language: Language): string {
  return fill(chainTexts[language][kind], { name })
}

const useTexts: Record<Language, string> = { en: '{object} runs it too.', ko: '{object}: 이 오브젝트에서도 실행합니다.' }

/** What else runs the image of a finding, in a sentence. */
export function useMessage({ kind, namespace, name }: ObjectRef, language: Language): string {
  return fill(useTexts[language], { object: `${kind} ${namespace === '' ? '' : `${namespace}/`}${name}` })
}
