import { images } from '../../../src/cli/commands/images.ts'
import { parseCommand } from '../../../src/cli/options.ts'

/** What `policy-gate images` writes and how it ends, in this process and with nothing kept. */
export async function listed(
  words: string[],
  { cwd, env = {}, terminal }: { cwd: string; env?: NodeJS.ProcessEnv; terminal?: number },
): Promise<{ out: string; code: number }> {
  let out = ''
  const io = { out: (text: string) => (out += text), error: () => {}, cwd, env, terminal, progress: false }
  const code = await images.run(parseCommand(images, ['--no-cache', ...words]), io)
  return { out, code }
}
