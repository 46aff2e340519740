import type { ImageProblem } from '../model.ts'

/** Why nothing can be said about an image: a sentence that names image, registry and remedy. */
export class ImageError extends Error {
  readonly code: ImageProblem
  constructor(code: ImageProblem, message: string, options: { cause?: unknown } = {}) {
    super(message, options)
    this.name = 'ImageError'
    this.code = code
  }
}
