// Draws the screen from the session as it stands. Strings in, one assignment per part, and only when a part has changed: a tap
// must not fall into a gap.
import { given, room, told } from './figures.js'
import { button, clock, number, safe, up, word } from './words.js'

const ASKED = 'asked what has changed'
export const PANELS = ['before', 'inject', 'after']

export function frame () {
  return `<header class="couch-head" data-part="head"></header>
    <nav class="couch-steps" data-part="steps"></nav>
    <div class="couch-standing" data-part="standing"></div>
    <section class="couch-panel" data-part="panel"></section>
    <div class="couch-refused" data-part="refused"></div>`
}

export function head ({ now, fixed, entries, network, away, notice, lasts }) {
  const others = entries.filter(each => each.tapper && each.tapper !== fixed.viewer.name)
  const theirs = others.length ? word('of_others', { n: others.length, who: [...new Set(others.map(each => each.tapper))].join(', ') }) : ''
  const waiting = entries.filter(each => each.status !== 'refused').length
  const sign = waiting === 0 ? word('saved') : waiting === 1 ? word('unsaved_one') : word('unsaved', { n: waiting })
  const net = network === 'off' ? word(lasts ? 'no_network' : 'no_network_here') : network === 'signed out' ? word('signed_out') : ''
  const login = network === 'signed out' ? `<a class="key" href="${safe(away.login)}">${word('sign_in')}</a>` : ''
  return `<a class="key quiet" href="${safe(away.sessions)}">${word('sessions')}</a>
    <div class="couch-who"><h1>${safe(now.patient.name)}</h1><p>${safe(word('born', { day: now.patient.born }))} · ${safe(now.state_word)}</p></div>
    <p class="couch-side">${safe(now.side_word)}</p>
    <p class="couch-saved ${waiting || net ? 'waits' : ''}" role="status"><strong>${safe(sign)}</strong>${[net, theirs].filter(Boolean).map(each => `<span>${safe(each)}</span>`).join('')}</p>${login}
    ${button('emergency', word('emergency'), { look: 'stop' })}`
}

export function steps ({ now, panel, fixed, away }) {
  const tabs = PANELS.map(name => button('panel', word(name), { pressed: name === panel, data: { name } }))
  const note = ['left', 'transferred', 'abandoned', 'signed'].includes(now.state)
    ? `<a class="key go" href="${safe(away.note)}">${word('note')}</a>` : `<a class="key quiet" href="${safe(away.note)}">${word('note')}</a>`
  return tabs.join('') + note
}

// What stands in the way, or has been passed for a reason, stays in sight as long as something can be injected.
export function inTheWay ({ now, fixed, notice, lasts, panel }) {
  const rows = []
  if (!lasts) rows.push(`<p class="couch-lacks">${safe(word('not_kept'))}</p>`)
  if (notice) rows.push(`<div class="couch-lacks" role="alert"><p>${safe(notice)}</p>${button('heard', word('read'), { look: 'tiny' })}</div>`)
  const passed = new Set(now.went_on.flatMap(each => each.reason ? each.told : []))
  for (const [need, sentences] of Object.entries(now.way)) {
    const open = sentences.filter(each => !passed.has(each))
    if (panel === 'before' && need === ASKED && !now.deeds.some(each => each.what === 'asked')) continue // its key is below
    if (open.length) rows.push(`<div class="couch-way"><p><strong>${word('in_the_way')}</strong> ${safe(open.join(' '))}</p><a class="key quiet" href="${safe(fixed.pages[need])}">${word(`page_${need.split(' ')[0]}`)}</a></div>`)
  }
  for (const each of now.went_on) {
    const why = each.reason ? word('went_on', { who: each.by, why: each.reason, time: clock(each.at) }) : word('went_on_unasked', { time: clock(each.at) })
    rows.push(`<p class="couch-lacks">${safe(each.told.join(' '))} <strong>${safe(why)}</strong></p>`)
  }
  return rows.join('')
}

// ---- before ----------------------------------------------------------------------------------------------------------

function deed (name, { now, fixed }) {
  const known = fixed.deeds[name]
  const done = now.deeds.filter(each => each.what === name).at(-1)
  const choices = Object.entries(known.choices).map(([words, said]) =>
    button('deed', said, { data: { what: name, words }, pressed: done?.words === words, look: 'choice' }))
  return `<fieldset class="couch-deed${done ? ' done' : ''}"><legend>${safe(known.label)}${done ? ` <time>${clock(done.at)}</time>` : ''}</legend>${choices.join('')}</fieldset>`
}

function lacking (list) {
  return list?.length ? `<p class="couch-lacks">${safe(word('missing', { what: list.join(', ') }))}</p>` : ''
}

