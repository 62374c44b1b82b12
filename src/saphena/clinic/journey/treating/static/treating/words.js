// The screen's own words, and how it writes numbers and times. Everything that is put into the page passes `safe`.
const found = Object.fromEntries([...document.querySelectorAll('#words [data-word]')].map(each => [each.dataset.word, each.textContent]))

export function word (name, values = {}) {
  return (found[name] ?? name).replace(/\{(\w+)\}/g, (_, key) => values[key] ?? '')
}

export const language = document.documentElement.lang

export const number = (value, places = 2) => new Intl.NumberFormat(language, { maximumFractionDigits: places }).format(value)

// What has been used is never told smaller than it is.
export const up = value => number(Math.max(0, Math.ceil(value * 10 - 1e-9)) / 10, 1)

let ahead = 0 // the clinic's clocks before UTC, in minutes: of their rules a tablet may know others than the note is written by
export const aheadOfUtc = minutes => { ahead = minutes }
export const clock = at => new Intl.DateTimeFormat(language, { hour: '2-digit', minute: '2-digit', hour12: false, timeZone: 'UTC' }).format(at + ahead * 60000)

export const safe = text => String(text).replace(/[&<>"']/g, letter => `&#${letter.charCodeAt(0)};`)

// A button: `act` says what it does, the rest stands beside it.
export function button (act, text, { pressed, look = '', data = {}, off = false, under = '' } = {}) {
  const more = Object.entries(data).map(([key, value]) => ` data-${key}="${safe(value)}"`).join('')
  const state = pressed === undefined ? '' : ` aria-pressed="${pressed}"`
  const below = under ? `<small>${safe(under)}</small>` : ''
  return `<button type="button" class="key ${look}" data-act="${act}"${more}${state}${off ? ' disabled' : ''}><span>${safe(text)}</span>${below}</button>`
}
