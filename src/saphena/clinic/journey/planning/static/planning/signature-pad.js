// <signature-pad for="ID" data-label data-clear>: a sheet to draw on with finger, pen or mouse. The path of the pen goes
// into the hidden field ID as strokes of points, in units of a sheet 1000 wide. Without a script a typed name does it.
customElements.define('signature-pad', class extends HTMLElement {
  connectedCallback () {
    this.field = document.getElementById(this.getAttribute('for'))
    this.strokes = this.read()
    this.hidden = false
    const label = document.createElement('p')
    label.className = 'signature-label'
    label.textContent = this.dataset.label
    this.canvas = document.createElement('canvas')
    this.canvas.setAttribute('role', 'img')
    this.canvas.setAttribute('aria-label', this.dataset.label)
    const clear = document.createElement('button')
    clear.type = 'button'
    clear.className = 'button quiet small'
    clear.textContent = this.dataset.clear
    clear.addEventListener('click', () => { this.strokes = []; this.keep() })
    this.append(label, this.canvas, clear)
    this.canvas.addEventListener('pointerdown', event => this.begin(event))
    this.canvas.addEventListener('pointermove', event => this.move(event))
    for (const end of ['pointerup', 'pointercancel']) this.canvas.addEventListener(end, () => this.end())
    new ResizeObserver(() => this.draw()).observe(this.canvas)
  }

  read () {
    try { return JSON.parse(this.field.value || '[]') } catch { return [] }
  }

  point (event) {
    const box = this.canvas.getBoundingClientRect()
    const scale = 1000 / box.width
    return [Math.round((event.clientX - box.left) * scale), Math.round((event.clientY - box.top) * scale)]
  }

  begin (event) {
    event.preventDefault()
    this.canvas.setPointerCapture(event.pointerId)
    this.stroke = [this.point(event)]
    this.strokes.push(this.stroke)
  }

  move (event) {
    if (!this.stroke) return
    this.stroke.push(this.point(event))
    this.draw()
  }

  end () {
    this.stroke = null
    this.keep()
  }

  keep () {
    this.field.value = this.strokes.length ? JSON.stringify(this.strokes) : ''
    this.draw()
  }

  draw () {
    const { clientWidth: width, clientHeight: height } = this.canvas
    const dense = window.devicePixelRatio || 1
    this.canvas.width = width * dense
    this.canvas.height = height * dense
    const pen = this.canvas.getContext('2d')
    pen.scale(width * dense / 1000, width * dense / 1000)
    pen.lineWidth = 4
    pen.lineCap = pen.lineJoin = 'round'
    pen.strokeStyle = getComputedStyle(this).color
    for (const stroke of this.strokes) {
      pen.beginPath()
      for (const [x, y] of stroke) pen.lineTo(x, y)
      pen.stroke()
    }
  }
})
