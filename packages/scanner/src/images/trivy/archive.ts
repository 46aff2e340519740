import { gunzipSync, inflateRawSync } from 'node:zlib'
import { parseTar } from 'nanotar'

/** Largest program that is unpacked, in bytes. */
const maxBytes = 512 * 1024 * 1024

/** The content of a regular file at the top of a `.tar.gz` or `.zip`; undefined when it is not in it. Throws for a damaged one. */
export function fileInArchive(archive: Buffer, name: string): Buffer | undefined {
  // of a zip every file has a compression of its own
  return archive.readUInt32LE(0) === 0x04034b50
    ? fileInZip(archive, name)
    : fileInTar(gunzipSync(archive, { maxOutputLength: maxBytes }), name)
}

function fileInTar(tar: Buffer, name: string): Buffer | undefined {
  // a copy: parseTar reads the whole memory that a Buffer is a part of
  const entry = parseTar(new Uint8Array(tar)).find((one) => one.name.replace(/^\.\//, '') === name && one.type === 'file')
  return entry?.data === undefined ? undefined : Buffer.from(entry.data)
}

/** Reads the central directory (APPNOTE.TXT 4.3.12 and 4.3.16), which lies at the end. */
function fileInZip(zip: Buffer, name: string): Buffer | undefined {
  const end = zip.lastIndexOf(Buffer.from('PK\u0005\u0006', 'latin1'))
  if (end < 0) throw new Error('the archive is damaged')
  let at = zip.readUInt32LE(end + 16)
  for (let left = zip.readUInt16LE(end + 10); left > 0; left--) {
    const [nameLength, extra, comment] = [28, 30, 32].map((field) => zip.readUInt16LE(at + field)) as [number, number, number]
    if (zip.toString('utf8', at + 46, at + 46 + nameLength) === name) {
      const local = zip.readUInt32LE(at + 42)
      const start = local + 30 + zip.readUInt16LE(local + 26) + zip.readUInt16LE(local + 28)
      const content = zip.subarray(start, start + zip.readUInt32LE(at + 20))
      return zip.readUInt16LE(at + 10) === 0 ? content : inflateRawSync(content, { maxOutputLength: maxBytes })
    }
    at += 46 + nameLength + extra + comment
  }
  return undefined
}
