// Sends what waits, in its order, again and again until the server has answered. The same key sent twice is one row there.
const PATIENCE = 8000
const PAUSES = [500, 1000, 2000, 3000, 5000]

export class Sender {
  constructor (queue, { where, csrf, viewer, told, network, doubted }) {
    Object.assign(this, { queue, where, csrf, viewer, told, network, doubted })
    this.failures = 0
    this.busy = false
    this.again = false
  }

  poke () {
    clearTimeout(this.timer)
    if (this.busy) { this.again = true } else { this._run() }
  }

  async _run () {
    this.busy = true
    try {
      do { this.again = false } while (await this._send() || this.again)
    } finally {
      this.busy = false
      if (this.again) this.poke()
    }
  }

  // One parcel. True when there may be more to send at once.
  async _send () {
    const rows = await this.queue.all()
    if (rows.some(row => row.status === 'asks')) return false // an answer is waited for; the order is kept
    const parcel = rows.filter(row => row.status === 'waiting').slice(0, 50)
    if (!parcel.length) return false
    const asked = Date.now()
    const answer = await this._post(parcel)
    if (!answer) {
      await this._later(parcel)
      return false
    }
    this.failures = 0
    for (const [number, each] of answer.answers.entries()) await this._answered(parcel[number], each)
    await this.told(answer.state, asked)
    if (answer.viewer !== this.viewer()) await this.doubted()
    return true
  }

  async _post (parcel) {
    const entries = parcel.map(({ session, order, status, answer, tapper, ...entry }) => entry)
    try {
      const response = await fetch(this.where, {
        method: 'POST',
        headers: { 'Content-Type': 'application/json', 'X-CSRFToken': this.csrf() },
        body: JSON.stringify({ entries }),
        signal: AbortSignal.timeout(PATIENCE)
      })
      if (response.redirected || response.status === 403) {
        await this.doubted() // signed out, or somebody else is signed in on this tablet by now
        return null
      }
      if (!response.ok) throw new Error(String(response.status))
      const answer = await response.json()
      this.network('on')
      return answer
    } catch {
      this.network('off')
      return null
    }
  }

  // It has happened already by the time it arrives: from now on it is told so, and asked about afterwards.
  async _later (parcel) {
    for (const row of parcel) if (!row.late) await this.queue.put({ ...row, late: true })
    const pause = PAUSES[Math.min(this.failures++, PAUSES.length - 1)]
    this.timer = setTimeout(() => this.poke(), pause)
    await this.told(null)
  }

  async _answered (row, answer) {
    if (answer.outcome === 'saved') return this.queue.drop(row.key)
    if (answer.outcome === 'wait') return undefined
    return this.queue.put({ ...row, status: answer.outcome, answer })
  }
}
