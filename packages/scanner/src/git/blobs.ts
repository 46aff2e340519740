import { UserError } from '../model.ts'
import { askGit, type GitPlace } from './program.ts'

/** Most bytes that are asked for at once. */
const batchBytes = 64 * 1024 * 1024

/**
 * Gives the content of blobs, in the order of the list.
 * @throws UserError (3) when one is missing: a clone without contents (`--filter=blob:none`) does not have all
 */
export async function* readBlobs(place: GitPlace, blobs: { hash: string; size: number }[]): AsyncGenerator<Buffer> {
  for (let start = 0; start < blobs.length; ) {
    let end = start
    for (let sum = 0; end < blobs.length && (end === start || sum + blobs[end]!.size <= batchBytes); end++) sum += blobs[end]!.size
    const batch = blobs.slice(start, end)
    const answer = await askGit(place, ['cat-file', '--batch'], { input: `${batch.map(({ hash }) => hash).join('\n')}\n` })
    yield* contents(answer, batch)
    start = end
  }
}

/** Answers of `git cat-file --batch`: a line `<hash> blob <size>`, the bytes, a line feed. */
function* contents(answer: Buffer, blobs: { hash: string }[]): Generator<Buffer> {
  let offset = 0
  for (const { hash } of blobs) {
    const end = answer.indexOf(10, offset)
    const header = end < 0 ? '' : answer.toString('latin1', offset, end)
    const found = /^([0-9a-f]+) blob (\d+)$/.exec(header)
    if (found?.[1] !== hash) throw missingContent(hash)
    offset = end + 1 + Number(found[2]) + 1
    yield answer.subarray(end + 1, offset - 1)
  }
}

/** A clone without contents (`--filter`) would have to fetch them, which is not done from here: the address is the repository's choice. */
export function missingContent(detail: string): UserError {
  return new UserError(
    `A content is not in this clone (${detail}): clone without \`--filter\`, or run \`git fetch --refetch --no-filter\`.`,
    { exitCode: 3 },
  )
}