export function before (view) {
  const { now } = view
  const onPaper = now.way.consent || now.deeds.some(each => each.what === 'consent')
  const weight = now.weight === null ? word('weight_missing') : `${word('weight')}: ${number(now.weight, 1)} kg`
  const confirm = now.state === 'opened'
    ? lacking(now.moves.confirm) + button('move', word('time_out'), { data: { move: 'confirm' }, look: 'go' })
    : button('panel', word('to_inject'), { data: { name: 'inject' }, look: 'go' })
  return `<div class="couch-two"><div><h2>${word('say_aloud')}</h2><p class="couch-aloud">${safe(now.patient.name)} · ${safe(word('born', { day: now.patient.born }))} · <strong>${safe(now.side_word)}</strong></p>
    ${['identifiers', 'side', 'asked', ...(onPaper ? ['consent'] : [])].map(name => deed(name, view)).join('')}</div>
    <div><h2>${word('prepare')}</h2><div class="couch-pair">${button('weight', weight, { look: now.weight === null ? 'warn' : 'quiet' })}${button('injector', now.injector ? word('injects', { who: now.injector }) : word('who_injects'), { look: now.injector ? 'quiet' : 'warn' })}</div>${['marked_standing', 'marked_reclining'].map(name => deed(name, view)).join('')}${confirm}
    ${now.injections.some(each => !each.void) ? '' : button('reason', word('abandon'), { data: { move: 'abandon' }, look: 'quiet' })}</div></div>`
}

// ---- inject ----------------------------------------------------------------------------------------------------------

export function inject (view) {
  return `<div class="couch-inject"><div class="couch-hands"><div class="couch-map" data-part="places"></div>
    <div data-part="syringes" class="couch-syringes"></div><div data-part="volumes" class="couch-volumes" role="group" aria-label="mL"></div></div>
    <div class="couch-gauges"><div data-part="clock" class="couch-clock"></div><div data-part="lowest" class="couch-lowest"></div>
    <div data-part="given" class="couch-given"></div><div class="couch-undo" data-part="undo" role="status"></div>
    <div data-part="list" class="couch-list"></div><div data-part="acts" class="couch-acts"></div></div></div>`
}

export function places ({ now, fixed, chosen, group }) {
  const tabs = Object.entries({ map: word('map'), ...(fixed.planned.length ? { planned: word('planned') } : {}), ...fixed.groups }).map(([name, said]) => button('group', said, { pressed: group === name, data: { name }, look: 'tab' }))
  if (group === 'map') return `<div class="couch-tabs">${tabs.join('')}</div><div class="couch-leg leg-map">${fixed.map}</div>`
  const volumes = volumesBySegment({ now })
  if (group === 'planned') {
    const rows = fixed.planned.map(each => {
      const place = fixed.places.find(one => one.id === each.segment)
      const done = volumes.get(each.segment)
      const under = `${each.said}${done ? ` · ${number(done)} mL ${word('given')}` : ''}`
      return button('place', place?.name ?? each.segment, { pressed: chosen.segment === each.segment, data: { id: each.segment }, under, look: `place${done ? ' used' : ''}` })
    })
    return `<div class="couch-tabs">${tabs.join('')}</div><div class="couch-places wide">${rows.join('')}</div>`
  }
  const tiles = fixed.places.filter(each => each.group === group).map(each => {
    const used = volumes.get(each.id)
    const under = [each.under, each.artery ? word('artery') : '', used ? `${number(used)} mL` : ''].filter(Boolean).join(' · ')
    return button('place', each.title, { pressed: chosen.segment === each.id, data: { id: each.id }, under, look: `place${used ? ' used' : ''}` })
  })
  return `<div class="couch-tabs">${tabs.join('')}</div><div class="couch-places">${tiles.join('')}</div>`
}

export function volumesBySegment ({ now }) {
  const found = new Map()
  for (const each of now.injections) {
    if (!each.void && kindOf(now, each) === 'sclerosant') found.set(each.segment, (found.get(each.segment) ?? 0) + each.volume)
  }
  return found
}

const kindOf = (now, injection) => now.syringes.find(each => each.key === injection.syringe)?.kind

export const nameOf = syringe => `${syringe.title} ${syringe.percent} %`

export function syringes ({ now, chosen, at }) {
  const rows = newest(now.syringes).reverse().map(each => {
    const under = [each.form === 'foam' ? `${word('foam')} ${each.ratio}` : word('liquid'), `${word('lot')} ${each.lot}`].join(' · ')
    const again = button('again', each.form === 'foam' ? word('mix_again') : word('draw_again'), { data: { key: each.key }, look: 'again' })
    return `<div class="couch-syringe ${fresh(each, at)}">${button('syringe', nameOf(each), { pressed: chosen.syringe === each.key, data: { key: each.key }, under })}${again}</div>`
  })
  return button('mix', word('mix'), { look: 'go' }) + rows.join('')
}

