// Two players side by side: what one does the other does too, and a millimetre is as large on both, when asked for.
class ImagePair extends HTMLElement {
  connectedCallback () {
    this.querySelector('.pair-acts').hidden = false
    this.players = [...this.querySelectorAll('image-player')]
    this.addEventListener('player-changed', event => this.follow(event))
    this.asked('alike').addEventListener('change', () => this.alike())
    this.asked('alike').closest('label').hidden = this.players.length < 2 || this.players.some(each => !each.dataset.millimetres)
  }

  asked (what) { return this.querySelector(`[data-pair="${what}"]`) }

  follow ({ target, detail }) {
    if (!this.asked('together').checked) return
    for (const other of this.players.filter(each => each !== target)) {
      if (detail.step) other.step(detail.step, false)
      if (detail.zoom) other.enlarge(detail.zoom, false)
      if (detail.look) other.seeAs(detail.look, false)
    }
  }

  // The picture that shows more millimetres has the whole width; the other one is as much narrower.
  alike () {
    const widths = this.players.map(each => Number(each.picture.getAttribute('width')) * Number(each.dataset.millimetres))
    const most = Math.max(...widths)
    this.players.forEach((each, place) => {
      each.stage.style.inlineSize = this.asked('alike').checked ? `${100 * widths[place] / most}%` : ''
    })
  }
}

customElements.define('image-pair', ImagePair)
