// The leg as a form: the vein nearest to the finger is meant, within the width of a gloved finger; what was given stands on it.
const REACH = 34 // pixels
const STEPS = 14
const points = new WeakMap()

// Points along a vein in the drawing's own units, computed once.
function along (hit) {
  if (!points.has(hit)) {
    const length = hit.getTotalLength()
    points.set(hit, Array.from({ length: STEPS + 1 }, (_, step) => hit.getPointAtLength(length * step / STEPS)))
  }
  return points.get(hit)
}

export function nearest (leg, event, known) {
  let best = { segment: '', far: REACH }
  for (const hit of leg.querySelectorAll('.hit')) {
    if (!known.has(hit.dataset.segment)) continue
    const matrix = hit.getScreenCTM()
    for (const point of along(hit)) {
      const at = new DOMPoint(point.x, point.y).matrixTransform(matrix)
      const far = Math.hypot(at.x - event.clientX, at.y - event.clientY)
      if (far < best.far) best = { segment: hit.dataset.segment, far }
    }
  }
  return best.segment
}

// Marks what is chosen, and writes the mL beside every vein that was injected.
export function mark (leg, chosen, volumes, said) {
  const told = new Set()
  for (const text of leg.querySelectorAll('.couch-ml')) text.remove()
  for (const hit of leg.querySelectorAll('.hit')) {
    const { segment } = hit.dataset
    hit.classList.toggle('chosen', segment === chosen)
    hit.classList.toggle('given', volumes.has(segment))
    if (!volumes.has(segment) || told.has(segment)) continue
    told.add(segment)
    const middle = along(hit)[STEPS / 2]
    const text = document.createElementNS('http://www.w3.org/2000/svg', 'text')
    text.setAttribute('class', 'couch-ml')
    text.setAttribute('x', String(middle.x + 8))
    text.setAttribute('y', String(middle.y + 5))
    text.textContent = said(volumes.get(segment))
    hit.parentNode.append(text)
  }
}