// Of each kind of syringe the one that was made last; older ones are spent or thrown away.
export function newest (all) {
  const kept = new Map()
  for (const each of all) {
    const name = [each.product, each.percent, each.form, each.ratio, each.lot].join(' ')
    kept.delete(name)
    kept.set(name, each)
  }
  return [...kept.values()]
}

export function fresh (syringe, at) {
  if (!syringe?.stop) return 'liquid'
  const age = Math.max(0, (at - syringe.made) / 1000)
  return age > syringe.stop ? 'stop' : age >= syringe.warn ? 'warn' : 'fresh'
}

export function volumes ({ now, fixed, chosen }) {
  const syringe = now.syringes.find(each => each.key === chosen.syringe)
  const ready = chosen.segment && syringe && fixed.may_record
  const place = fixed.places.find(each => each.id === chosen.segment)
  const hint = !place ? word('tap_place') : `${place.name}${place.artery ? ` (${word('artery')})` : ''}: ${syringe ? word('tap_volume') : word('tap_syringe')}`
  const keys = fixed.volumes.map(each => button('volume', each.said, { data: { value: each.value }, off: !ready, look: 'volume' }))
  return `<p class="couch-hint">${safe(hint)}</p>${keys.join('')}${button('other', word('other'), { off: !ready, look: 'volume' })}`
}

export function lowest ({ now, fixed, chosen }) {
  const syringe = now.syringes.find(each => each.key === chosen.syringe)
  if (!syringe) return ''
  const kind = fixed.places.find(each => each.id === chosen.segment)?.kind
  const rows = room(now, syringe, kind)
  if (!rows.length) return `<p class="couch-label">${word('lowest')}</p><p class="couch-figure small">${word('no_ceiling')}</p>`
  const first = rows[0]
  const bars = [first, ...rows.slice(1).filter(row => row.over !== 'injection')].slice(0, 3).map(row => bar(row)).join('')
  const left = first.left === null ? word('unknown') : `${number(first.left, 1)}<small> ${word('left')}</small>`
  const notices = told(now, syringe, kind).map(row => `<p class="couch-notice${row.over === 'injection' ? '' : ' passed'}">${safe(row.title)}</p>`).join('')
  return `<p class="couch-figure ${first.left !== null && first.left <= 0 ? 'stop' : ''}">${left}</p>${bars}${notices}`
}

function bar (row) {
  const share = row.limit ? Math.min(1, row.used / row.limit) : 0
  const look = share >= 1 ? 'stop' : share >= 0.8 ? 'warn' : 'fresh'
  const figures = row.over === 'injection' ? '' : word('of', { used: up(row.used), limit: row.limit === null ? '?' : number(row.limit), unit: row.unit })
  const drawn = row.over === 'injection' ? '' : `<svg class="couch-bar ${look}" viewBox="0 0 100 6" preserveAspectRatio="none" aria-hidden="true"><rect class="track" width="100" height="6"/><rect class="fill" width="${(share * 100).toFixed(1)}" height="6"/></svg>`
  return `<div class="couch-ceiling"><p><span>${safe(row.title)}${row.unsure ? ` (${word('not_confirmed')})` : ''}</span><span>${safe(figures)}</span></p>${drawn}</div>`
}

export function clockFace ({ now, chosen, at }) {
  const syringe = now.syringes.find(each => each.key === chosen.syringe)
  if (!syringe) return ''
  const state = fresh(syringe, at)
  if (state === 'liquid') return `<p class="couch-label">${safe(nameOf(syringe))}</p><p class="couch-figure small">${word('no_clock')}</p>`
  const age = Math.max(0, Math.floor((at - syringe.made) / 1000))
  const face = age < 600 ? `${Math.floor(age / 60)}:${String(age % 60).padStart(2, '0')}` : '10+'
  const share = Math.min(1, age / syringe.stop)
  return `<div class="couch-foam ${state}"><p class="couch-figure huge" role="timer">${face}</p>
    <p><span class="couch-label">${word('foam_clock')} ${safe(nameOf(syringe))} ${safe(syringe.ratio)}${syringe.unsure ? ` (${word('not_confirmed')})` : ''}</span><span class="couch-word">${word(state)}</span></p>
    <svg class="couch-bar ${state}" viewBox="0 0 100 6" preserveAspectRatio="none" aria-hidden="true"><rect class="track" width="100" height="6"/><rect class="fill" width="${(share * 100).toFixed(1)}" height="6"/></svg></div>`
}

export function givenSoFar ({ now }) {
  const totals = given(now)
  const local = totals.anaesthetic.ml ? `<p class="couch-label">${word('anaesthetic')}: ${up(totals.anaesthetic.ml)} mL, ${up(totals.anaesthetic.mg)} mg</p>` : ''
  return `<p class="couch-figure">${up(totals.sclerosant.ml)}<small> mL</small> ${up(totals.sclerosant.mg)}<small> mg ${word('given')}</small></p>${local}`
}

