/** What a rule about images begins as. */
export const imageTexts = {
  title: 'Image without an owner',
  facts: `#   scope: image
#   message: '{image} has no label {label}.'
#   remediation: Replace this with what to do.
#   ko:
#     title: 담당자가 없는 이미지
#     description: 검출되면 어떤 일이 생길 수 있는지 한두 문장으로 바꿔 쓰세요.
#     message: '{image} 이미지에 {label} 레이블이 없습니다.'
#     remediation: 조치 방법으로 바꿔 쓰세요.
#   families: [image]
`,
  rule: `import data.lib.findings as finding

label := "org.opencontainers.image.authors"

findings contains finding.in_image({"label": label}) if {
	input.image.config
	not input.image.config.labels[label]
}
`,
  tests: `missing := {"params": {
	"image": "registry.example/shop/order:1.4.0",
	"tag": "1.4.0",
	"label": "org.opencontainers.image.authors",
}}

cases["an image that nobody owns"] := {
	"input": fixtures.image({"config": {"labels": {}}}),
	"want": {missing},
}

cases["an image that says whose it is"] := {
	"input": fixtures.image({"config": {"labels": {"org.opencontainers.image.authors": "shop"}}}),
	"want": set(),
}

cases["an image that is not known"] := {"input": fixtures.image({}), "want": set()}
`,
  examples: `bad:
  - title: No labels at all
    images: |
      - image: registry.example/shop/order:1.4.0
        config: {os: linux, architecture: amd64}
        uses:
          - {in: Deployment/order, container: order}
    findings:
      - registry.example/shop/order
  - title: Only others
    images: |
      - image: registry.example/tools/wait:0.3.0
        config: {labels: {org.opencontainers.image.title: wait}}
        uses:
          - {in: Pod/order, container: wait, type: init}
    findings:
      - registry.example/tools/wait
good:
  - title: It says whose it is
    images: |
      - image: registry.example/shop/order:1.4.0
        config: {labels: {org.opencontainers.image.authors: shop}}
        uses:
          - {in: Deployment/order, container: order}
  - title: An image that could not be looked up
    images: |
      - image: registry.example/shop/order:1.4.0
        problem: {code: offline, message: It was not asked for.}
        uses:
          - {in: Deployment/order, container: order}
`,
}
