// axe on the page as it stands. Nine tenths of its time go into the contrast of every single text; but a hundred rows
// of a list are one kind of text, and the rail is the same on every page. So contrast is measured of each kind once: of
// a kind are texts with the same colour, size and weight, inside elements of the same name, class and background all the
// way up, with nothing painted across them. Only what was measured and found enough is known (its `kind`, from here or
// from an earlier page): what is too faint, or cannot be told, is measured again each time.
async known => {
  const contrast = axe._audit.checks['color-contrast']
  window.contrastOfEach ??= contrast.evaluate
  const found = new Set(known), fresh = [], kinds = new Map(), said = new Map()
  const painted = style => style.backgroundImage !== 'none' || !/, 0\)$|^transparent$/.test(style.backgroundColor)
  const across = [...document.querySelectorAll('body *')].filter(each => {
    const style = getComputedStyle(each)
    return style.position !== 'static' && painted(style)
  }).map(each => [each, each.getBoundingClientRect()])

  function looks (element) { // of the element and all that it is in, as a number
    if (!element) return 0
    if (kinds.has(element)) return kinds.get(element)
    const style = getComputedStyle(element)
    const own = [element.localName, element.getAttribute('class'), style.backgroundColor, style.backgroundImage,
      style.backgroundClip, style.opacity, style.filter, style.mixBlendMode, looks(element.parentElement)].join('|')
    if (!said.has(own)) said.set(own, number(own))
    kinds.set(element, said.get(own))
    return kinds.get(element)
  }

  function kind (element) {
    const style = getComputedStyle(element)
    return number([style.color, style.fontSize, style.fontWeight, style.textShadow, style.webkitTextStroke,
      style.webkitTextFillColor, looks(element)].join('|'))
  }

  function alone (element) { // nothing that it is not inside of lies across it
    const here = element.getBoundingClientRect()
    return !across.some(([other, there]) => !other.contains(element) && here.left < there.right &&
      there.left < here.right && here.top < there.bottom && there.top < here.bottom)
  }

  contrast.evaluate = function (element, ...rest) {
    const its = kind(element)
    if (found.has(its) && alone(element)) return true
    let told = {}
    const listening = Object.create(this, { data: { value: data => { told = data; this.data(data) } } })
    const enough = window.contrastOfEach.call(listening, element, ...rest)
    if (enough === true && told.contrastRatio >= parseFloat(told.expectedContrastRatio)) {
      found.add(its)
      fresh.push(its)
    }
    return enough
  }

  function number (words) { // the same words, the same number, in all pages; of others another
    let one = 0xdeadbeef, two = 0x41c6ce57
    for (let at = 0; at < words.length; at++) {
      const sign = words.charCodeAt(at)
      one = Math.imul(one ^ sign, 2654435761)
      two = Math.imul(two ^ sign, 1597334677)
    }
    one = Math.imul(one ^ (one >>> 16), 2246822507) ^ Math.imul(two ^ (two >>> 13), 3266489909)
    two = Math.imul(two ^ (two >>> 16), 2246822507) ^ Math.imul(one ^ (one >>> 13), 3266489909)
    return 4294967296 * (2097151 & two) + (one >>> 0)
  }

  const { violations } = await axe.run({ resultTypes: ['violations'] })
  return { violations, fresh }
}
