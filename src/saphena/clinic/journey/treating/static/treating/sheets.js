// What is asked over the screen: a reason, a syringe, a weight, another volume, an emergency. No keyboard but for a new lot.
import { button, clock, number, safe, word } from './words.js'

const host = document.getElementById('sheet')

export function show (html, look = '') {
  host.innerHTML = `<dialog class="couch-sheet ${look}">${html}</dialog>`
  const dialog = host.firstElementChild
  dialog.showModal()
  dialog.addEventListener('cancel', event => event.preventDefault()) // a stray key answers nothing
  return dialog
}

export const close = () => { host.innerHTML = '' }

export const isOpen = () => Boolean(host.firstElementChild)

// An answer of the server that wants a reason, and where it is clinical a physician.
export function asks (entry, fixed, picked) {
  const { sentence, physician } = entry.answer
  const who = fixed.viewer.physician ? [] : fixed.physicians
  const reasons = reasonsFor(fixed, entry.kind, entry.move).map(text => button('why', text, { data: { text }, pressed: picked.reason === text, look: 'choice' }))
  const people = physician && who.length
    ? `<h3>${word('on_word')}</h3><div class="couch-keys">${who.map(each => button('whose', each.name, { data: { id: each.id }, pressed: picked.who === each.id, look: 'choice' })).join('')}</div>` : ''
  const drop = entry.kind === 'injection' ? word('not_so') : word('back')
  const later = entry.kind === 'injection' ? button('later', word('given_later'), { look: 'quiet' }) : ''
  show(`<h2>${word('asks')}</h2><p class="couch-sentence">${safe(sentence)}</p>${people}<h3>${word('why')}</h3><div class="couch-keys">${reasons.join('')}</div>${inWords('why')}
    <div class="couch-acts">${button('throw', drop, { look: 'quiet' })}${later}</div>`, 'asks')
}

// Which reasons go with what is done.
export function reasonsFor (fixed, kind, move) {
  if (kind === 'void') return fixed.reasons.back
  if (kind !== 'move') return fixed.reasons.dose
  if (['abandon', 'transfer'].includes(move)) return fixed.reasons.stop
  return ['walk', 'leave'].includes(move) ? fixed.reasons.end : fixed.reasons.way
}

// For what no key says.
const inWords = act => `<form class="couch-lot" data-words="${act}"><label>${word('in_words')}<input name="text" maxlength="300" autocomplete="off"></label>${button(act, word('record'), { look: 'go', data: { typed: 'yes' } })}</form>`

export const typed = () => document.querySelector('#sheet [data-words] input')?.value.trim() ?? ''

export function seen (fixed, now) {
  const keys = Object.entries(fixed.sightings).map(([what, said]) => {
    const times = now.sightings.filter(each => each.what === what).map(each => clock(each.at))
    return button('sighting', said, { data: { what }, under: times.join(', '), look: times.length ? 'choice used' : 'choice' })
  })
  show(sheet(word('seen'), keys))
}

export function access (fixed, place) {
  const keys = Object.entries(fixed.deeds.access.choices).map(([words, said]) =>
    button('accessed', said, { data: { words }, look: 'choice' }))
  show(sheet(`${safe(fixed.deeds.access.label)}: ${safe(place.name)}`, keys))
}

export function injector (fixed, now) {
  const keys = fixed.injectors.map(each => button('injects', each.name, { data: { id: each.id, name: each.name }, pressed: each.name === now.injector, look: 'choice' }))
  show(sheet(word('who_injects'), keys))
}

export function reason (fixed, move) {
  const reasons = reasonsFor(fixed, 'move', move).map(text => button('movewhy', text, { data: { text, move }, look: 'choice' }))
  show(`<h2>${word('why')}</h2><div class="couch-keys">${reasons.join('')}</div>${inWords('movewhy').replace('data-typed', `data-move="${move}" data-typed`)}<div class="couch-acts">${button('close', word('back'), { look: 'quiet' })}</div>`)
}

// ---- drawing up ------------------------------------------------------------------------------------------------------

