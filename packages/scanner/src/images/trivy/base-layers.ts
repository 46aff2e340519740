import { child, children, fields, isTrue, text, texts } from './fields.ts'

/**
 * The layers (`sha256:<hex>`, uncompressed) that an image has from its base, as far as its history tells: what lies below the last `CMD` that another layer
 * follows was an image of its own, since a Dockerfile ends with it. This is what Trivy itself does to find layers that need no look for
 * secrets (pkg/fanal/image, GuessBaseImageIndex). Undefined when the history does not say: a base without a command, one stage from scratch.
 * @param report of an image, with its configuration (OCI image-spec, config.md)
 * @throws ReportError
 */
export function guessBaseLayers(report: unknown): string[] | undefined {
  const metadata = child(fields(report as never, 'report'), 'Metadata')
  const history = children(child(metadata, 'ImageConfig'), 'history')
  const last = history.findLastIndex((step) => !isTrue(step, 'empty_layer'))
  const command = history.findLastIndex((step, index) => index < last && isTrue(step, 'empty_layer') && isCommand(text(step, 'created_by')))
  if (command < 0) return undefined
  const count = history.slice(0, command).filter((step) => !isTrue(step, 'empty_layer')).length
  return texts(metadata, 'DiffIDs').slice(0, count)
}

function isCommand(createdBy = ''): boolean {
  return createdBy.startsWith('CMD') || createdBy.startsWith('/bin/sh -c #(nop)  CMD')
}
