// Steps and plays the frames of a clip, enlarges the picture, makes it lighter or richer in contrast (in the browser
// only: what is stored and measured stays as it came), and puts points that are set on it into the forms. Without this
// script links step from frame to frame and the points are typed.
const LARGEST = 4
const AHEAD = 4
const KEPT = 200 // frames that stay in the browser's memory while it plays

class ImagePlayer extends HTMLElement {
  connectedCallback () {
    this.count = Number(this.dataset.frames)
    this.frame = Number(this.dataset.frame)
    this.picture = this.querySelector('.frame')
    this.stage = this.querySelector('.stage')
    this.marks = this.querySelector('.marks')
    this.forms = [...document.querySelectorAll('form[data-points]')]
    this.look = { brightness: 100, contrast: 100 }
    this.series = this.querySelector(':scope > script[type="application/json"]')
    this.series = this.series && JSON.parse(this.series.textContent)
    this.size = ['width', 'height'].map(name => Number(this.picture.getAttribute(name))) // .width would be as it is shown
    this.kept = new Map()
    this.points = []
    this.grips = []
    this.zoom = 1
    for (const button of this.querySelectorAll('[data-act]')) {
      button.hidden = button.dataset.act === 'play' && this.count < 2
      button.addEventListener('click', () => this[button.dataset.act]())
    }
    for (const link of this.querySelectorAll('[data-step]')) {
      link.addEventListener('click', event => { event.preventDefault(); this.step(Number(link.dataset.step)) })
    }
    this.stage.addEventListener('keydown', event => this.key(event))
    this.stage.addEventListener('pointerdown', event => { this.down = event })
    this.stage.addEventListener('pointerup', event => this.up(event))
    this.querySelector('.player-look').hidden = false
    for (const range of this.querySelectorAll('[data-look]')) range.addEventListener('input', () => this.seeAs({ [range.dataset.look]: Number(range.value) }))
    if (this.forms.length) this.fromForm()
    this.showSeries()
  }

  disconnectedCallback () { clearTimeout(this.timer) }

  key (event) {
    if (event.ctrlKey || event.metaKey || event.altKey) return
    const acts = {
      ArrowRight: () => this.step(1), ArrowLeft: () => this.step(-1), ' ': () => this.play(), '+': () => this.larger(),
      '-': () => this.smaller(), Home: () => this.show(0), End: () => this.show(this.count - 1), Escape: () => this.clear(),
      l: () => this.seeMore('brightness', 10), d: () => this.seeMore('brightness', -10), c: () => this.seeMore('contrast', 10),
      f: () => this.seeMore('contrast', -10), 0: () => this.asItCame()
    }
    if (event.target !== this.stage || !acts[event.key] || (this.zoom > 1 && this.count < 2 && event.key.startsWith('Arrow'))) return
    event.preventDefault()
    acts[event.key]()
  }

  // A finger that moves sideways steps; one that stays, or the mouse, sets a point.
  up (event) {
    if (!this.down || this.down.pointerId !== event.pointerId) return
    const across = event.clientX - this.down.clientX
    const far = Math.hypot(across, event.clientY - this.down.clientY)
    this.down = null
    if (event.pointerType === 'touch' && Math.abs(across) > 40 && this.zoom === 1) this.step(across < 0 ? 1 : -1)
    else if (far < 8 && event.button === 0 && this.forms.length && !event.target.closest('.end')) this.point(event)
  }

  point (event) {
    if (this.points.length >= this.most) this.points = []
    this.put(this.points.length, this.at(event))
  }

  // The pixel of the picture itself, however large it is shown.
  at (event) {
    const box = this.picture.getBoundingClientRect()
    return [(event.clientX - box.left) / box.width * this.size[0] - 0.5, (event.clientY - box.top) / box.height * this.size[1] - 0.5]
  }

  put (place, at) {
    this.points[place] = at.map((value, axis) => Math.min(this.size[axis] - 1, Math.max(0, value)).toFixed(1))
    this.pause()
    this.toForm()
    this.draw()
  }

  // Foam may have a junction marked as a third point.
  get most () { return this.forms.some(form => form.elements.x3 && form.elements.what?.value === 'foam') ? 3 : 2 }

  clear () { this.points = []; this.toForm(); this.draw() }

