/** What a rule about files begins as: METADATA and examples alone, since the scanner judges. */
export const fileTexts = {
  title: 'Infrastructure file without an owner',
  facts: `#   scope: file
#   message: '{message}'
#   remediation: Replace this with what to do.
#   ko:
#     title: 담당자가 없는 인프라 파일
#     description: 검출되면 어떤 일이 생길 수 있는지 한두 문장으로 바꿔 쓰세요.
#     message: '{message}'
#     remediation: 조치 방법으로 바꿔 쓰세요.
#   families: [governance]
`,
  rule: '',
  examples: `bad:
  - title: Replace this with what the scanner finds
    files:
      Dockerfile: |
        FROM registry.example/shop/order:1.4.0
    findings:
      - Dockerfile:1 XX-0001 at high
  - title: Replace this too
    files:
      main.tf: |
        resource "aws_sqs_queue" "orders" {
          name = "orders"
        }
    findings:
      - main.tf:1 XX-0002 aws_sqs_queue.orders
good:
  - title: Replace this with what it accepts
    files:
      Dockerfile: |
        FROM registry.example/shop/order:1.4.0
        USER 65532
  - title: And this
    files:
      main.tf: |
        resource "aws_sqs_queue" "orders" {
          sqs_managed_sse_enabled = true
        }
`,
}
