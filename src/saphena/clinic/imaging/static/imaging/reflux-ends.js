// The two ends of a reflux as lines on the strip, dragged by mouse, finger or the arrow keys. The server measures between
// them while they move (reflux-ends asks it), and keeps the value when the form is sent. Without this script the columns
// are typed.
const PATIENCE = 250 // milliseconds after the last move before the server is asked

class RefluxEnds extends HTMLElement {
  connectedCallback () {
    this.form = document.querySelector('.ends-form')
    this.said = this.form?.querySelector('[data-ends-said]')
    this.ends = [...this.querySelectorAll('.end')]
    if (!this.form) return
    const box = Object.fromEntries(['columns', 'rows', 'left', 'top', 'right', 'bottom', 'seconds'].map(name => [name, Number(this.dataset[name])]))
    this.box = box
    for (const end of this.ends) {
      end.style.insetBlockStart = `${100 * box.top / box.rows}%`
      end.style.blockSize = `${100 * (box.bottom - box.top) / box.rows}%`
      end.addEventListener('keydown', event => this.key(event, end))
      end.addEventListener('pointerdown', event => { event.stopPropagation(); end.setPointerCapture(event.pointerId); this.held = end })
      end.addEventListener('pointermove', event => { if (this.held === end) this.put(end, this.column(event)) })
      end.addEventListener('pointerup', event => { event.stopPropagation(); this.held = null })
      end.addEventListener('pointercancel', () => { this.held = null })
      const field = this.form.elements[end.dataset.end]
      field.addEventListener('change', () => this.put(end, Number(field.value)))
      this.place(end, Number(field.value))
    }
    this.hidden = false
  }

  disconnectedCallback () { clearTimeout(this.timer) }

  column (event) {
    const sheet = this.parentElement.getBoundingClientRect()
    return (event.clientX - sheet.left) / sheet.width * this.box.columns - 0.5
  }

  key (event, end) {
    const far = event.shiftKey ? 10 : 1
    const to = { ArrowLeft: -far, ArrowDown: -far, ArrowRight: far, ArrowUp: far, PageUp: 20, PageDown: -20 }[event.key]
    const now = Number(this.form.elements[end.dataset.end].value)
    const edge = { Home: this.box.left, End: this.box.right }[event.key]
    if (to === undefined && edge === undefined) return
    event.preventDefault()
    event.stopPropagation()
    this.put(end, edge ?? now + to)
  }

  put (end, column) {
    this.form.elements[end.dataset.end].value = this.place(end, column)
    clearTimeout(this.timer)
    this.timer = setTimeout(() => this.ask(), PATIENCE)
  }

  place (end, column) {
    const { left, right, columns, seconds } = this.box
    const at = Math.min(right, Math.max(left, Math.round(column * 10) / 10))
    end.style.insetInlineStart = `${100 * (at + 0.5) / columns}%`
    end.setAttribute('aria-valuenow', at)
    const time = new Intl.NumberFormat(document.documentElement.lang, { minimumFractionDigits: 2, maximumFractionDigits: 2 })
    end.setAttribute('aria-valuetext', `${time.format((at - left) * seconds)} s`)
    return at
  }

  async ask () {
    const { x1, x2, frame } = this.form.elements
    const asked = new URLSearchParams({ x1: x1.value, x2: x2.value, frame: frame.value })
    const turn = this.turn = (this.turn ?? 0) + 1
    try {
      const answer = await fetch(`${this.dataset.ask}?${asked}`, { headers: { Accept: 'application/json' } })
      const told = await answer.json()
      if (turn === this.turn) this.said.textContent = told.said
    } catch { this.said.textContent = '' }
  }
}

customElements.define('reflux-ends', RefluxEnds)
