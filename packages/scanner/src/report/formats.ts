/** Names of the report formats; apart from the reporters so that a command line can be read without loading them. */
export const formatNames = ['text', 'json', 'sarif', 'junit', 'github', 'markdown', 'html', 'openvex', 'cyclonedx-vex'] as const
export type FormatName = (typeof formatNames)[number]
