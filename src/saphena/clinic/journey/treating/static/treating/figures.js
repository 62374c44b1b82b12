// The figures as the screen shows them: what the server has, and what it has not answered yet. Whether something may be given
// is asked of the server, which computes exactly; here it is drawn.

// The session as it is once everything that waits has arrived.
export function standing (state, fixed, entries) {
  const now = structuredClone(state)
  for (const entry of entries) if (entry.status !== 'refused') APPLY[entry.kind]?.(now, entry, fixed)
  return now
}

const pending = entry => ({ key: entry.key, at: entry.at, by: '', late: Boolean(entry.late), pending: true })

const APPLY = {
  syringe (now, entry, fixed) {
    const product = fixed.products.find(each => each.name === entry.product)
    const alike = now.syringes.find(each => same(each, entry))
    if (!product || now.syringes.some(each => each.key === entry.key)) return
    const parts = (entry.ratio || '1+0').split('+').map(Number)
    const mg = product.canister ?? Number(entry.percent) * 10 * parts[0] / (parts[0] + parts[1])
    const limit = (entry.form === 'foam' && fixed.foam[product.canister === null ? 'mixed' : 'canister']) || {}
    now.syringes.push({
      ...pending(entry), product: entry.product, title: product.title, percent: said(Number(entry.percent), fixed),
      kind: product.kind, form: entry.form, ratio: entry.ratio, gas: entry.gas, lot: entry.lot, expires: entry.expires,
      made: entry.at, warn: limit.warn ?? null, stop: limit.stop ?? null, unsure: limit.unsure ?? false, mg, limits: alike ? alike.limits : {}
    })
  },
  injection (now, entry, fixed) {
    if (now.injections.some(each => each.key === entry.key)) return
    const place = fixed.places.find(each => each.id === entry.segment)
    const syringe = now.syringes.find(each => each.key === entry.syringe)
    now.injections.push({
      ...pending(entry), syringe: entry.syringe, segment: entry.segment, place: place?.name ?? entry.segment,
      side: entry.side, volume: Number(entry.volume), mg: Number(entry.volume) * (syringe?.mg ?? 0), void: false,
      passed: [], open: false
    })
    if (['confirmed', 'dressing', 'walking'].includes(now.state)) now.state = 'injecting'
  },
  void (now, entry) {
    const row = now.injections.find(each => each.key === entry.injection)
    if (row) Object.assign(row, { void: true, unsaved: true })
  },
  deed (now, entry, fixed) {
    const deed = fixed.deeds[entry.what]
    if (!deed || now.deeds.some(each => each.key === entry.key)) return
    const words = deed.choices[entry.words]
    now.deeds.push({ ...pending(entry), what: entry.what, words: entry.words, segment: entry.segment, said: `${deed.label}: ${words}` })
  },
  sighting (now, entry, fixed) {
    if (now.sightings.some(each => each.key === entry.key)) return
    now.sightings.push({ ...pending(entry), what: entry.what, word: fixed.sightings[entry.what] })
  },
  emergency (now, entry) {
    if (now.emergency.some(each => each.key === entry.key)) return
    now.emergency.push({ ...pending(entry), emergency: entry.emergency, step: entry.step })
  },
  move (now, entry, fixed) {
    now.state = fixed.table[`${now.state} ${entry.move}`] ?? now.state
    now.state_word = fixed.states[now.state]
  },
  weight (now, entry) { now.weight = Number(entry.weight) },
  injector (now, entry) { now.injector = entry.name }
}

function same (syringe, entry) {
  return syringe.product === entry.product && syringe.form === entry.form && (syringe.ratio || '') === (entry.ratio || '') &&
    Number(syringe.percent.replace(',', '.')) === Number(entry.percent)
}

export const said = (value, fixed) => new Intl.NumberFormat(fixed.language, { maximumFractionDigits: 2 }).format(value)

// How much of each ceiling this syringe leaves, the lowest first; unknown ones (no weight) are told apart.
export const room = (now, syringe, kind) => counted(now, syringe, kind, 'limit')

// What is only told: of one injection always, of a day once it is passed. A label that the clinic's own value is above is one.
export const told = (now, syringe, kind) => counted(now, syringe, kind, 'notice')
  .filter(row => row.over === 'injection' || (row.limit !== null && row.used > row.limit + 1e-9))

function counted (now, syringe, kind, level) {
  const found = []
  for (const [name, perMl] of Object.entries(syringe?.limits ?? {})) {
    const ceiling = now.ceilings[name]
    if (!ceiling || ceiling.level !== level || (ceiling.veins.length && !ceiling.veins.includes(kind))) continue
    const used = ceiling.over === 'injection' ? 0 : ceiling.used + unsaved(now, name)
    const left = ceiling.limit === null ? null : Math.max((ceiling.limit - used) / perMl, 0)
    found.push({ name, ...ceiling, used, left: left === null ? null : Math.floor(left * 10 + 1e-9) / 10 })
  }
  return found.sort((a, b) => (a.left === null) - (b.left === null) || a.left - b.left)
}

function unsaved (now, ceiling) {
  const limit = row => now.syringes.find(each => each.key === row.syringe)?.limits[ceiling] ?? 0
  const added = now.injections.filter(row => row.pending && !row.void)
  const gone = now.injections.filter(row => !row.pending && row.unsaved)
  const sum = rows => rows.reduce((total, row) => total + row.volume * limit(row), 0)
  return sum(added) - sum(gone)
}

// What has been given in this session, by kind: {sclerosant: {ml, mg}, anaesthetic: {ml, mg}}.
export function given (now) {
  const totals = { sclerosant: { ml: 0, mg: 0 }, anaesthetic: { ml: 0, mg: 0 } }
  for (const row of now.injections) {
    const syringe = now.syringes.find(each => each.key === row.syringe)
    if (row.void || !syringe) continue
    totals[syringe.kind].ml += row.volume
    totals[syringe.kind].mg += row.mg
  }
  return totals
}
