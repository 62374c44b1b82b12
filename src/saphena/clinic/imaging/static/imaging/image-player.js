// Steps and plays the frames of a clip, enlarges the picture, and puts points that are set on it into the form. Without
// this script links step from frame to frame and the points are typed.
const LARGEST = 4
const KEPT = 200 // frames that stay in the browser's memory while it plays

class ImagePlayer extends HTMLElement {
  connectedCallback () {
    this.count = Number(this.dataset.frames)
    this.frame = Number(this.dataset.frame)
    this.picture = this.querySelector('.frame')
    this.stage = this.querySelector('.stage')
    this.marks = this.querySelector('.marks')
    this.form = document.querySelector('.measure-form')
    this.kept = new Map()
    this.points = []
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
    if (this.form) this.fromForm()
  }

  disconnectedCallback () { clearTimeout(this.timer) }

  key (event) {
    if (event.ctrlKey || event.metaKey || event.altKey) return
    const acts = {
      ArrowRight: () => this.step(1), ArrowLeft: () => this.step(-1), ' ': () => this.play(), '+': () => this.larger(),
      '-': () => this.smaller(), Home: () => this.show(0), End: () => this.show(this.count - 1), Escape: () => this.clear()
    }
    if (!acts[event.key] || (this.zoom > 1 && this.count < 2 && event.key.startsWith('Arrow'))) return
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
    else if (far < 8 && event.button === 0 && this.form) this.point(event)
  }

  point (event) {
    const box = this.picture.getBoundingClientRect()
    const x = (event.clientX - box.left) / box.width * this.picture.width - 0.5
    const y = (event.clientY - box.top) / box.height * this.picture.height - 0.5
    if (this.points.length > 1) this.points = []
    this.points.push([Math.max(0, x).toFixed(1), Math.max(0, y).toFixed(1)])
    this.pause()
    this.toForm()
    this.draw()
  }

  clear () { this.points = []; this.toForm(); this.draw() }

  toForm () {
    if (!this.form) return
    for (const place of [0, 1]) {
      const [x, y] = this.points[place] ?? ['', '']
      this.form.elements[`x${place + 1}`].value = x
      this.form.elements[`y${place + 1}`].value = y
    }
  }

  fromForm () {
    const read = () => {
      const given = [1, 2].map(place => ['x', 'y'].map(axis => this.form.elements[axis + place].value))
      this.points = given.filter(([x, y]) => x !== '' && y !== '')
      this.draw()
    }
    this.form.addEventListener('input', read)
    read()
  }

  draw () {
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
    await image.decode()
    return image
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
    for (const kept of this.marks.querySelectorAll('.mark-kept')) kept.toggleAttribute('hidden', wanted !== Number(this.dataset.frame))
    if (this.form) this.form.elements.frame.value = wanted
  }

  step (by) { this.pause(); if (this.count > 1) this.show(this.frame + by) }

  play () {
    if (this.playing) return this.pause()
    if (this.count < 2) return
    this.playing = true
    this.say()
    const pace = Number(this.dataset.milliseconds) || 66
    const next = async () => {
      const began = performance.now()
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

  enlarge (to) {
    this.classList.remove(`zoom-${this.zoom}`)
    this.zoom = Math.min(LARGEST, Math.max(1, to))
    this.classList.add(`zoom-${this.zoom}`)
  }
}

customElements.define('image-player', ImagePlayer)