export function mix (fixed, made) {
  const product = fixed.products.find(each => each.name === made.product)
  if (!product) return show(sheet(word('choose_product'), fixed.products.map(each => button('product', each.title, { data: { name: each.name }, look: 'choice' }))))
  if (!made.percent) return show(sheet(word('choose_way'), ways(product), product.note))
  return show(sheet(word('choose_lot'), lots(fixed, product, made), '', newLot()))
}

function sheet (heading, keys, note = '', more = '') {
  return `<h2>${heading}</h2>${note ? `<p class="couch-label">${safe(note)}</p>` : ''}<div class="couch-keys">${keys.join('')}</div>${more}
    <div class="couch-acts">${button('close', word('back'), { look: 'quiet' })}</div>`
}

function ways (product) {
  const keys = []
  for (const [form, strengths] of Object.entries(product.ways)) {
    const ratios = form === 'foam' && product.canister === null ? product.ratios : ['']
    for (const strength of strengths) {
      for (const ratio of ratios) {
        keys.push(button('way', `${strength.said} %`, { data: { percent: strength.value, form, ratio }, under: `${word(form)} ${ratio}`, look: `choice ${form}` }))
      }
    }
  }
  return keys
}

function lots (fixed, product, made) {
  const fit = fixed.lots.filter(each => each.product === product.name && each.percent === Number(made.percent))
  return fit.map(each => button('lot', each.lot, { data: { lot: each.lot, expires: each.expires }, under: `${word('good_until')} ${each.expires}`, look: 'choice' }))
}

const newLot = () => `<form class="couch-lot"><h3>${word('new_lot')}</h3><label>${word('lot')}<input name="lot" required maxlength="40" autocomplete="off"></label>
  <label>${word('good_until')}<input name="expires" type="date" required></label>${button('newlot', word('record'), { look: 'go' })}</form>`

// ---- a number without a keyboard -------------------------------------------------------------------------------------

export function stepper (act, heading, value, unit, by) {
  const keys = by.map(each => button('step', `${each > 0 ? '+' : '−'} ${number(Math.abs(each), 1)}`, { data: { by: each }, look: 'choice' }))
  show(`<h2>${safe(heading)}</h2><p class="couch-figure huge"><output>${number(value, 1)}</output><small> ${unit}</small></p>
    <div class="couch-keys">${keys.join('')}</div><div class="couch-acts">${button('close', word('back'), { look: 'quiet' })}${button(act, word('record'), { look: 'go' })}</div>`)
}

// ---- emergencies -----------------------------------------------------------------------------------------------------

export function emergencies (fixed) {
  show(`<h2>${word('emergency')}</h2><div class="couch-alarms">${fixed.emergencies.map(each => button('alarm', each.title, { data: { name: each.name }, under: each.signs, look: 'stop' })).join('')}</div>
    <div class="couch-acts">${button('close', word('close'), { look: 'quiet' })}</div>`, 'alarm')
}

export function emergency (known, now, at) {
  const done = name => now.emergency.filter(each => each.emergency === known.name && each.step === name)
  const first = now.emergency.filter(each => each.emergency === known.name).map(each => each.at)
  const since = first.length ? Math.floor((at - Math.min(...first)) / 1000) : 0
  const steps = known.steps.map(each => {
    const times = done(each.name)
    const marks = [each.dose, each.confirm ? word('confirm') : '', times.length ? word('done_at', { time: times.map(row => clock(row.at)).join(', ') }) : '']
    return `<li class="${times.length ? 'done' : ''}">${button('alarmstep', each.text, { data: { emergency: known.name, step: each.name }, under: marks.filter(Boolean).join(' · '), look: 'stop step' })}</li>`
  })
  const html = `<header><h2>${safe(known.title)}</h2><p class="couch-figure" data-since="${first.length ? Math.min(...first) : ''}">${Math.floor(since / 60)}:${String(since % 60).padStart(2, '0')}</p>${button('close', word('close'), { look: 'quiet' })}</header><ol>${steps.join('')}</ol>`
  show(html, 'alarm')
}
