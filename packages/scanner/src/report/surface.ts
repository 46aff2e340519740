/** What the Markdown and the HTML report can be told beside the report itself. */
export interface SurfaceOptions {
  /** Address of a file at a 1-based line, or of the file alone; undefined where there is none. Not escaped by the caller. */
  sourceLink?(file: string, line?: number): string | undefined
  /** Tells several gates of one repository apart; usually the category. */
  name?: string
  /** `warn`: it is said that the verdict does not fail the job. */
  mode?: 'enforce' | 'warn'
  /** What people should know and what does not decide. */
  notices?: { level: 'notice' | 'warning'; message: string }[]
}
