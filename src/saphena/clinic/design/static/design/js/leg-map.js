// <leg-map>: choosing a vein on the picture, by touch, mouse or keyboard, and drawing a tributary by hand.
// Up and down follow the veins toward the heart and away from it; left and right go through all of them in the order of
// an examination. What is chosen is said in the line below the picture and marked in the table beside it; the event
// "segment-chosen" carries {leg, segment, view}. Without this script the picture and the table are there all the same.
//
// With the attribute `drawing`, a stroke of the pen on a view fires "tributary-drawn" with {leg, view, points, text}:
// points in centimetres as the right leg is drawn, from below upwards; `text` is what a form field sends. The field with
// the id in `course-field` is filled too.
const NEAR = 0.3 // centimetres: what lies nearer to the line than this is no corner of it

customElements.define('leg-map', class extends HTMLElement {
  connectedCallback () {
    this.views = this.querySelector('.leg-map-views')
    this.said = this.querySelector('.leg-map-said')
    if (!this.views) return
    this.addEventListener('click', event => this.touch(event))
    this.views.addEventListener('keydown', event => this.key(event))
    this.views.addEventListener('pointerdown', event => this.start(event))
    this.views.addEventListener('pointermove', event => this.go(event))
    this.views.addEventListener('pointerup', event => this.stop(event))
    this.views.addEventListener('pointercancel', () => this.drop())
    const chosen = this.getAttribute('chosen')
    if (chosen) this.mark(...chosen.split(' '))
  }

  get targets () {
    return [...this.views.querySelectorAll('.hit')]
  }

  legOf (target) {
    return target.closest('[data-leg]').dataset.leg
  }

  touch (event) {
    if (this.hasAttribute('drawing')) return
    const target = event.target.closest('.hit')
    const row = event.target.closest('[data-row-segment]')
    if (target) this.choose(this.legOf(target), target.dataset.segment, target.closest('[data-view]').dataset.view)
    else if (row && !event.target.closest('a, button')) this.choose(row.dataset.leg, row.dataset.rowSegment, '')
  }

  key (event) {
    const steps = { ArrowUp: 'up', ArrowDown: 'down', ArrowLeft: -1, ArrowRight: 1 }
    const step = steps[event.key]
    if (step === undefined || event.ctrlKey || event.metaKey || event.altKey || !this.targets.length) return
    event.preventDefault()
    const all = this.targets
    const here = all.findIndex(each => each.classList.contains('chosen'))
    if (here < 0) return this.arrive(all.find(each => each.dataset.segment === 'sfj') ?? all[0])
    const next = typeof step === 'string' ? this.along(all, all[here], step) : this.beside(all, all[here], step)
    if (next) this.arrive(next)
  }

  along (all, from, way) {
    const wanted = (from.dataset[way] ?? '').split(' ')
    const theirs = all.filter(each => this.legOf(each) === this.legOf(from))
    return wanted.map(id => theirs.find(each => each.dataset.segment === id)).find(Boolean)
  }

  beside (all, from, step) {
    const names = [...new Set(all.map(each => `${this.legOf(each)} ${each.dataset.segment}`))]
    const place = names.indexOf(`${this.legOf(from)} ${from.dataset.segment}`)
    const [leg, segment] = names[(place + step + names.length) % names.length].split(' ')
    return all.find(each => this.legOf(each) === leg && each.dataset.segment === segment)
  }

  arrive (target) {
    this.choose(this.legOf(target), target.dataset.segment, target.closest('[data-view]').dataset.view)
  }

  choose (leg, segment, view) {
    this.mark(leg, segment)
    this.dispatchEvent(new CustomEvent('segment-chosen', { bubbles: true, detail: { leg, segment, view } }))
  }

  mark (leg, segment) {
    let name = ''
    for (const each of this.targets) {
      const is = this.legOf(each) === leg && each.dataset.segment === segment
      each.classList.toggle('chosen', is)
      if (is) name = each.querySelector('title')?.textContent ?? name
    }
    let found = []
    for (const row of this.querySelectorAll('[data-row-segment]')) {
      const is = row.dataset.leg === leg && row.dataset.rowSegment === segment
      row.toggleAttribute('aria-current', is)
      if (is) {
        row.setAttribute('aria-current', 'true')
        found = [...row.cells].filter(cell => cell.dataset.said !== undefined).map(cell => cell.textContent.trim())
      }
    }
    if (this.said) this.said.textContent = [name, ...found].filter(Boolean).join(', ')
  }

  // --- drawing by hand ------------------------------------------------------------------------------------------------

  start (event) {
    const picture = event.target.closest('svg')
    if (!this.hasAttribute('drawing') || !picture) return
    event.preventDefault()
    const panel = [...picture.querySelectorAll('[data-view]')].find(each => this.holds(each, event)) ??
      picture.querySelector('[data-view]')
    const line = document.createElementNS('http://www.w3.org/2000/svg', 'polyline')
    line.setAttribute('class', 'leg-map-ink')
    picture.append(line)
    this.stroke = { panel, picture, line, points: [], shown: [] }
    picture.setPointerCapture?.(event.pointerId)
    this.go(event)
  }

  holds (panel, event) {
    const box = panel.getBoundingClientRect()
    return event.clientX >= box.left && event.clientX <= box.right
  }

  go (event) {
    if (!this.stroke) return
    const { panel, picture, line, points, shown } = this.stroke
    const at = new DOMPoint(event.clientX, event.clientY)
    const own = at.matrixTransform(panel.querySelector('.ground').getScreenCTM().inverse())
    const drawn = at.matrixTransform(picture.getScreenCTM().inverse())
    points.push([own.x, own.y])
    shown.push(`${drawn.x.toFixed(1)},${drawn.y.toFixed(1)}`)
    line.setAttribute('points', shown.join(' '))
  }

  stop (event) {
    if (!this.stroke) return
    this.go(event)
    const { panel, points } = this.stroke
    this.drop()
    const kept = corners(points, NEAR).map(point => point.map(value => Math.round(value * 10) / 10))
    if (kept.length < 2) return
    if (kept[0][1] > kept.at(-1)[1]) kept.reverse()
    const text = `${panel.dataset.view}: ${kept.map(point => point.join(' ')).join(', ')}`
    const field = document.getElementById(this.getAttribute('course-field') ?? '')
    if (field) field.value = text
    const detail = { leg: panel.dataset.leg, view: panel.dataset.view, points: kept, text }
    this.dispatchEvent(new CustomEvent('tributary-drawn', { bubbles: true, detail }))
  }

  drop () {
    this.stroke?.line.remove()
    this.stroke = null
  }
})

// The corners of a line that cannot be left out: the farthest point from the straight way, and so on in both halves.
function corners (points, near) {
  if (points.length < 3) return points
  const [ax, ay] = points[0]
  const [bx, by] = points.at(-1)
  const length = Math.hypot(bx - ax, by - ay)
  let far = 0
  let index = 0
  points.forEach(([x, y], number) => {
    const off = length ? Math.abs((bx - ax) * (ay - y) - (ax - x) * (by - ay)) / length : Math.hypot(x - ax, y - ay)
    if (off > far) [far, index] = [off, number]
  })
  if (far <= near) return [points[0], points.at(-1)]
  return [...corners(points.slice(0, index + 1), near).slice(0, -1), ...corners(points.slice(index), near)]
}
