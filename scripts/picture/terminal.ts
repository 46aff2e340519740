/** Colours of the SGR codes that the text report uses, on a dark ground. */
const foreground: Record<string, string> = { 31: '#ff7b72', 32: '#7ee787', 33: '#e3b341', 34: '#79c0ff', 35: '#d2a8ff', 36: '#56d4dd' }
const plain = '#d1d7e0'
const cell = { width: 8, height: 18 }
const margin = { x: 20, top: 52, bottom: 20 }

/**
 * Text with SGR sequences (ECMA-48) as an SVG picture of a terminal. `title` stands in its head and is what screen readers say.
 * Every character gets the width of one cell, so the text must be without wide characters.
 */
export function terminalPicture(text: string, options: { title: string }): string {
  const lines = text.trimEnd().split('\n')
  const columns = Math.max(...lines.map((line) => line.replace(/\u001b\[[\d;]*m/g, '').length))
  const [width, height] = [margin.x * 2 + columns * cell.width, margin.top + lines.length * cell.height + margin.bottom]
  const rows = lines.map((line, index) => textRow(line, margin.top + (index + 0.75) * cell.height))
  const dots = ['#ff5f57', '#febc2e', '#28c840'].map((fill, i) => `<circle cx="${20 + i * 20}" cy="20" r="6" fill="${fill}"/>`)
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" role="img" aria-label="${markup(options.title)}">
<rect width="100%" height="100%" rx="8" fill="#0d1117"/>
${dots.join('')}
<text x="${width / 2}" y="25" text-anchor="middle" font-family="sans-serif" font-size="13" fill="#8b949e">${markup(options.title)}</text>
<g font-family="ui-monospace, SFMono-Regular, Menlo, Consolas, 'DejaVu Sans Mono', monospace" font-size="13.3" fill="${plain}" xml:space="preserve" style="white-space:pre">
${rows.filter((row) => row !== '').join('\n')}
</g>
</svg>
`
}

function textRow(line: string, y: number): string {
  let column = 0
  const spans = line.split(/(?=\u001b\[)/).map((piece) => {
    const [, code = '0', blank = '', words = ''] = /^(?:\u001b\[([\d;]*)m)?( *)(.*)$/.exec(piece) ?? []
    const start = column + blank.length
    column = start + words.length
    const shown = words.trimEnd()
    if (shown === '') return ''
    const place = `x="${margin.x + start * cell.width}" textLength="${shown.length * cell.width}"`
    return `<tspan ${place}${style(code)}>${markup(shown)}</tspan>`
  })
  return spans.join('') === '' ? '' : `<text y="${y.toFixed(1)}">${spans.join('')}</text>`
}

function style(code: string): string {
  const codes = code.split(';')
  const colour = codes.map((one) => foreground[one]).find((one) => one !== undefined)
  return [
    codes.includes('1') ? ' font-weight="bold"' : '',
    codes.includes('2') ? ' fill="#8b949e"' : '',
    colour === undefined ? '' : ` fill="${colour}"`,
  ].join('')
}

function markup(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;')
}
