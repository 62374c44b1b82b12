// The treatment room: what is tapped is written into this browser's own queue, shown at once, and sent. The server's answer is
// what counts. See queue.js, sending.js, figures.js, drawing.js, sheets.js.
import * as draw from './drawing.js'
import { standing } from './figures.js'
import { mark, nearest } from './leg.js'
import { Queue } from './queue.js'
import { Sender } from './sending.js'
import * as sheets from './sheets.js'
import { aheadOfUtc, number, word } from './words.js'

const body = document.body
const couch = document.getElementById('couch')
const where = body.dataset
const away = { sessions: where.sessions, note: where.note, login: `${where.login}?next=${encodeURIComponent(location.pathname)}` }
const UNDO = 10_000
const POLL = 2500
const IN_THE_ROOM = ['opened', 'confirmed', 'injecting', 'dressing', 'walking']

let queue, sender, fixed, state
let entries = []
let network = 'on'
let panel = ''
let skew = 0 // how far this tablet's clock runs ahead of the server's
let undoable = null
let sheet = null // what the open sheet is about
let notice = '' // what the person at the screen is told until they have read it
let held = false // a finger is down: nothing is drawn under it
const chosen = { segment: '', syringe: '' }
let group = 'map'

const at = () => Date.now() - skew

// ---- beginning -------------------------------------------------------------------------------------------------------

async function begin () {
  queue = await Queue.open(Number(where.session))
  const kept = await queue.kept()
  if (kept) ({ fixed, state } = kept)
  sender = new Sender(queue, { where: where.record, csrf: () => fixed.csrf, viewer: () => fixed.viewer.id, told, network: heard, doubted: () => ask(true) })
  await ask(true)
  if (!fixed) { couch.firstElementChild.textContent = word('no_network'); setTimeout(begin, POLL); return }
  aheadOfUtc(fixed.ahead)
  couch.innerHTML = draw.frame()
  await told(null)
  sender.poke()
  setInterval(() => { if (!document.hidden) ask(false) }, POLL)
  setInterval(tick, 250)
  watch()
}

// The session as the server has it. The first time, and when somebody else has signed in here, with all that does not change.
async function ask (whole) {
  try {
    const query = whole ? '' : `?since=${state?.version ?? ''}&viewer=${fixed?.viewer.id ?? ''}`
    const asked = Date.now()
    const response = await fetch(where.state + query, { signal: AbortSignal.timeout(6000) })
    if (response.redirected || response.status === 403) { heard('signed out'); return }
    if (response.status === 204) { heard('on'); return }
    if (!response.ok) throw new Error(String(response.status))
    const answer = await response.json()
    if (answer.fixed) known(answer.fixed)
    heard('on')
    await told(answer.state, asked)
  } catch { heard('off') }
}

// Whoever is signed in from now on taps under their own name; what waits keeps the name of who tapped it.
function known (newer) {
  if (fixed && fixed.viewer.id !== newer.viewer.id) notice = word('other_viewer', { who: newer.viewer.name })
  fixed = newer
}

// The server's moment lies between question and answer. A slow network widens that, and then what is known already stays.
async function told (newer, asked) {
  if (newer && (!state || newer.version >= state.version)) {
    skew = Math.min(Math.max(skew, asked - newer.now), Date.now() - newer.now)
    state = newer
    if (fixed) await (IN_THE_ROOM.includes(state.state) ? queue.keep(fixed, state) : queue.forget())
  }
  entries = await queue.all()
  paint()
  question()
}

function heard (now) {
  if (now === 'signed out' && queue) queue.forget() // whoever finds the tablet finds no name on it; the queue stays
  if (network !== 'on' && now === 'on' && sender) { network = now; sender.poke() }
  network = now
  paint()
}

// ---- recording -------------------------------------------------------------------------------------------------------

async function record (kind, entry) {
  const row = await queue.add({ kind, at: at(), seal: fixed.seal, tapper: fixed.viewer.name, ...entry })
  entries = await queue.all()
  paint()
  sender.poke()
  return row
}

async function inject (volume) {
  const now = standing(state, fixed, entries)
  const place = fixed.places.find(each => each.id === chosen.segment)
  if (!place || !now.syringes.some(each => each.key === chosen.syringe)) return
  const row = await record('injection', { syringe: chosen.syringe, segment: chosen.segment, side: now.side, volume: String(volume) })
  undoable = { key: row.key, until: at() + UNDO, said: `${number(volume)} mL, ${place.name}` }
  paint()
}

// ---- drawing ---------------------------------------------------------------------------------------------------------

const drawn = new Map()

function put (part, html) {
  const node = couch.querySelector(`[data-part="${part}"]`)
  if (!node || (drawn.get(part) === html && node.dataset.drawn === 'yes')) return
  drawn.set(part, html)
  node.dataset.drawn = 'yes'
  node.innerHTML = html
}

