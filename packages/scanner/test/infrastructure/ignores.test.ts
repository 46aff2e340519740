import { expect, it } from 'vitest'
import { withoutIgnores } from '../../src/infrastructure/ignores.ts'

/** How Trivy 0.74 finds comments that ignore (pkg/iac/ignore/parse.go), as far as that decides whether there is one. */
function ignoresOf(text: string): string[] {
  return text.split('\n').flatMap((line) =>
    line
      .trim()
      .split(' ')
      .map((part) => part.trim().replace(/^[#/*]+/, ''))
      .filter((part) => /^(tfsec|trivy):/.test(part))
      .filter((part) => {
        const segments = part.replace(/^(tfsec|trivy):/, '').split(':')
        return segments.some((key, i) => i % 2 === 0 && key === 'ignore' && i + 1 < segments.length)
      }),
  )
}

const forms = [
  '#trivy:ignore:AWS-0086',
  '# trivy:ignore:*',
  '//tfsec:ignore:aws-s3-enable-logging',
  '/* trivy:ignore:* */',
  'acl = "public" # trivy:ignore:AVD-AWS-0001 #trivy:ignore:AWS-0002',
  '# trivy:exp:2099-01-01:ignore:*',
  '# trivy:ignore:AWS-0086[bucket=x]:exp:2099-01-01:ws:default',
  '  trivy:ignore:DS-0002',
  '##tfsec:ignore:*\r',
  'x\u00a0 \u00a0trivy:ignore:*',
  '# trivy:a:b\t:ignore:*',
]

it.each(forms)('%j says nothing any more, and is as long as before', (form) => {
  const text = `a\n${form}\nb`
  expect(ignoresOf(text)).not.toEqual([])
  expect(ignoresOf(withoutIgnores(text))).toEqual([])
  expect(withoutIgnores(text)).toHaveLength(text.length)
})

it.each(['ignore_changes = [tags]', 'FROM trivy:0.74', '# ignore:x', 'image: registry.example/trivy:latest # ignore me'])(
  '%j stays as it is',
  (text) => {
    expect(withoutIgnores(text)).toBe(text)
  },
)