  toForm () {
    for (const form of this.forms) {
      for (const place of [0, 1, 2]) {
        if (!form.elements[`x${place + 1}`]) continue
        const [x, y] = this.points[place] ?? ['', '']
        form.elements[`x${place + 1}`].value = x
        form.elements[`y${place + 1}`].value = y
      }
    }
  }

  fromForm () {
    const read = form => {
      const given = [1, 2, 3].map(place => ['x', 'y'].map(axis => form.elements[axis + place]?.value ?? ''))
      this.points = given.filter(([x, y]) => x !== '' && y !== '')
      this.draw()
    }
    for (const form of this.forms) form.addEventListener('input', () => read(form))
    read(this.forms.find(form => form.elements.x1.value !== '') ?? this.forms[0])
  }

  // --- brightness and contrast: of what is shown, never of what is kept ---------------------------------------------------

  seeMore (what, by) { this.seeAs({ [what]: this.look[what] + by }) }

  asItCame () { this.seeAs({ brightness: 100, contrast: 100 }) }

  seeAs (look, told = true) {
    Object.assign(this.look, look)
    for (const range of this.querySelectorAll('[data-look]')) {
      range.value = this.look[range.dataset.look]
      this.look[range.dataset.look] = Number(range.value)
    }
    this.picture.style.filter = `brightness(${this.look.brightness}%) contrast(${this.look.contrast}%)`
    if (told) this.tell({ look: { ...this.look } })
  }

  tell (detail) { this.dispatchEvent(new CustomEvent('player-changed', { bubbles: true, detail })) }

  // --- what a clip says of the frame that is shown: where the front of the foam is, how wide the vein ----------------------

  showSeries () {
    const said = this.querySelector('[data-series]')
    if (!this.series || !said) return
    const of = this.series.front_mm ?? this.series.diameter_mm
    const front = of[this.frame - this.series.first]
    this.marks.querySelector('.mark-foam')?.remove()
    said.textContent = said.dataset.none
    if (front === null || front === undefined) return
    const shown = new Intl.NumberFormat(document.documentElement.lang, { minimumFractionDigits: 1, maximumFractionDigits: 1 })
    said.textContent = said.dataset.said.replace('#', shown.format(front)).replace('@', Math.round(100 * (this.series.filled?.[this.frame - this.series.first] ?? 0)))
    if (!this.series.vein) return
    const [[x1, y1], [x2, y2]] = this.series.vein
    const part = front / this.series.length_mm
    const [x, y, long] = [x1 + part * (x2 - x1), y1 + part * (y2 - y1), Math.hypot(x2 - x1, y2 - y1)]
    const [across, down] = [-(y2 - y1) / long * 24, (x2 - x1) / long * 24]
    const mark = document.createElementNS('http://www.w3.org/2000/svg', 'path')
    mark.setAttribute('class', 'mark-foam')
    mark.setAttribute('d', `M${x - across} ${y - down}L${x + across} ${y + down}`)
    this.marks.append(mark)
  }

  // --- a point that is set can be taken hold of: by mouse, finger or the arrow keys ---------------------------------------

  grip (place) {
    const made = document.createElement('button')
    made.type = 'button'
    made.className = 'grip'
    made.setAttribute('aria-label', this.dataset.grip.replace('#', place + 1))
    made.addEventListener('pointerdown', event => {
      event.stopPropagation()
      made.setPointerCapture(event.pointerId)
      const at = this.at(event)
      this.held = [place, ...this.points[place].map((value, axis) => value - at[axis])] // it does not jump under the finger
    })
    made.addEventListener('pointermove', event => {
      if (this.held?.[0] === place) this.put(place, this.at(event).map((value, axis) => value + this.held[axis + 1]))
    })
    made.addEventListener('pointerup', event => { event.stopPropagation(); this.held = null })
    made.addEventListener('pointercancel', () => { this.held = null })
    made.addEventListener('keydown', event => {
      const far = event.shiftKey ? 10 : 1
      const by = { ArrowLeft: [-far, 0], ArrowRight: [far, 0], ArrowUp: [0, -far], ArrowDown: [0, far] }[event.key]
      if (!by) return
      event.preventDefault()
      event.stopPropagation()
      this.put(place, this.points[place].map((value, axis) => Number(value) + by[axis]))
    })
    this.querySelector('.picture-pane').append(made)
    return made
  }

