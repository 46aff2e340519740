/**
 * Text in which no comment tells Trivy to leave something out, line for line the same. Trivy (pkg/iac/ignore, 0.74) takes every word of a
 * line that begins with `trivy:` or `tfsec:` and has a section `ignore`, in whatever language the file is and whether or not it stands in a
 * comment; there is no option against it. Who wants an exception writes a waiver.
 */
export function withoutIgnores(text: string): string {
  // words are parted by spaces only
  return text.replace(/(?:trivy|tfsec):[^ \n]*/g, (word) => word.replaceAll('ignore', 'ignor_'))
}