export function list ({ now, fixed }) {
  const rows = now.injections.slice(-12).reverse().map(each => {
    const marks = [each.void ? word('undone') : '', each.pending || each.unsaved ? word('pending') : '', each.open ? word('needs_word') : '', each.sender ? word('sent_by', { by: each.by, sender: each.sender }) : ''].filter(Boolean)
    const look = [each.void ? 'void' : '', each.pending ? 'pending' : '', each.open ? 'open' : ''].join(' ')
    const back = each.void ? '' : button('takeback', word('take_back'), { data: { key: each.key }, look: 'tiny' })
    const images = (each.images ?? []).map((address, place) => ` <a href="${safe(address)}">${word('image', { n: place + 1 })}</a>`).join('')
    return `<li class="${look}"><time>${clock(each.at)}</time> <strong>${number(each.volume)} mL</strong> ${safe(short(fixed, each))}${marks.length ? ` <em>${safe(marks.join(', '))}</em>` : ''}${images}${back}</li>`
  })
  return rows.length ? `<ol>${rows.join('')}</ol>` : ''
}

export function short (fixed, injection) {
  const place = fixed.places.find(each => each.id === injection.segment)
  return place ? `${place.title} ${place.under}` : injection.place
}

export function acts ({ now, fixed, chosen }) {
  const last = now.sightings.at(-1)
  const access = now.deeds.filter(each => each.what === 'access').at(-1)
  return button('access', fixed.deeds.access.label, { off: !chosen.segment, under: access ? clock(access.at) : '' }) +
    button('seen', word('seen'), { under: last ? `${last.word} ${clock(last.at)}` : '' }) +
    button('move', word('last_given'), { data: { move: 'dress' }, look: 'go', off: now.state !== 'injecting' })
}

// ---- after -----------------------------------------------------------------------------------------------------------

export function after (view) {
  const { now, at } = view
  const walking = now.state === 'walking'
  const last = now.injections.filter(each => !each.void).at(-1)
  const began = now.deeds.filter(each => each.what === 'walk_began').at(-1)
  const since = moment => moment ? ` (${Math.max(0, Math.floor((at - moment.at) / 60000))} min)` : ''
  const going = now.state === 'dressing'
    ? lacking(now.moves.walk) + button('walk', word('begin_walk'), { look: 'go' })
    : `<p class="couch-label">${safe(word('walk_minutes', { n: now.stay.walk }))}${since(began)}</p>${deed('walk_ended', view)}
       <p class="couch-label">${safe(word('watch_minutes', { n: now.stay.watch }))}${since(last)}</p>${deed('watched', view)}`
  const leave = walking ? lacking(now.moves.leave) + button('move', word('leave'), { data: { move: 'leave' }, look: 'go' }) : ''
  const over = ['left', 'transferred', 'abandoned', 'signed'].includes(now.state) ? `<p class="couch-label">${word('over')}</p>` : ''
  return `<div class="couch-three"><div><h2>${word('dress')}</h2>${['pads', 'bandage', 'stocking'].map(name => deed(name, view)).join('')}</div>
    <div><h2>${word('walk')}</h2>${going}</div>
    <div><h2>${word('going')}</h2>${deed('plan_handed', view)}${leave}${over}
    ${button('reason', word('transfer'), { data: { move: 'transfer' }, look: 'quiet' })}</div></div>`
}

// ---- what floats -----------------------------------------------------------------------------------------------------

export function undo ({ undoable, at }) {
  if (!undoable) return ''
  const left = Math.ceil((undoable.until - at) / 1000)
  return left > 0 ? `<span>${safe(undoable.said)}</span>${button('undo', `${word('undo')} ${left}`, { data: { key: undoable.key } })}` : ''
}

export function refusals ({ entries, fixed }) {
  const rows = entries.filter(each => each.status === 'refused').map(each =>
    `<div role="alert"><p><strong>${word('refused')}: ${safe(what(each, fixed))}.</strong> ${safe(each.answer.sentence)}</p>${button('dismiss', word('read'), { data: { key: each.key } })}</div>`)
  return rows.join('')
}

// An entry in words, so that it can be written down by hand: when, who, what.
function what (entry, fixed) {
  const place = fixed.places.find(each => each.id === entry.segment)?.name
  const volume = entry.volume ? `${number(Number(entry.volume))} mL` : ''
  const said = fixed.deeds[entry.what]?.label ?? fixed.sightings[entry.what] ?? entry.product ?? entry.move ?? entry.weight ?? ''
  return [clock(entry.at), entry.tapper, volume, place, said, entry.lot].filter(Boolean).join(', ')
}
