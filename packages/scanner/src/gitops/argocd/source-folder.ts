import { textAt } from '../../json.ts'
import type { ArgoContext } from './context.ts'
import { isFolder } from './directory.ts'
import { Gap } from './gap.ts'
import { type LocalRepository, localPath, type Repositories, withoutUser } from './repository.ts'
import type { ArgoSource } from './source.ts'

/**
 * The folder that a source names, or that its chart lies in, with the repository that it belongs to.
 * @throws Gap when it is elsewhere, or is no folder
 */
export function sourceFolder(
  source: ArgoSource,
  context: ArgoContext,
  repositories: Repositories,
): { folder: string; repository: LocalRepository } {
  const text = (key: string) => textAt(source.fields, [key]) ?? ''
  const [url, chart] = [text('repoURL'), text('chart')]
  if (chart !== '') {
    const folder = repositories.chart(url, chart)
    if (folder !== undefined) return { folder, repository: { folder, prefix: '' } }
    const message = `The chart ${chart} of ${withoutUser(url)} is not in this repository: keep a copy and declare it in repositories: of the configuration.`
    throw new Gap('remote-source', message, source.at(['chart']))
  }
  const repository = repositories.find(url)
  if (repository === undefined) {
    const here = text('path') !== '' && isFolder(localPath({ folder: '.', prefix: '' }, text('path')) ?? '..', context)
    const remedy = here
      ? 'its path is here too, so if it is this repository under another URL, declare that in repositories: of the configuration with path: .'
      : 'where a copy of it is here, declare that in repositories: of the configuration.'
    const message =
      url === '' ? 'The source names no repository.' : `The source lies in another repository (${withoutUser(url)}); ${remedy}`
    throw new Gap('remote-source', message, source.at(['repoURL']))
  }
  if (text('path') === '') throw new Gap('render-failed', 'The source has neither a path nor a chart nor a ref.', source.at([]))
  const folder = localPath(repository, text('path'))
  if (folder === undefined || folder.startsWith('..'))
    throw new Gap('outside-root', `The path ${text('path')} lies outside of what is scanned.`, source.at(['path']))
  if (!context.sources.exists(folder)) throw new Gap('render-failed', `The path ${text('path')} does not exist here.`, source.at(['path']))
  if (!isFolder(folder, context)) throw new Gap('render-failed', `The path ${text('path')} is no folder.`, source.at(['path']))
  return { folder, repository }
}