function paint () {
  if (!state || !fixed || held || !couch.querySelector('[data-part]')) return
  const { state: stands } = standing(state, fixed, entries)
  panel ||= stands === 'opened' ? 'before' : ['dressing', 'walking', 'left'].includes(stands) ? 'after' : 'inject'
  const view = seenNow()
  body.dataset.side = view.now.side
  put('head', draw.head(view))
  put('steps', draw.steps(view))
  put('standing', draw.inTheWay(view))
  put('panel', panel === 'inject' ? draw.inject(view) : draw[panel](view))
  if (panel === 'inject') {
    for (const part of ['places', 'volumes', 'lowest', 'list', 'acts', 'undo']) put(part, draw[part](view))
    put('given', draw.givenSoFar(view))
    const leg = couch.querySelector('.couch-leg')
    if (leg) mark(leg, chosen.segment, draw.volumesBySegment(view), volume => `${number(volume)} mL`)
    ticking(view)
  }
  put('refused', draw.refusals(view))
}

function seenNow () {
  const now = standing(state, fixed, entries)
  if (!now.syringes.some(each => each.key === chosen.syringe)) chosen.syringe = draw.newest(now.syringes).at(-1)?.key ?? ''
  return { now, fixed, entries, network, panel, chosen, group, undoable, away, notice, lasts: queue.lasts, at: at() }
}

function ticking (view) {
  put('clock', draw.clockFace(view))
  put('syringes', draw.syringes(view))
}

function tick () {
  if (!state || held) return
  const view = seenNow()
  if (panel === 'inject') ticking(view)
  if (panel === 'after') put('panel', draw.after(view))
  if (undoable && view.at > undoable.until) undoable = null
  put('undo', draw.undo(view))
  const since = document.querySelector('#sheet [data-since]')
  if (since?.dataset.since) {
    const seconds = Math.max(0, Math.floor((view.at - Number(since.dataset.since)) / 1000))
    since.textContent = `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`
  }
}

// ---- sheets ----------------------------------------------------------------------------------------------------------

// The server wants a reason: that is asked before anything else is sent.
function question () {
  if (sheet && sheet.kind !== 'asks') return
  const entry = entries.find(each => each.status === 'asks')
  if (!entry) { if (sheet) shut(); return }
  if (sheet?.entry.key === entry.key && sheet.entry.answer.sentence === entry.answer.sentence) return
  sheet = { kind: 'asks', entry, picked: { reason: null, who: null } }
  sheets.asks(entry, fixed, sheet.picked)
}

function shut () {
  sheet = null
  sheets.close()
  question()
}

async function answer (change) {
  const { status, answer: told, ...entry } = sheet.entry
  sheet = null
  sheets.close()
  await queue.put({ ...entry, ...change, status: 'waiting' })
  entries = await queue.all()
  paint()
  sender.poke()
}

async function picked () {
  const { entry, picked } = sheet
  const needsWho = entry.answer.physician && !fixed.viewer.physician && fixed.physicians.length
  if (picked.reason === null || (needsWho && picked.who === null)) { sheets.asks(entry, fixed, picked); return }
  await answer({ reason: picked.reason, ordered_by: picked.who ?? (fixed.viewer.physician ? fixed.viewer.id : null) })
}

async function drawUp ({ product, percent, form, ratio, lot, expires }) {
  const row = await record('syringe', { product, percent: String(percent), form, ratio, lot, expires })
  if (!fixed.lots.some(each => each.lot === lot && each.product === product)) fixed.lots.push({ product, percent: Number(percent), lot, expires })
  chosen.syringe = row.key
  paint()
}

// ---- taps ------------------------------------------------------------------------------------------------------------

