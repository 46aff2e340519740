import type { Language } from '../../../scanner/src/model.ts'
import type { Publication, Published } from '../model.ts'
import type { GitHub } from './client.ts'
import { commentMarker } from './comment-body.ts'
import { failed, isPassing } from './failures.ts'
import { wording } from './wording.ts'

/** The account of `GITHUB_TOKEN`. */
const actionsLogin = 'github-actions[bot]'

/** How often a comment is tried: before each further time it is looked whether the last one succeeded after all. */
const attempts = 3

interface Comment {
  id: number
  html_url: string
  body?: string | undefined
  user: { login: string } | null
}

interface Target {
  github: GitHub
  repository: { owner: string; repo: string }
  number: number
  body: string
  marker: string
}

/** Where a comment goes and whose it is. */
export interface CommentPlace extends Pick<Publication, 'inputs' | 'environment' | 'log'> {
  language: Language
  /** Of the pull request. */
  number: number
}

/**
 * Keeps one comment of this text on the pull request: writes it, brings it up to date in place, or leaves it alone when nothing changed.
 * Comments are ours when the token's own account wrote them and they begin with the marker of the category; others are never touched,
 * further ones of ours are deleted. Never throws.
 * @param body begins with `commentMarker` of the category
 */
export async function keepComment(
  body: string,
  { inputs, environment, log, language, number }: CommentPlace,
  github: GitHub,
): Promise<Published> {
  try {
    const { owner, repo } = environment
    const { url, done } = await keepOne({ github, repository: { owner, repo }, number, body, marker: commentMarker(inputs.category) })
    const { surface, kept } = wording[language]
    log.info(`${surface.comment}: ${kept[done]} ${url}`)
    return { state: 'done', url, notices: [] }
  } catch (error) {
    return failed(error, 'comment', language)
  }
}

async function keepOne(target: Target): Promise<{ url: string; done: 'created' | 'updated' | 'unchanged' }> {
  for (let attempt = 1; ; attempt++) {
    try {
      const marked = await markedComments(target)
      const login = marked.length === 0 ? undefined : await ownLogin(target.github)
      const [ours, ...further] = marked.filter(({ user }) => user?.login === login)
      if (ours === undefined) return await create(target, marked)
      await remove(target, further)
      if (ours.body?.trimEnd() === target.body.trimEnd()) return { url: ours.html_url, done: 'unchanged' }
      const { github, repository, body } = target
      const { data } = await github.rest.issues.updateComment({ ...repository, comment_id: ours.id, body })
      return { url: data.html_url, done: 'updated' }
    } catch (error) {
      const deleted = (error as { status?: number }).status === 404 && attempt === 1
      if (attempt === attempts || !(deleted || isPassing(error))) throw error
      if (!deleted) await target.github.sleep(attempt ** 2)
    }
  }
}

async function markedComments({ github, repository, number, marker }: Target): Promise<Comment[]> {
  const all = await github.paginate(github.rest.issues.listComments, { ...repository, issue_number: number, per_page: 100 })
  return all.filter(({ body }) => body?.startsWith(marker))
}

/** Octokit must not repeat this by itself: a comment that was made in spite of a failing answer would be made twice. */
async function create(target: Target, marked: Comment[]): Promise<{ url: string; done: 'created' }> {
  const { github, repository, number, body } = target
  const request = { retries: 0 }
  const { data } = await github.rest.issues.createComment({ ...repository, issue_number: number, body, request })
  // whose token this is, is certain now
  const earlier = marked.filter(({ user }) => user !== null && user.login === data.user?.login)
  await remove(target, earlier)
  return { url: data.html_url, done: 'created' }
}

/** What cannot be deleted stays: the comment that counts is the other one. */
async function remove({ github, repository }: Target, comments: Comment[]): Promise<void> {
  for (const { id } of comments) await github.rest.issues.deleteComment({ ...repository, comment_id: id }).catch(() => undefined)
}

/** Login of the token's account. Tokens of apps cannot ask the REST API for it; where GraphQL does not say either, it is taken for `GITHUB_TOKEN`. */
async function ownLogin(github: GitHub): Promise<string> {
  try {
    const { viewer } = await github.graphql<{ viewer: { login: string } }>('query { viewer { login } }')
    return viewer.login
  } catch {
    return actionsLogin
  }
}
