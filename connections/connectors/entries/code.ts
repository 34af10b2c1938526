import { T } from '#kernel'
import { entry, text, type Request } from '../entry.ts'

const SAMPLES = { state: 'verified', by: 'samples', on: '2026-11-23' } as const
const repository = { owner: text('Owner', 100), repo: text('Repository', 100) }
const issue = { title: text('Title', 250), body: T.Optional(text('Text', 60_000)) }
const state = T.Optional(T.Enum(['open', 'closed', 'all'], { title: 'State' }))

/** GitHub and those that speak as it does. */
const issuesOf = (
  name: string,
  base: string,
  limit: string,
  headers?: Record<string, string>,
): Request[] => [
  {
    verb: 'issues',
    title: `List issues on ${name}`,
    description: 'Of one repository, newest first.',
    input: { ...repository, state },
    method: 'GET',
    path: `${base}/repos/{owner}/{repo}/issues`,
    query: ['state'],
    paging: { style: 'link', limit, most: 50 },
    ...(headers ? { headers } : {}),
  },
  {
    verb: 'create_issue',
    title: `Open an issue on ${name}`,
    description: 'In one repository; answers its number and address.',
    input: { ...repository, ...issue },
    output: { number: T.Integer(), html_url: T.String() },
    method: 'POST',
    path: `${base}/repos/{owner}/{repo}/issues`,
    ...(headers ? { headers } : {}),
  },
  {
    verb: 'comment',
    title: `Comment on an issue on ${name}`,
    description: 'Under an issue or a pull request.',
    input: {
      ...repository,
      number: T.Integer({ minimum: 1, title: 'Number' }),
      body: text('Text', 60_000),
    },
    output: { id: T.Integer() },
    method: 'POST',
    path: `${base}/repos/{owner}/{repo}/issues/{number}/comments`,
    ...(headers ? { headers } : {}),
  },
]

export const code = [
  entry({
    id: 'github',
    title: 'GitHub',
    zh: 'GitHub',
    about: 'Issues and comments of repositories.',
    about_zh: '仓库的议题与评论。',
    icon: 'code',
    docs: 'https://docs.github.com/en/rest/issues/issues',
    auth: [{ kind: 'bearer' }],
    origins: ['https://api.github.com'],
    rate: { requests: 80, seconds: 60, burst: 20 },
    proof: SAMPLES,
    requests: issuesOf('GitHub', '', 'per_page', {
      accept: 'application/vnd.github+json',
      'x-github-api-version': '2022-11-28',
    }),
  }),
  entry({
    id: 'gitea',
    title: 'Gitea and Forgejo',
    zh: 'Gitea 与 Forgejo',
    about: 'Issues and comments of repositories.',
    about_zh: '仓库的议题与评论。',
    icon: 'code',
    docs: 'https://docs.gitea.com/development/api-usage',
    auth: [{ kind: 'bearer', prefix: 'token ' }],
    origins: [],
    proof: SAMPLES,
    requests: issuesOf('Gitea', '/api/v1', 'limit'),
  }),
  entry({
    id: 'gitlab',
    title: 'GitLab',
    zh: 'GitLab',
    about: 'Issues of projects.',
    about_zh: '项目的议题。',
    icon: 'code',
    docs: 'https://docs.gitlab.com/api/issues/',
    auth: [{ kind: 'api_key', in: 'header', name: 'PRIVATE-TOKEN' }],
    origins: [],
    proof: SAMPLES,
    requests: [
      {
        verb: 'issues',
        title: 'List issues on GitLab',
        description: 'Of one project, by its number or path.',
        input: {
          project: text('Project', 300),
          state: T.Optional(T.Enum(['opened', 'closed', 'all'], { title: 'State' })),
        },
        method: 'GET',
        path: '/api/v4/projects/{project}/issues',
        query: ['state'],
        paging: { style: 'link', limit: 'per_page', most: 100 },
      },
      {
        verb: 'create_issue',
        title: 'Open an issue on GitLab',
        description: 'In one project; answers its number and address.',
        input: {
          project: text('Project', 300),
          title: text('Title', 250),
          description: T.Optional(text('Text', 60_000)),
        },
        output: { iid: T.Integer(), web_url: T.String() },
        method: 'POST',
        path: '/api/v4/projects/{project}/issues',
      },
    ],
  }),
]