const ACTS = {
  panel: ({ name }) => { panel = name },
  group: ({ name }) => { group = name },
  place: ({ id }) => { chosen.segment = id },
  syringe: ({ key }) => { chosen.syringe = key },
  volume: ({ value }) => inject(Number(value)),
  undo: async ({ key }) => { undoable = null; await record('void', { injection: key }) },
  takeback: async ({ key }) => { undoable = null; await record('void', { injection: key }) },
  seen: () => { sheet = { kind: 'seen' }; sheets.seen(fixed, standing(state, fixed, entries)) },
  access: () => {
    sheet = { kind: 'access', segment: chosen.segment }
    sheets.access(fixed, fixed.places.find(each => each.id === chosen.segment))
  },
  accessed: async ({ words }) => {
    const { segment } = sheet
    shut()
    await record('deed', { what: 'access', words, segment })
  },
  sighting: async ({ what }) => {
    shut()
    await record('sighting', { what, injection: standing(state, fixed, entries).injections.at(-1)?.key ?? '' })
  },
  deed: ({ what, words }) => record('deed', { what, words, segment: fixed.deeds[what].on_segment ? chosen.segment : '' }),
  dismiss: async ({ key }) => { await queue.drop(key); entries = await queue.all() },
  move: async ({ move }) => {
    await record('move', { move })
    panel = move === 'confirm' && standing(state, fixed, entries).moves ? panel : ''
  },
  walk: async () => {
    await record('deed', { what: 'walk_began', words: 'supervised' })
    await record('move', { move: 'walk' })
  },
  reason: ({ move }) => { sheet = { kind: 'reason' }; sheets.reason(fixed, move) },
  movewhy: async ({ text, move }) => {
    const reason = text ?? sheets.typed()
    if (!reason) return
    shut()
    await record('move', { move, reason })
  },
  close: shut,
  heard: () => { notice = '' },
  injector: () => { sheet = { kind: 'injector' }; sheets.injector(fixed, standing(state, fixed, entries)) },
  injects: async ({ id, name }) => { shut(); await record('injector', { who: Number(id), name }) },

  why: ({ text }) => { sheet.picked.reason = text ?? (sheets.typed() || null); return picked() },
  whose: ({ id }) => { sheet.picked.who = Number(id); return picked() },
  later: () => answer({ late: true }),
  throw: async () => { const { key } = sheet.entry; await queue.drop(key); entries = await queue.all(); shut() },

  mix: () => { sheet = { kind: 'mix', made: {} }; sheets.mix(fixed, sheet.made) },
  product: ({ name }) => { sheet.made.product = name; sheets.mix(fixed, sheet.made) },
  way: ({ percent, form, ratio }) => { Object.assign(sheet.made, { percent, form, ratio }); sheets.mix(fixed, sheet.made) },
  lot: async ({ lot, expires }) => { const made = { ...sheet.made, lot, expires }; shut(); await drawUp(made) },
  newlot: async () => {
    const form = document.querySelector('.couch-lot')
    if (!form.reportValidity()) return
    const made = { ...sheet.made, lot: form.elements.lot.value, expires: form.elements.expires.value }
    shut()
    await drawUp(made)
  },
  again: async ({ key }) => {
    const { product, percent, form, ratio, lot, expires } = standing(state, fixed, entries).syringes.find(each => each.key === key)
    await drawUp({ product, percent: String(percent).replace(',', '.'), form, ratio, lot, expires })
  },

  other: () => { sheet = { kind: 'volume', value: 1 }; stepped('othervolume', word('tap_volume'), 'mL', [-1, -0.1, 0.1, 1]) },
  othervolume: async () => { const { value } = sheet; shut(); await inject(value) },
  weight: () => { sheet = { kind: 'weight', value: state.weight ?? state.weight_told ?? 70 }; stepped('saveweight', word('weight'), 'kg', [-10, -1, -0.5, 0.5, 1, 10]) },
  saveweight: async () => { const { value } = sheet; shut(); await record('weight', { weight: String(value) }) },
  step: ({ by }) => {
    sheet.value = Math.max(0.1, Math.round((sheet.value + Number(by)) * 10) / 10)
    stepped(...sheet.drawn)
  },

  emergency: () => { sheet = { kind: 'emergency' }; sheets.emergencies(fixed) },
  alarm: ({ name }) => alarm(name),
  alarmstep: async ({ emergency, step }) => { await record('emergency', { emergency, step }); alarm(emergency) }
}

function stepped (act, heading, unit, by) {
  sheet.drawn = [act, heading, unit, by]
  sheets.stepper(act, heading, sheet.value, unit, by)
}

function alarm (name) {
  sheet = { kind: 'emergency' }
  sheets.emergency(fixed.emergencies.find(each => each.name === name), standing(state, fixed, entries), at())
}

async function tapped (event) {
  const leg = event.target.closest('.couch-leg')
  if (leg) {
    chosen.segment = nearest(leg, event, new Set(fixed.places.map(each => each.id))) || chosen.segment
    paint()
    return
  }
  const key = event.target.closest('[data-act]')
  if (!key || key.disabled) return
  const { act, ...data } = key.dataset
  await ACTS[act]?.(data)
  paint()
}

function watch () {
  document.addEventListener('click', tapped)
  document.addEventListener('submit', event => event.preventDefault())
  document.addEventListener('pointerdown', () => {
    held = true
    setTimeout(() => { held = false }, 2000) // a finger that slid off the glass is never lifted
  })
  for (const end of ['pointerup', 'pointercancel']) document.addEventListener(end, () => setTimeout(() => { held = false; paint() }, 60))
  addEventListener('online', () => sender.poke())
  addEventListener('beforeunload', event => { if (!queue.lasts && entries.length) event.preventDefault() })
  document.addEventListener('visibilitychange', () => { if (!document.hidden) { sender.poke(); ask(false) } })
}

// ---- without the network ---------------------------------------------------------------------------------------------

async function keepPage () {
  if (!('serviceWorker' in navigator)) return
  const registered = await navigator.serviceWorker.register(where.worker)
  await navigator.serviceWorker.ready
  const parts = [...document.querySelectorAll('link[rel=stylesheet], script[src], link[rel=icon]')].map(each => each.href || each.src)
  const modules = ['drawing', 'figures', 'leg', 'queue', 'sending', 'sheets', 'words'].map(name => new URL(`./${name}.js`, import.meta.url).href)
  registered.active.postMessage({ keep: [location.href, ...parts, ...modules] })
}

await begin()
await keepPage().catch(() => {}) // a browser that forbids it keeps the queue all the same
