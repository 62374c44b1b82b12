// <time-left start="..." end="..." hours="{h} h {m} min left" minutes="{m} min left" over="...">: keeps the ring and the words
// true, once a minute. Without this script they show the moment at which the page was made.
customElements.define('time-left', class extends HTMLElement {
  connectedCallback () {
    this.start = Date.parse(this.getAttribute('start'))
    this.end = Date.parse(this.getAttribute('end'))
    if (Number.isNaN(this.start) || Number.isNaN(this.end) || this.end <= this.start) return
    this.tick()
    this.timer = setInterval(() => this.tick(), 60_000)
    // A telephone stops timers in a pocket; coming back must not show an old time.
    this.wake = () => { if (!document.hidden) this.tick() }
    document.addEventListener('visibilitychange', this.wake)
  }

  disconnectedCallback () {
    clearInterval(this.timer)
    document.removeEventListener('visibilitychange', this.wake)
  }

  tick () {
    const left = Math.max(0, this.end - Date.now())
    const share = Math.min(1, left / (this.end - this.start))
    this.querySelector('.ring-left')?.setAttribute('stroke-dasharray', `${(share * 100).toFixed(1)} 100`)
    const words = this.querySelector('.now-left')
    if (words) words.textContent = this.sentence(Math.ceil(left / 60_000))
  }

  sentence (minutes) {
    if (minutes <= 0) return this.getAttribute('over')
    if (minutes < 60) return this.getAttribute('minutes').replace('{m}', String(minutes))
    return this.getAttribute('hours').replace('{h}', String(Math.floor(minutes / 60))).replace('{m}', String(minutes % 60))
  }
})
