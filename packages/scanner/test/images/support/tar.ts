/** Files of an archive by path, without a leading `/`. */
export type Files = Record<string, string | Uint8Array>

const block = 512

/** Writes a tar archive (POSIX ustar) of regular files, in the order of their paths: same files, same bytes. */
export function tar(files: Files): Buffer {
  const parts = Object.keys(files)
    .sort()
    .flatMap((path) => {
      const content = Buffer.from(files[path]!)
      return [header(path, content.length), content, Buffer.alloc((block - (content.length % block)) % block)]
    })
  return Buffer.concat([...parts, Buffer.alloc(2 * block)])
}

function header(path: string, size: number): Buffer {
  const bytes = Buffer.alloc(block)
  const [prefix, name] = splitPath(path)
  const octal = (value: number, width: number) => `${value.toString(8).padStart(width - 1, '0')}\0`
  bytes.write(name, 0)
  bytes.write(octal(0o644, 8), 100)
  bytes.write(octal(0, 8), 108)
  bytes.write(octal(0, 8), 116)
  bytes.write(octal(size, 12), 124)
  bytes.write(octal(0, 12), 136)
  bytes.write(' '.repeat(8), 148)
  bytes.write('0', 156)
  bytes.write('ustar\u000000', 257)
  bytes.write(prefix, 345)
  const sum = bytes.reduce((total, byte) => total + byte, 0)
  bytes.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148)
  return bytes
}

/** The field of the name holds 100 bytes; folders may stand in one of their own. */
function splitPath(path: string): [prefix: string, name: string] {
  if (Buffer.byteLength(path) <= 100) return ['', path]
  const slash = path.indexOf('/', path.length - 101)
  const [prefix, name] = [path.slice(0, slash), path.slice(slash + 1)]
  if (slash < 0 || Buffer.byteLength(prefix) > 155 || Buffer.byteLength(name) > 100)
    throw new Error(`${path} is too long for a tar archive`)
  return [prefix, name]
}
