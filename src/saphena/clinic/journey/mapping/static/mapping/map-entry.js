// <map-entry>: the entry page of an examination. A line or a field is sent as soon as it is left; what comes back is
// what was understood, what others have noted, the map and what follows. Its fields are entry-boxes.js, the lines that were
// typed entry-log.js, what waits to be sent note-queue.js.
const EVERY = 8000 // milliseconds between two looks at what others have noted

customElements.define('map-entry', class extends HTMLElement {
  connectedCallback () {
    this.words = JSON.parse(this.querySelector('#entry-words').textContent)
    this.token = this.querySelector('[name=csrfmiddlewaretoken]').value
    this.page = Math.random().toString(36).slice(2, 12)
    this.count = 0
    this.owed = new Map() // leg: the last time that its table was asked for and has not come; only that answer counts
    this.serial = Number(this.dataset.serial)
    this.line = this.querySelector('#line')
    this.log = new EntryLog(this.querySelector('[data-log]'), this.page)
    this.boxes = new EntryBoxes(this)
    this.dialog = this.querySelector('[data-dialog]')
    this.addEventListener('submit', event => this.submit(event))
    this.addEventListener('change', event => this.change(event))
    this.addEventListener('input', event => { event.target.dataset.since ??= this.serial })
    this.addEventListener('focusout', event => { if (event.target.matches('input.box')) this.saveBox(event.target) })
    this.addEventListener('keydown', event => this.boxes.key(event))
    this.addEventListener('click', event => this.click(event))
    this.addEventListener('tributary-drawn', event => this.drawn(event.detail))
    this.addEventListener('segment-chosen', event => this.chosen(event.detail))
    this.showLeg()
    this.queue = new NoteQueue(this.dataset.examination, this.page, item => this.send(item), (...told) => this.say(...told))
    this.queue.run()
    setInterval(() => this.look(), EVERY)
  }

  get leg () {
    return (this.querySelector('.entry-line [name=leg]:checked') ?? this.querySelector('.entry-line [name=leg]')).value
  }

  showLeg () {
    for (const sheet of this.querySelectorAll('[data-leg-sheet]')) sheet.hidden = sheet.dataset.legSheet !== this.leg
    for (const picture of this.querySelectorAll('[data-leg-picture]')) picture.hidden = picture.dataset.legPicture !== this.leg
    for (const field of this.querySelectorAll('[data-rest-form] [name=leg], [data-add] [name=leg]')) field.value = this.leg
  }

  say (waiting, trouble) {
    const { saved, saving, waiting: offline, out } = this.words
    const text = !waiting ? saved : trouble === 'out' ? out : trouble ? offline : saving
    const state = this.querySelector('[data-state]')
    const said = text.replace('#', waiting)
    if (state.textContent.trim() !== said) state.firstElementChild.textContent = said
    state.classList.toggle('trouble', Boolean(waiting && trouble))
  }

  // --- what is sent -----------------------------------------------------------------------------------------------------

  note (fields, where, to = this.dataset.note) {
    const key = `${this.page}.${++this.count}`
    this.queue.push({ to, fields: { seen: this.serial, ...fields, key }, where })
    return key
  }

  submit (event) {
    const form = event.target
    event.preventDefault()
    if (form.matches('.entry-line')) this.submitLine()
    else if (form.matches('[data-rest-form]')) this.note({ leg: this.leg }, { log: this.log.add(form.innerText) }, this.dataset.rest)
    else if (form.matches('[data-add]')) {
      const { csrfmiddlewaretoken, ...fields } = Object.fromEntries(new FormData(form))
      this.note(fields, { add: true })
    }
  }

  submitLine () {
    const typed = this.line.value.trim()
    if (!typed) return
    this.wrongLine('')
    if (this.turned(typed)) return
    this.line.value = ''
    this.note({ line: typed, leg: this.leg }, { log: this.log.add(typed), typed })
  }

  // “l” or “r” alone turns to that leg.
  turned (typed) {
    const leg = { l: 'left', g: 'left', left: 'left', r: 'right', right: 'right' }[typed.toLowerCase()]
    const radio = leg && this.querySelector(`.entry-line [name=leg][value=${leg}]`)
    if (!radio) return false
    radio.checked = true
    this.line.value = ''
    this.showLeg()
    return true
  }

  change (event) {
    const box = event.target
    if (box.name === 'leg') return this.showLeg()
    const classes = box.closest('.entry-classes')
    if (classes) {
      const named = [...classes.querySelectorAll(':checked')].map(each => each.value).join(',')
      return this.note({ slot: classes.dataset.slot, typed: named }, { slot: classes.dataset.slot, typed: named })
    }
    if (box.matches('select.box')) this.saveBox(box)
  }

  // What is on its way, or was refused as it stands, is not sent again. What others noted while it was typed is asked about.
  saveBox (box) {
    if (!this.boxes.unsent(box)) return
    const { slot, since: seen = this.serial } = box.dataset
    box.dataset.sent = box.value
    box.classList.add('waiting')
    this.note({ slot, typed: box.value, seen }, { slot, typed: box.value })
  }

  async send ({ to, fields, where }) {
    let answer
    try {
      const body = new URLSearchParams(fields)
      const headers = { Accept: 'application/json', 'X-CSRFToken': this.token }
      answer = await fetch(to, { method: 'POST', body, headers, redirect: 'manual' })
    } catch { return 'offline' }
    if (answer.type === 'opaqueredirect' || answer.status === 403) return 'out'
    if (answer.status >= 500 || answer.status === 429) return 'offline'
    let told = {}
    try { told = await answer.json() } catch { told = { problems: [{ field: 'line', text: answer.statusText }] } }
    if (answer.status === 409 && told.theirs) this.overtaken(told, fields, where)
    else if (!answer.ok) this.wrong(told.problems ?? [], where)
    else this.kept(told, fields.key, where)
    return ''
  }

  // --- what comes back --------------------------------------------------------------------------------------------------

  kept (told, key, where) {
    const box = where.slot && this.boxes.find(where.slot)
    if (box) this.boxes.clear(box)
    if (box) this.boxes.arrived(box, where.typed)
    this.take(told)
    this.boxes.problems(box, told.warnings ?? [], 'doubtful')
    if (where.add) this.querySelector('[data-add]').reset()
    if (where.add) this.showLeg()
    const entry = this.log.find(where.log)
    if (!entry) return
    const undo = told.said === this.words.undone ? [] : [this.log.button(this.words.undo, () => this.undo(key, entry))]
    this.log.kept(entry, told.said, told.warnings ?? [], ...undo)
  }

  undo (key, entry) {
    entry.className = 'waiting'
    this.note({ of: key }, { log: entry.id }, this.dataset.undo)
  }

  wrong (problems, where) {
    const text = problems.map(each => each.text).join(' ')
    if (where.slot) {
      const box = this.boxes.find(where.slot)
      if (box) this.boxes.clear(box)
      return this.boxes.problems(box, problems, 'wrong')
    }
    if (where.add) {
      const place = this.querySelector('[data-add] [data-problems]')
      place.textContent = text
      place.hidden = false
      for (const field of this.querySelectorAll('[data-add] [name]')) field.toggleAttribute('aria-invalid', problems.some(each => each.field === field.name))
      return
    }
    const entry = this.log.find(where.log) ?? this.log.find(this.log.add(where.typed ?? ''))
    if (!where.typed) return this.log.wrong(entry, text)
    this.log.wrong(entry, text, this.log.button(this.words.correct, () => this.again(where.typed, text, entry)))
    if (!this.line.value) this.again(where.typed, text, entry)
  }

  again (typed, text, entry) {
    this.line.value = typed
    this.line.focus()
    this.wrongLine(text)
    entry.remove()
  }

  wrongLine (text) {
    const place = this.querySelector('#line-problem')
    place.textContent = text
    place.hidden = !text
    this.line.toggleAttribute('aria-invalid', Boolean(text))
  }

  overtaken (told, fields, where) {
    const box = where.slot && this.boxes.find(where.slot)
    const entry = this.log.find(where.log)
    if (box) this.boxes.clear(box)
    const place = entry || this.boxes.problems(box, [{ text: told.text }], 'wrong')
    if (!place) return
    if (entry) this.log.wrong(entry, told.text)
    const done = () => { if (entry) entry.remove(); else if (box) this.boxes.clear(box) }
    place.append(
      this.log.button(this.words.theirs, () => { done(); for (const row of told.theirs) this.boxes.put(row, true); this.look() }),
      this.log.button(this.words.mine, () => { done(); this.note({ ...fields, seen: told.serial }, where) })
    )
  }

  // Rows of others and our own, the map, what follows.
  take (told) {
    this.serial = Math.max(this.serial, told.serial)
    let missing = ''
    for (const row of told.rows ?? []) if (!this.boxes.put(row)) missing = row.slot.split('|')[0]
    for (const [place, [state, word]] of Object.entries(told.judged ?? {})) {
      const cell = this.querySelector(`[data-place="${place}"] .entry-judged`)
      if (cell) { cell.className = `entry-judged ${state}`; cell.textContent = word }
      else if (!place.endsWith('|')) missing = missing || place.split('|')[0]
    }
    for (const [leg, html] of Object.entries(told.maps ?? {})) this.querySelector(`[data-leg-picture="${leg}"]`).innerHTML = html
    if (told.results) this.results(told.results)
    if (missing) this.redraw(missing)
  }

  // What a reader has unfolded stays so.
  results (html) {
    const place = this.querySelector('[data-results]')
    const open = new Set([...place.querySelectorAll('details[open] > summary')].map(each => each.textContent))
    place.innerHTML = html
    for (const each of place.querySelectorAll('summary')) each.parentElement.open = open.has(each.textContent)
  }

  async look () {
    if (document.hidden || this.queue.items.length) return
    for (const leg of this.owed.keys()) this.redraw(leg)
    try {
      const answer = await fetch(`${this.dataset.changes}?since=${this.serial}`, { headers: { Accept: 'application/json' }, redirect: 'manual' })
      if (answer.ok) this.take(await answer.json())
    } catch { /* the next look is soon */ }
  }

  async redraw (leg) {
    const turn = {}
    this.owed.set(leg, turn)
    try {
      const answer = await fetch(`${this.dataset.table}?leg=${leg}`)
      const html = await answer.text()
      if (!answer.ok || turn !== this.owed.get(leg)) return
      this.owed.delete(leg)
      this.boxes.again(this.querySelector(`[data-table-of="${leg}"]`), html)
    } catch { /* the next look is soon */ }
  }

  // --- the map and the rest of a vein -----------------------------------------------------------------------------------

  chosen ({ leg, segment }) {
    const radio = this.querySelector(`.entry-line [name=leg][type=radio][value=${leg}]`)
    if (radio && !radio.checked) { radio.checked = true; this.showLeg() }
    const row = [...this.querySelectorAll('[data-place]')].find(each => each.dataset.place.startsWith(`${leg}|${segment}|`))
    for (const each of this.querySelectorAll('tr.chosen')) each.classList.remove('chosen')
    row?.classList.add('chosen')
    row?.scrollIntoView({ block: 'nearest' })
  }

  click (event) {
    const more = event.target.closest('.entry-more')
    if (more) return this.open(more.closest('[data-place]').dataset.place)
    if (event.target.closest('[data-close]')) return this.dialog.close()
    if (event.target.closest('[data-draw]')) return this.draw()
    if (event.target.closest('[data-rule-save]')) this.rule(event.target.closest('[data-rule]'))
  }

  // One stroke on the leg becomes the course of the chosen tributary.
  draw () {
    const map = this.querySelector('[data-leg-picture]:not([hidden]) leg-map')
    const on = map.toggleAttribute('drawing')
    this.querySelector('[data-draw]').setAttribute('aria-pressed', on)
    this.querySelector('[data-draw-how]').hidden = !on
  }

  drawn ({ leg, text }) {
    const chosen = this.querySelector('[data-draw-segment]')
    for (const map of this.querySelectorAll('leg-map[drawing]')) map.removeAttribute('drawing')
    this.querySelector('[data-draw]').setAttribute('aria-pressed', false)
    this.querySelector('[data-draw-how]').hidden = true
    this.note({ slot: `${leg}|${chosen.value}||course`, typed: text }, { log: this.log.add(chosen.selectedOptions[0].textContent) })
  }

  async open (place) {
    const answer = await fetch(`${this.dataset.more}?place=${encodeURIComponent(place)}`).catch(() => null)
    if (!answer?.ok) return
    this.dialog.innerHTML = await answer.text()
    this.dialog.showModal()
  }

  rule (fieldset) {
    const slot = `${fieldset.dataset.rule}|ruled`
    const note = fieldset.querySelector('[data-reason]').value
    this.note({ slot, typed: fieldset.querySelector('[data-ruled]').value, note }, { log: this.log.add(note) })
    this.dialog.close()
  }
})
