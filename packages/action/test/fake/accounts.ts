import type { Account } from './state.ts'

/** An account in GitHub's form. */
export function userOf({ id, login, type }: Account, apiUrl: string): object {
  const path = login.replace(/^(.*)\[bot\]$/, 'apps/$1')
  const url = `${apiUrl}/users/${encodeURIComponent(login)}`
  return {
    login,
    id,
    node_id: `U_${id}`,
    avatar_url: `${new URL(apiUrl).origin}/avatars/${id}`,
    gravatar_id: '',
    url,
    html_url: `${new URL(apiUrl).origin}/${path}`,
    followers_url: `${url}/followers`,
    following_url: `${url}/following{/other_user}`,
    gists_url: `${url}/gists{/gist_id}`,
    starred_url: `${url}/starred{/owner}{/repo}`,
    subscriptions_url: `${url}/subscriptions`,
    organizations_url: `${url}/orgs`,
    repos_url: `${url}/repos`,
    events_url: `${url}/events{/privacy}`,
    received_events_url: `${url}/received_events`,
    type,
    site_admin: false,
  }
}

/** The GitHub App that a bot's account belongs to, in GitHub's form; null for people. */
export function appOf(account: Account, apiUrl: string): object | null {
  if (account.type !== 'Bot') return null
  const slug = account.login.replace(/\[bot\]$/, '')
  return {
    id: account.id,
    slug,
    node_id: `A_${account.id}`,
    owner: userOf({ id: 1, login: 'cloudmart', type: 'User' }, apiUrl),
    name: slug,
    description: null,
    external_url: new URL(apiUrl).origin,
    html_url: `${new URL(apiUrl).origin}/apps/${slug}`,
    created_at: '2026-01-01T00:00:00Z',
    updated_at: '2026-01-01T00:00:00Z',
    permissions: {},
    events: [],
  }
}
