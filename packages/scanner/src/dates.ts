const day = 24 * 60 * 60 * 1000

/** The day of a moment in UTC: `2026-01-31`. */
export function dayOf(moment: Date): string {
  return moment.toISOString().slice(0, 10)
}

/** True for a day of the calendar, `YYYY-MM-DD`. */
export function isDay(text: string): boolean {
  const parsed = new Date(`${text}T00:00:00Z`)
  return /^\d{4}-\d{2}-\d{2}$/.test(text) && !Number.isNaN(parsed.getTime()) && dayOf(parsed) === text
}

/** The day so many days after another. */
export function daysAfter(from: string, days: number): string {
  return dayOf(new Date(Date.parse(`${from}T00:00:00Z`) + days * day))
}
