// A vein that is chosen on the map, or in the list beside it, is put into the form; its diameter comes along where one is
// known. Without this script the links of the list do the same by loading the page again.
const vein = document.getElementById('id_segment')
const diameter = document.getElementById('id_diameter_mm')

function pick (segment) {
  if (![...vein.options].some(option => option.value === segment)) return
  vein.value = segment
  diameter.value = document.querySelector(`[data-offer="${CSS.escape(segment)}"]`)?.dataset.diameter ?? ''
}

if (vein && diameter) {
  document.addEventListener('segment-chosen', event => pick(event.detail.segment))
}