  showGrips () {
    while (this.grips.length > this.points.length) this.grips.pop().remove()
    while (this.grips.length < this.points.length) this.grips.push(this.grip(this.grips.length))
    for (const [place, at] of this.points.entries()) {
      const [left, top] = at.map((value, axis) => `${100 * (Number(value) + 0.5) / this.size[axis]}%`)
      Object.assign(this.grips[place].style, { insetInlineStart: left, insetBlockStart: top })
    }
  }

  draw () {
    this.showGrips()
    this.marks.querySelector('.mark-new')?.remove()
    if (!this.points.length) return
    const cross = ([x, y]) => `M${x - 6} ${y}h12M${x} ${y - 6}v12`
    const mark = document.createElementNS('http://www.w3.org/2000/svg', 'path')
    mark.setAttribute('class', 'mark-new')
    const line = this.points.length > 1 ? `M${this.points[0].join(' ')}L${this.points[1].join(' ')}` : ''
    mark.setAttribute('d', this.points.map(point => cross(point.map(Number))).join('') + line)
    this.marks.append(mark)
  }

  address (frame) { return this.dataset.address.replace(/\/0\/$/, `/${frame}/`) }

  async loaded (frame) {
    let image = this.kept.get(frame)
    if (!image) {
      image = new Image()
      image.src = this.address(frame)
      this.kept.set(frame, image)
      if (this.kept.size > KEPT) this.kept.delete(this.kept.keys().next().value)
    }
    try { await image.decode() } catch (wrong) { this.kept.delete(frame); throw wrong } // it is asked for again
    return image
  }

  // What comes next is fetched while this frame is seen; else a clip runs slowly the first time.
  ahead () {
    for (let by = 1; by <= Math.min(AHEAD, this.count - 1); by++) this.loaded((this.frame + by) % this.count).catch(() => {})
  }

  async show (frame) {
    this.frame = (frame + this.count) % this.count
    const wanted = this.frame
    try {
      const image = await this.loaded(wanted)
      if (wanted !== this.frame) return
      this.picture.src = image.src
    } catch { this.pause(); return }
    this.picture.alt = this.picture.alt.replace(/\d+$/, wanted + 1)
    const place = this.querySelector('output')
    if (place) place.value = wanted + 1
    for (const kept of this.marks.querySelectorAll('[data-frame]')) kept.toggleAttribute('hidden', wanted !== Number(kept.dataset.frame))
    for (const ends of this.querySelectorAll('reflux-ends')) ends.hidden = wanted !== Number(this.dataset.frame)
    for (const form of this.forms) form.elements.frame.value = wanted
    this.showSeries()
  }

  step (by, told = true) {
    this.pause()
    if (this.count > 1) this.show(this.frame + by)
    if (told) this.tell({ step: by })
  }

  play () {
    if (this.playing) return this.pause()
    if (this.count < 2) return
    this.playing = true
    this.say()
    const pace = Number(this.dataset.milliseconds) || 66
    const next = async () => {
      const began = performance.now()
      this.ahead()
      await this.show(this.frame + 1)
      if (this.playing) this.timer = setTimeout(next, Math.max(0, pace - (performance.now() - began)))
    }
    next()
  }

  pause () { this.playing = false; clearTimeout(this.timer); this.say() }

  say () {
    this.querySelector('[data-act="play"]').textContent = this.playing ? this.dataset.pause : this.dataset.play
  }

  larger () { this.enlarge(this.zoom + 1) }

  smaller () { this.enlarge(this.zoom - 1) }

  // What was in the middle stays there.
  enlarge (to, told = true) {
    const stage = this.stage
    const [across, down] = [(stage.scrollLeft + stage.clientWidth / 2) / stage.scrollWidth, (stage.scrollTop + stage.clientHeight / 2) / stage.scrollHeight]
    this.classList.remove(`zoom-${this.zoom}`)
    this.zoom = Math.min(LARGEST, Math.max(1, to))
    this.classList.add(`zoom-${this.zoom}`)
    stage.scrollLeft = across * stage.scrollWidth - stage.clientWidth / 2
    stage.scrollTop = down * stage.scrollHeight - stage.clientHeight / 2
    if (told) this.tell({ zoom: this.zoom })
  }
}

customElements.define('image-player', ImagePlayer)
